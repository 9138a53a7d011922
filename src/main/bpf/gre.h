// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// GRE (RFC 2784) with a key (RFC 2890) for Ethernet frames, added and removed in place. It needs no
// GRE device, which many kernels lack, and does not use the IP receive path.
//
//   | outer Ethernet 14 | IPv4 20 | GRE 8 | inner Ethernet 14 (+ 4 a tag) | payload
//                       '-------- room made behind the MAC header -------'
#pragma once

#include <bpf/bpf_endian.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>

#include "maps.h"

#define GRE_KEY_PRESENT 0x2000
#define GRE_TRANSPARENT_BRIDGING 0x6558
#define TAG_BYTES 4
#define MAX_TAGS 3 // per frame: a provider tag, a customer tag and one more

struct gre_header {
  __be16 flags;
  __be16 protocol;
  __be32 key;
} __attribute__((packed));

// Offset 2 keeps the IP header aligned on the stack.
struct gre_frame {
  struct ethhdr outer;
  struct iphdr ip;
  struct gre_header gre;
  struct ethhdr inner;
} __attribute__((packed));

#define GRE_ROOM ((int)(sizeof(struct gre_frame) - ETH_HLEN))

#define GRE_GROW_FLAGS \
  (BPF_F_ADJ_ROOM_FIXED_GSO | BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | BPF_F_ADJ_ROOM_ENCAP_L4_GRE)
#ifndef BPF_F_ADJ_ROOM_ENCAP_L2_ETH
#define BPF_F_ADJ_ROOM_ENCAP_L2_ETH (1ULL << 6) // kernel 5.12 and later
#endif

static __always_inline __u16 ip_checksum(const struct iphdr *ip) {
  const __u16 *words = (const __u16 *)ip;
  __u32 sum = 0;
#pragma unroll
  for (int i = 0; i < 10; i++) {
    sum += words[i];
  }
  sum = (sum & 0xFFFF) + (sum >> 16);
  sum = (sum & 0xFFFF) + (sum >> 16);
  return ~sum;
}

// Updates skb->protocol, which programs cannot write, from the Ethernet header: the kernel reads
// the header when a tag is removed from the frame. Needed for protocols other than IPv4, because
// adjust_room and redirect_neigh check skb->protocol.
static __always_inline int relabel(struct __sk_buff *skb) {
  return bpf_skb_vlan_push(skb, bpf_htons(ETH_P_8021Q), 1) < 0
          || bpf_skb_vlan_push(skb, bpf_htons(ETH_P_8021Q), 1) < 0 || bpf_skb_vlan_pop(skb) < 0
          || bpf_skb_vlan_pop(skb) < 0
      ? -1
      : 0;
}

// A VLAN tag: its type and its control information, in network order.
struct tag {
  __be16 type;
  __be16 tci;
};

// Removes all tags. The kernel keeps the first tag of a frame outside of its bytes, and moves the
// next one there when the first is removed. Returns the number of tags, or -1.
static __always_inline int take_tags(struct __sk_buff *skb, struct tag *tags) {
  int count = 0;
#pragma unroll
  for (int i = 0; i < MAX_TAGS; i++) {
    if (count == i && skb->vlan_present) {
      tags[i].type = skb->vlan_proto;
      tags[i].tci = bpf_htons(skb->vlan_tci);
      if (bpf_skb_vlan_pop(skb) < 0) {
        return -1;
      }
      count = i + 1;
    }
  }
  return skb->vlan_present ? -1 : count;
}

// Encapsulates the frame with its tags. The outer MAC addresses are set when it is sent.
static __always_inline int gre_wrap(struct __sk_buff *skb, const struct action *action) {
  struct gre_frame frame = {};
  struct tag tags[MAX_TAGS + 1] = {};
  int count = take_tags(skb, tags);
  if (count < 0 || bpf_skb_load_bytes(skb, 0, &frame.inner, ETH_HLEN) < 0) {
    return -1;
  }
  __be16 type = frame.inner.h_proto;
  int room = GRE_ROOM;
  __u64 l2 = ETH_HLEN;
#pragma unroll
  for (int i = 0; i < MAX_TAGS; i++) {
    if (i < count) {
      room += TAG_BYTES;
      l2 += TAG_BYTES;
    }
    if (i == count) {
      tags[i].type = type;
    }
  }
  if (count == MAX_TAGS) {
    tags[MAX_TAGS].type = type;
  }
  frame.inner.h_proto = tags[0].type;
  __be16 ipv4 = bpf_htons(ETH_P_IP);
  if (type != ipv4 && !skb->gso_size
      && (bpf_skb_store_bytes(skb, 12, &ipv4, sizeof(ipv4), 0) < 0 || relabel(skb) < 0)) {
    return -1;
  }
  // A GSO frame needs the positions of its headers. It cannot be encapsulated twice then, so only
  // its first copy is sent by GRE.
  __u64 flags = skb->gso_size
      ? GRE_GROW_FLAGS | BPF_F_ADJ_ROOM_ENCAP_L2(l2) | BPF_F_ADJ_ROOM_ENCAP_L2_ETH
      : 0;
  if (bpf_skb_adjust_room(skb, room, BPF_ADJ_ROOM_MAC, flags) < 0) {
    return -1;
  }
  frame.outer.h_proto = bpf_htons(ETH_P_IP);
  struct iphdr ip = {};
  ip.version = 4;
  ip.ihl = 5;
  ip.tot_len = bpf_htons(skb->len - ETH_HLEN);
  ip.frag_off = bpf_htons(0x4000);
  ip.ttl = 64;
  ip.protocol = IPPROTO_GRE;
  ip.saddr = bpf_htonl(action->b);
  ip.daddr = bpf_htonl(action->c);
  ip.check = ip_checksum(&ip);
  frame.ip = ip;
  frame.gre.flags = bpf_htons(GRE_KEY_PRESENT);
  frame.gre.protocol = bpf_htons(GRE_TRANSPARENT_BRIDGING);
  frame.gre.key = bpf_htonl(action->a);
  if (bpf_skb_store_bytes(skb, 0, &frame, sizeof(frame), 0) < 0) {
    return -1;
  }
#pragma unroll
  for (int i = 0; i < MAX_TAGS; i++) {
    __be16 tag[2] = {tags[i].tci, tags[i + 1].type};
    if (i < count
        && bpf_skb_store_bytes(skb, sizeof(frame) + i * TAG_BYTES, tag, sizeof(tag), 0) < 0) {
      return -1;
    }
  }
  return 0;
}

