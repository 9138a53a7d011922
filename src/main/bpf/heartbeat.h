// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Heartbeats between hosts, through the tunnels of their traffic. An agent sends a question with a
// key that no port has. The program of the other host returns it as an answer, independently of its
// agent. The program of the first host records the time of the answer.
//
//   | inner Ethernet 14, type 88B5 | kind 1 | padding
#pragma once

#include "gre.h"
#include "vxlan.h"

#define HEARTBEAT_KEY 0xFFFFFE
#define HEARTBEAT_QUESTION 1
#define HEARTBEAT_ANSWER 2
#define HEARTBEAT_KIND ETH_HLEN // offset in the inner frame

// Time of the last answer of each remote address (CLOCK_MONOTONIC, ns). Addresses are in host byte
// order. If the map is full, the least recently used entries are removed.
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u64);
} heard SEC(".maps");

static __always_inline int note_answer(__u32 remote) {
  __u64 now = bpf_ktime_get_ns();
  bpf_map_update_elem(&heard, &remote, &now, BPF_ANY);
  return TC_ACT_SHOT;
}

static __always_inline int answer_vxlan(struct __sk_buff *skb) {
  struct bpf_tunnel_key from = {};
  __u32 zero = 0;
  __u8 kind = 0;
  struct config *settings = bpf_map_lookup_elem(&config, &zero);
  if (bpf_skb_get_tunnel_key(skb, &from, sizeof(from), 0) < 0
      && bpf_skb_get_tunnel_key(skb, &from, TUNNEL_KEY_WITHOUT_LOCAL, 0) < 0) {
    return TC_ACT_SHOT;
  }
  if (!settings || bpf_skb_load_bytes(skb, HEARTBEAT_KIND, &kind, 1) < 0) {
    return TC_ACT_SHOT;
  }
  if (kind == HEARTBEAT_ANSWER) {
    return note_answer(from.remote_ipv4);
  }
  if (kind != HEARTBEAT_QUESTION) {
    return TC_ACT_SHOT;
  }
  kind = HEARTBEAT_ANSWER;
  struct action back = {};
  back.a = HEARTBEAT_KEY;
  back.b = from.local_ipv4;
  back.c = from.remote_ipv4;
  if (bpf_skb_store_bytes(skb, HEARTBEAT_KIND, &kind, 1, 0) < 0 || vxlan_address(skb, &back) < 0) {
    return TC_ACT_SHOT;
  }
  return bpf_redirect(settings->vxlan_ifindex, 0);
}

// The frame is still encapsulated. The answer is the question with swapped outer addresses.
static __always_inline int answer_gre(struct __sk_buff *skb) {
  struct iphdr ip;
  __u8 kind = 0;
  if (bpf_skb_load_bytes(skb, IP_OFFSET, &ip, sizeof(ip)) < 0
      || bpf_skb_load_bytes(skb, sizeof(struct gre_frame), &kind, 1) < 0) {
    return TC_ACT_SHOT;
  }
  if (kind == HEARTBEAT_ANSWER) {
    return note_answer(bpf_ntohl(ip.saddr));
  }
  if (kind != HEARTBEAT_QUESTION) {
    return TC_ACT_SHOT;
  }
  kind = HEARTBEAT_ANSWER;
  __be32 addresses[2] = {ip.daddr, ip.saddr};
  if (bpf_skb_store_bytes(skb, sizeof(struct gre_frame), &kind, 1, 0) < 0
      || bpf_skb_store_bytes(skb, IP_OFFSET + __builtin_offsetof(struct iphdr, saddr), addresses,
             sizeof(addresses), 0) < 0) {
    return TC_ACT_SHOT;
  }
  return bpf_redirect_neigh(skb->ifindex, NULL, 0, 0);
}
