// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The layout of keys, actions and records that the kernel's programs and the agent share. The Java
// class org.midolab.midonet.datapath.common.Layout has the same numbers; a test compares them.
// Numbers are in host byte order. MAC addresses are six bytes in network order.
#pragma once

#include <linux/bpf.h>
#include <linux/types.h>

#define LAYOUT_VERSION 4

#define MAX_MASKS 64
#define LIST_ACTIONS 32
#define BATCH_ACTIONS 128
#define MASK_CACHE_SLOTS 1024
#define INJECT_SLOTS 4096
#define TUNNEL_PORT 65535

// The fields of a frame that flows match. Compared as five words, so all padding must be set.
struct flow_key {
  __u16 in_port;
  __u16 eth_type;
  __u32 tunnel_key;
  __u8 eth_src[6];
  __u8 eth_dst[6];
  __u16 vlan; // id + 0x1000, or 0
  __u8 ip_proto; // ARP: operation
  __u8 fragment; // 0 none, 1 first, 2 later
  __u8 tos;
  __u8 ttl;
  __u16 tp_src; // ICMP: type; ARP: 1 if the sender's MAC is not the frame's source
  __u16 tp_dst; // ICMP: code
  __u16 unused;
  __u32 ip_src; // ARP: sender
  __u32 ip_dst; // ARP: target
};

#define KEY_WORDS (sizeof(struct flow_key) / sizeof(__u64))

// Key of the flow table. One table contains the flows of all masks.
struct flow_id {
  struct flow_key key; // masked
  __u32 mask;
  __u32 unused;
};

struct mask {
  struct flow_key bits;
  __u32 id;
  __u32 unused;
};

// Published atomically: the agent fills the set that is not in use, then sets its number in config.
struct mask_set {
  __u32 count;
  __u32 unused;
  struct mask masks[MAX_MASKS];
};

enum action_type {
  ACTION_SET_ETHERNET = 1, // mac: source, destination
  ACTION_SET_IP = 2, // a source, b destination
  ACTION_SET_PORTS = 3, // a source, b destination
  ACTION_DECREMENT_TTL = 4, // number
  ACTION_PUSH_VLAN = 5, // number
  ACTION_POP_VLAN = 6,
  ACTION_ANSWER_ARP = 7, // mac: source owns the requested address
  ACTION_OUTPUT = 8, // number
  ACTION_VXLAN = 9, // a key, b local, c remote
  ACTION_GRE = 10, // a key, b local, c remote
  ACTION_BATCH = 11, // a id: applies the actions of that batch, then continues
};

#define ACTION_SOURCE 1 // the source side is set
#define ACTION_DESTINATION 2 // the destination side is set
#define ACTION_LAST 4 // no action follows this output

struct action {
  __u8 type;
  __u8 flags;
  __u16 number;
  union {
    struct {
      __u32 a;
      __u32 b;
      __u32 c;
    };
    __u8 mac[12];
  };
};

#define LIST_GRE 1 // at least one output is GRE
#define LIST_TAGS 2 // the frame gets a tag that it may not have had before
#define LIST_SHORT 4 // the last output is a port whose MTU a GSO frame's packets may exceed

struct action_list {
  __u32 count;
  __u16 drop_reason; // when the count is 0
  __u16 flags;
  struct action actions[LIST_ACTIONS];
};

// Part of a long action list. Lists with equal parts share it. It does not contain the last output.
struct batch {
  __u32 count;
  __u32 unused;
  struct action actions[BATCH_ACTIONS];
};

struct flow {
  __u64 packets;
  __u64 bytes;
  __u64 used; // CLOCK_MONOTONIC, ns
  struct action_list list;
  __u32 tcp_flags; // FIN and RST of its packets, see tcp.h
  __u32 unused;
};

// The actions for one frame that the agent sends without a flow lookup. The agent sets the frame's
// mark to the sequence number; its low bits are the number of the slot.
struct inject_slot {
  __u32 sequence;
  __u32 in_port;
  struct action_list list;
};

#define OUTPUT_PEER 1 // redirect frames directly to the other end of the veth

struct output {
  __u32 ifindex;
  __u32 flags;
  __u32 mtu; // of the interface, without the Ethernet header
  __u32 unused;
};

struct port_counters {
  __u64 rx_packets;
  __u64 rx_bytes;
  __u64 tx_packets;
  __u64 tx_bytes;
};

struct drop_key {
  __u32 port;
  __u32 reason;
};


struct port_name {
  char name[16];
};

struct config {
  __u32 layout;
  __u32 mask_set; // 0 or 1
  __u32 vxlan_ifindex; // 0 if there is none
  __u32 vxlan_port; // UDP port of the device
  __u32 object; // CRC of the programs' object file
  __u32 gre_frame; // bytes of the longest frame that fits into GRE
  __u64 upcall_interval; // ns between two upcalls of one port at the long-term rate
  __u64 upcall_burst; // tolerance of the rate limit, in ns
};

struct upcall {
  __u64 time; // CLOCK_MONOTONIC, ns
  struct flow_key key;
  __u32 length; // number of bytes that follow
  __u32 segment_size; // payload bytes per packet of a GSO frame, or 0
  __u16 vlan_tci; // tag that the kernel keeps outside of the frame
  __u16 vlan_proto; // EtherType of the tag, or 0 if there is none
  __u32 too_long; // 1 if a flow matched but the frame does not fit into its output
};
