// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// What the kernel's programs and the agent share: the layout of keys, actions and records. The same
// numbers stand in Java (org.midolab.midonet.datapath.common.Layout); a test compares the two.
//
// Numbers are in host order; MAC addresses are six bytes in the order of the wire.
#pragma once

#include <linux/bpf.h>
#include <linux/types.h>

#define LAYOUT_VERSION 3

#define MAX_MASKS 64
#define LIST_ACTIONS 32
#define BATCH_ACTIONS 128
#define MASK_CACHE_SLOTS 1024
#define INJECT_SLOTS 4096
#define TUNNEL_PORT 65535

// A frame reduced to what flows match on. Compared as five words: no padding may stay unset.
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

// Key of the flow table: one table holds the flows of all masks.
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

// Published whole: the agent fills the set that config does not name, then names it.
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
  ACTION_ANSWER_ARP = 7, // mac: source owns the address that is asked for
  ACTION_OUTPUT = 8, // number
  ACTION_VXLAN = 9, // a key, b local, c remote
  ACTION_GRE = 10, // a key, b local, c remote
  ACTION_BATCH = 11, // a id: does what that batch says, then goes on
};

#define ACTION_SOURCE 1 // the source side is set
#define ACTION_DESTINATION 2 // the destination side is set
#define ACTION_LAST 4 // nothing happens to the frame after this output

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

#define LIST_GRE 1 // the frame leaves by GRE, perhaps among others
#define LIST_TAGS 2 // the frame gets a tag that it may not have had

struct action_list {
  __u32 count;
  __u16 drop_reason; // when the count is 0
  __u16 flags;
  struct action actions[LIST_ACTIONS];
};

// Part of a list that is too long for one; lists of equal parts share it. It holds no last output.
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
};

// One frame to send out as told, without a look at the table. The agent marks the frame with the
// sequence number; the slot is its low bits.
struct inject_slot {
  __u32 sequence;
  __u32 in_port;
  struct action_list list;
};

#define OUTPUT_PEER 1 // hand frames to the other end of the veth without passing this one

struct output {
  __u32 ifindex;
  __u32 flags;
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
  __u32 vxlan_ifindex; // 0 without one
  __u32 vxlan_port; // that the device was made for
  __u32 object; // CRC of the object that the programs came from
  __u32 gre_frame; // bytes of the longest frame that fits into GRE
  __u64 upcall_interval; // ns between upcalls of one port in the long run
  __u64 upcall_burst; // ns worth of upcalls that may come at once
};

struct upcall {
  __u64 time; // CLOCK_MONOTONIC, ns
  struct flow_key key;
  __u32 length; // bytes that follow
  __u32 segment_size; // of a GSO frame, or 0
  __u16 vlan_tci; // tag that the kernel keeps beside the bytes
  __u16 vlan_proto; // its type, or 0 without a tag
  __u32 too_long; // 1 when a flow matched, but the frame does not fit into its GRE tunnel
};