// Decapsulates the frame. Moves an inner tag out of the bytes, where the kernel expects it.
static __always_inline int gre_unwrap(struct __sk_buff *skb) {
  struct ethhdr inner;
  if (bpf_skb_load_bytes(skb, sizeof(struct gre_frame) - ETH_HLEN, &inner, ETH_HLEN) < 0) {
    return -1;
  }
  __be16 tag[2] = {};
  int room = GRE_ROOM;
  __be16 type = inner.h_proto;
  int tagged = type == bpf_htons(ETH_P_8021Q) || type == bpf_htons(ETH_P_8021AD);
  if (tagged) {
    if (bpf_skb_load_bytes(skb, sizeof(struct gre_frame), tag, sizeof(tag)) < 0) {
      return -1;
    }
    inner.h_proto = tag[1];
    room += TAG_BYTES;
  }
  if (bpf_skb_adjust_room(skb, -room, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO) < 0
      || bpf_skb_store_bytes(skb, 0, &inner, ETH_HLEN, 0) < 0
      || (skb->protocol != inner.h_proto && relabel(skb) < 0)) {
    return -1;
  }
  return tagged ? bpf_skb_vlan_push(skb, type, bpf_ntohs(tag[0])) : 0;
}

// Returns whether the frame is GRE for this host, and sets its key and its sender. The host's stack
// handles all other frames.
static __always_inline int gre_received(struct __sk_buff *skb, __u32 *key, __u32 *peer) {
  struct gre_frame frame;
  if (skb->protocol != bpf_htons(ETH_P_IP)
      || bpf_skb_load_bytes(skb, 0, &frame, sizeof(frame)) < 0
      || frame.ip.protocol != IPPROTO_GRE || frame.ip.ihl != 5
      || frame.gre.flags != bpf_htons(GRE_KEY_PRESENT)
      || frame.gre.protocol != bpf_htons(GRE_TRANSPARENT_BRIDGING)) {
    return 0;
  }
  __u32 local = bpf_ntohl(frame.ip.daddr);
  if (!bpf_map_lookup_elem(&gre_locals, &local)) {
    return 0;
  }
  *key = bpf_ntohl(frame.gre.key);
  *peer = bpf_ntohl(frame.ip.saddr);
  return 1;
}

// Sends a copy of the encapsulated frame. Only the last output can use bpf_redirect_neigh, which
// resolves the neighbour. For this copy the agent has had the neighbour resolved.
static __always_inline int gre_send_copy(
    struct __sk_buff *skb, const struct action *action, __u32 underlay) {
  struct bpf_fib_lookup route = {};
  route.family = 2; // AF_INET
  route.l4_protocol = IPPROTO_GRE;
  route.ipv4_src = bpf_htonl(action->b);
  route.ipv4_dst = bpf_htonl(action->c);
  route.ifindex = underlay;
  if (bpf_fib_lookup(skb, &route, sizeof(route), BPF_FIB_LOOKUP_OUTPUT)
      != BPF_FIB_LKUP_RET_SUCCESS) {
    return -1;
  }
  if (bpf_skb_store_bytes(skb, 0, route.dmac, 6, 0) < 0
      || bpf_skb_store_bytes(skb, 6, route.smac, 6, 0) < 0) {
    return -1;
  }
  return bpf_clone_redirect(skb, route.ifindex, 0);
}

// Returns the interface that owns the local address, or 0.
static __always_inline __u32 gre_underlay(const struct action *action) {
  __u32 local = action->b;
  __u32 *ifindex = bpf_map_lookup_elem(&gre_locals, &local);
  return ifindex ? *ifindex : 0;
}
