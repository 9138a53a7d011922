// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Parses a frame to a flow key.
#pragma once

#include <bpf/bpf_endian.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>

#include "datapath.h"

#define IP_OFFSET ETH_HLEN

enum { UNFRAGMENTED = 0, FIRST_FRAGMENT = 1, LATER_FRAGMENT = 2 };

// The kernel has moved the first tag out of the frame before the programs run.
#define VLAN_TAGGED 0x1000
#define VLAN_ID 0x0FFF

// RFC 826 for IPv4 over Ethernet. Not from <linux/if_arp.h>, which includes headers of the C
// library.
struct arp_ipv4 {
  __be16 hardware_type;
  __be16 protocol_type;
  __u8 hardware_length;
  __u8 protocol_length;
  __be16 operation;
  __u8 sender_mac[6];
  __u8 sender[4];
  __u8 target_mac[6];
  __u8 target[4];
};

#define ARP_ETHERNET 1
#define ARP_REQUEST 1
#define ARP_REPLY 2

// Operations above 255 are not assigned and are set to 0.
static __always_inline int parse_arp(struct __sk_buff *skb, struct flow_key *key) {
  struct arp_ipv4 arp;
  if (bpf_skb_load_bytes(skb, IP_OFFSET, &arp, sizeof(arp)) < 0) {
    return -1;
  }
  if (arp.hardware_type == bpf_htons(ARP_ETHERNET) && arp.protocol_type == bpf_htons(ETH_P_IP)
      && arp.protocol_length == 4 && arp.hardware_length == 6) {
    __u32 sender, target;
    __u16 operation = bpf_ntohs(arp.operation);
    __builtin_memcpy(&sender, arp.sender, 4);
    __builtin_memcpy(&target, arp.target, 4);
    key->ip_proto = operation > 255 ? 0 : operation;
    for (int i = 0; i < 6; i++) {
      key->tp_src |= arp.sender_mac[i] != key->eth_src[i];
    }
    key->ip_src = bpf_ntohl(sender);
    key->ip_dst = bpf_ntohl(target);
  }
  return 0;
}

// RFC 9293, up to the flags.
struct tcp_start {
  __be16 source;
  __be16 destination;
  __be32 sequence;
  __be32 acknowledgment;
  __u8 offset;
  __u8 flags;
} __attribute__((packed));

// Sets *l4 to the offset of the transport header. Returns the flags of TCP, or 0.
static __always_inline int parse_ipv4(struct __sk_buff *skb, struct flow_key *key, __u32 *l4) {
  struct iphdr ip;
  if (bpf_skb_load_bytes(skb, IP_OFFSET, &ip, sizeof(ip)) < 0 || ip.version != 4 || ip.ihl < 5) {
    return -1;
  }
  __u16 offset = bpf_ntohs(ip.frag_off);
  key->ip_proto = ip.protocol;
  key->tos = ip.tos;
  key->ttl = ip.ttl;
  key->ip_src = bpf_ntohl(ip.saddr);
  key->ip_dst = bpf_ntohl(ip.daddr);
  *l4 = IP_OFFSET + ip.ihl * 4;
  if (offset & 0x1FFF) {
    key->fragment = LATER_FRAGMENT; // no transport header: ports stay 0
    return 0;
  }
  key->fragment = offset & 0x2000 ? FIRST_FRAGMENT : UNFRAGMENTED;
  if (ip.protocol == IPPROTO_TCP) {
    struct tcp_start tcp;
    if (bpf_skb_load_bytes(skb, *l4, &tcp, sizeof(tcp)) < 0) {
      return -1;
    }
    key->tp_src = bpf_ntohs(tcp.source);
    key->tp_dst = bpf_ntohs(tcp.destination);
    return tcp.flags;
  }
  if (ip.protocol == IPPROTO_UDP) {
    __be16 ports[2];
    if (bpf_skb_load_bytes(skb, *l4, ports, sizeof(ports)) < 0) {
      return -1;
    }
    key->tp_src = bpf_ntohs(ports[0]);
    key->tp_dst = bpf_ntohs(ports[1]);
  } else if (ip.protocol == IPPROTO_ICMP) {
    __u8 type_code[2];
    if (bpf_skb_load_bytes(skb, *l4, type_code, sizeof(type_code)) < 0) {
      return -1;
    }
    key->tp_src = type_code[0];
    key->tp_dst = type_code[1];
  }
  return 0;
}

// Sets all fields of the key except in_port and tunnel_key. Returns the flags of TCP, 0 for other
// frames, or a negative number if the frame is malformed.
//
// Global, so that the verifier checks it once. Otherwise it follows each way through it also through
// the lookup, which takes a second at each start of an agent.
__noinline int parse(struct __sk_buff *skb, struct flow_key *key, __u32 *l4) {
  struct ethhdr eth;
  if (!key || !l4) {
    return -1; // the verifier checks a global function for any pointer
  }
  if (bpf_skb_load_bytes(skb, 0, &eth, sizeof(eth)) < 0) {
    return -1;
  }
  __builtin_memcpy(key->eth_src, eth.h_source, 6);
  __builtin_memcpy(key->eth_dst, eth.h_dest, 6);
  key->eth_type = bpf_ntohs(eth.h_proto);
  if (skb->vlan_present) {
    key->vlan = (skb->vlan_tci & VLAN_ID) | VLAN_TAGGED;
  }
  if (key->eth_type == ETH_P_IP) {
    return parse_ipv4(skb, key, l4);
  }
  return key->eth_type == ETH_P_ARP ? parse_arp(skb, key) : 0;
}
