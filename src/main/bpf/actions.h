// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The actions of a flow. Every rewrite updates the checksums. The kernel's helpers handle checksums
// that the sender left to hardware.
#pragma once

#include <bpf/bpf_endian.h>
#include <linux/pkt_cls.h>

#include "counters.h"
#include "gre.h"
#include "ip_header.h"
#include "parse.h"
#include "vxlan.h"

// The fields of the frame that actions need. Rewrites do not change them.
struct packet {
  __u16 in_port;
  __u16 l4; // offset of the transport header
  __u16 eth_type;
  __u8 ip_proto;
  __u8 fragment;
};

#define IP_FIELD(name) (IP_OFFSET + __builtin_offsetof(struct iphdr, name))
#define UDP_CHECKSUM 6
#define TCP_CHECKSUM 16

static __always_inline int has_ports(const struct packet *packet) {
  return packet->eth_type == ETH_P_IP && packet->fragment != LATER_FRAGMENT
      && (packet->ip_proto == IPPROTO_TCP || packet->ip_proto == IPPROTO_UDP);
}

static __always_inline int fix_l4_checksum(
    struct __sk_buff *skb, const struct packet *packet, __u32 from, __u32 to, __u64 flags) {
  if (packet->ip_proto == IPPROTO_UDP) {
    // A UDP checksum of 0 means no checksum (RFC 768) and is not changed.
    return bpf_l4_csum_replace(skb, packet->l4 + UDP_CHECKSUM, from, to, flags | BPF_F_MARK_MANGLED_0);
  }
  return bpf_l4_csum_replace(skb, packet->l4 + TCP_CHECKSUM, from, to, flags);
}

static __always_inline int set_ethernet(struct __sk_buff *skb, const struct action *action) {
  if (action->flags & ACTION_SOURCE && bpf_skb_store_bytes(skb, 6, action->mac, 6, 0) < 0) {
    return -1;
  }
  if (action->flags & ACTION_DESTINATION && bpf_skb_store_bytes(skb, 0, action->mac + 6, 6, 0) < 0) {
    return -1;
  }
  return 0;
}

static __always_inline int set_address(
    struct __sk_buff *skb, const struct packet *packet, __u32 offset, __u32 address) {
  __be32 from, to = bpf_htonl(address);
  if (bpf_skb_load_bytes(skb, offset, &from, 4) < 0) {
    return -1;
  }
  if (from == to) {
    return 0;
  }
  if (bpf_l3_csum_replace(skb, IP_FIELD(check), from, to, 4) < 0
      || bpf_skb_store_bytes(skb, offset, &to, 4, 0) < 0) {
    return -1;
  }
  return has_ports(packet) ? fix_l4_checksum(skb, packet, from, to, BPF_F_PSEUDO_HDR | 4) : 0;
}

static __always_inline int set_ip(
    struct __sk_buff *skb, const struct packet *packet, const struct action *action) {
  if (packet->eth_type != ETH_P_IP) {
    return -1;
  }
  if (action->flags & ACTION_SOURCE && set_address(skb, packet, IP_FIELD(saddr), action->a) < 0) {
    return -1;
  }
  if (action->flags & ACTION_DESTINATION && set_address(skb, packet, IP_FIELD(daddr), action->b) < 0) {
    return -1;
  }
  return 0;
}

static __noinline int set_port(
    struct __sk_buff *skb, const struct packet *packet, __u32 offset, __u32 port) {
  __be16 from, to = bpf_htons(port);
  if (bpf_skb_load_bytes(skb, offset, &from, 2) < 0) {
    return -1;
  }
  if (from == to) {
    return 0;
  }
  return fix_l4_checksum(skb, packet, from, to, 2) < 0
      ? -1
      : bpf_skb_store_bytes(skb, offset, &to, 2, 0);
}

static __always_inline int set_ports(
    struct __sk_buff *skb, const struct packet *packet, const struct action *action) {
  if (!has_ports(packet)) {
    return 0;
  }
  if (action->flags & ACTION_SOURCE && set_port(skb, packet, packet->l4, action->a) < 0) {
    return -1;
  }
  if (action->flags & ACTION_DESTINATION && set_port(skb, packet, packet->l4 + 2, action->b) < 0) {
    return -1;
  }
  return 0;
}

static __always_inline int decrement_ttl(
    struct __sk_buff *skb, const struct packet *packet, __u32 hops) {
  __u8 from[2], to[2]; // TTL shares its checksum word with the protocol
  if (packet->eth_type != ETH_P_IP || bpf_skb_load_bytes(skb, IP_FIELD(ttl), from, 2) < 0) {
    return -DROP_ACTION_FAILED;
  }
  int fault = ip_header_fault(skb); // only routers decrement the TTL and must check the header
  if (fault < 0) {
    return fault;
  }
  if (from[0] <= hops) {
    return -DROP_TTL_EXCEEDED;
  }
  to[0] = from[0] - hops;
  to[1] = from[1];
  __u16 old_word, new_word;
  __builtin_memcpy(&old_word, from, 2);
  __builtin_memcpy(&new_word, to, 2);
  if (bpf_l3_csum_replace(skb, IP_FIELD(check), old_word, new_word, 2) < 0
      || bpf_skb_store_bytes(skb, IP_FIELD(ttl), to, 1, 0) < 0) {
    return -DROP_ACTION_FAILED;
  }
  return 0;
}

static __always_inline int push_vlan(struct __sk_buff *skb, __u32 id) {
  if (skb->vlan_present && bpf_skb_vlan_pop(skb) < 0) {
    return -1;
  }
  return bpf_skb_vlan_push(skb, bpf_htons(ETH_P_8021Q), id);
}

static __always_inline int pop_vlan(struct __sk_buff *skb) {
  return skb->vlan_present ? bpf_skb_vlan_pop(skb) : 0;
}

// Rewrites an ARP request for an IPv4 address to its reply (RFC 826).
static __always_inline int answer_arp(
    struct __sk_buff *skb, const struct packet *packet, const struct action *action) {
  struct arp_ipv4 arp;
  if (packet->eth_type != ETH_P_ARP || packet->ip_proto != ARP_REQUEST
      || bpf_skb_load_bytes(skb, IP_OFFSET, &arp, sizeof(arp)) < 0) {
    return -1;
  }
  __u8 asked[4];
  __builtin_memcpy(asked, arp.target, 4);
  __builtin_memcpy(arp.target_mac, arp.sender_mac, 6);
  __builtin_memcpy(arp.target, arp.sender, 4);
  __builtin_memcpy(arp.sender_mac, action->mac, 6);
  __builtin_memcpy(arp.sender, asked, 4);
  arp.operation = bpf_htons(ARP_REPLY);
  if (bpf_skb_store_bytes(skb, 0, arp.target_mac, 6, 0) < 0
      || bpf_skb_store_bytes(skb, 6, action->mac, 6, 0) < 0) {
    return -1;
  }
  return bpf_skb_store_bytes(skb, IP_OFFSET, &arp, sizeof(arp), 0);
}

// Returns 0, or the negative drop reason if no copy was sent.
static __always_inline int send_copy(struct __sk_buff *skb, __u32 ifindex, int refused) {
  long result = bpf_clone_redirect(skb, ifindex, 0);
  if (result > 0) {
    return -DROP_EGRESS_QUEUE_FULL;
  }
  return result < 0 ? -refused : 0;
}

static __always_inline int output_port(struct __sk_buff *skb, const struct action *action) {
  __u32 port = action->number;
  struct output *output = bpf_map_lookup_elem(&outputs, &port);
  if (!output) {
    return -DROP_NO_SUCH_PORT;
  }
  // Otherwise the interface drops the frame and nothing counts it. A GSO frame is not checked here, only
  // by too_long_for_port() for the last output.
  if (!skb->gso_size && skb->len > output->mtu + ETH_HLEN) {
    return -DROP_TOO_LONG;
  }
  if (!(action->flags & ACTION_LAST)) {
    int sent = send_copy(skb, output->ifindex, DROP_NO_SUCH_PORT);
    if (sent == 0) {
      count_sent(port, packets_of(skb), skb->len);
    }
    return sent;
  }
  count_sent(port, packets_of(skb), skb->len);
  if (output->flags & OUTPUT_PEER) {
    // eth_type_trans does not run on this path, so the packet type must be set here.
    bpf_skb_change_type(skb, 0 /* PACKET_HOST */);
    return bpf_redirect_peer(output->ifindex, 0);
  }
  return bpf_redirect(output->ifindex, 0);
}

static __always_inline int output_vxlan(struct __sk_buff *skb, const struct action *action) {
  __u32 zero = 0;
  struct config *settings = bpf_map_lookup_elem(&config, &zero);
  if (!settings || !settings->vxlan_ifindex) {
    return -DROP_NO_TUNNEL;
  }
  if (vxlan_address(skb, action) < 0) {
    return -DROP_ACTION_FAILED;
  }
  int sent = action->flags & ACTION_LAST
      ? bpf_redirect(settings->vxlan_ifindex, 0)
      : send_copy(skb, settings->vxlan_ifindex, DROP_ACTION_FAILED);
  if (sent >= 0) {
    count_sent(TUNNEL_PORT, packets_of(skb), skb->len);
  }
  return sent;
}

static __always_inline int output_gre(struct __sk_buff *skb, const struct action *action) {
  __u32 underlay = gre_underlay(action);
  if (!underlay) {
    return -DROP_NO_TUNNEL;
  }
  __u64 packets = packets_of(skb);
  __u64 bytes = skb->len;
  if (gre_wrap(skb, action) < 0) {
    return -DROP_ACTION_FAILED;
  }
  if (action->flags & ACTION_LAST) {
    count_sent(TUNNEL_PORT, packets, bytes);
    return bpf_redirect_neigh(underlay, NULL, 0, 0);
  }
  int sent = gre_send_copy(skb, action, underlay);
  if (sent == 0) {
    count_sent(TUNNEL_PORT, packets, bytes);
  }
  return gre_unwrap(skb) < 0 || sent != 0 ? -DROP_ACTION_FAILED : 0;
}

// The functions below are global, so that the verifier checks them once and not at every call. This
// keeps loading fast, because the actions are in a loop. In old kernels the parameters of global
// functions must be numbers, so structures are passed as words.
union packed_action {
  struct action action;
  __u64 words[2];
};

union packed_packet {
  struct packet packet;
  __u64 word;
};

// Returns 0, or the negative reason for which the frame is dropped.
__noinline int midolab_rewrite(struct __sk_buff *skb, __u64 packet_word, __u64 word0, __u64 word1) {
  union packed_packet where = {.word = packet_word};
  union packed_action what = {.words = {word0, word1}};
  const struct packet *packet = &where.packet;
  const struct action *action = &what.action;
  int failed;
  switch (action->type) {
    case ACTION_SET_ETHERNET:
      failed = set_ethernet(skb, action);
      break;
    case ACTION_SET_IP:
      failed = set_ip(skb, packet, action);
      break;
    case ACTION_SET_PORTS:
      failed = set_ports(skb, packet, action);
      break;
    case ACTION_DECREMENT_TTL:
      return decrement_ttl(skb, packet, action->number);
    case ACTION_PUSH_VLAN:
      failed = push_vlan(skb, action->number);
      break;
    case ACTION_POP_VLAN:
      failed = pop_vlan(skb);
      break;
    case ACTION_ANSWER_ARP:
      failed = answer_arp(skb, packet, action);
      break;
    default:
      failed = -1;
  }
  return failed < 0 ? -DROP_ACTION_FAILED : 0;
}

// Returns TC_ACT_REDIRECT if the frame is redirected, 0 if a copy was sent, or the negative drop
// reason.
__noinline int midolab_output(struct __sk_buff *skb, __u64 word0, __u64 word1) {
  union packed_action what = {.words = {word0, word1}};
  const struct action *action = &what.action;
  switch (action->type) {
    case ACTION_OUTPUT:
      return output_port(skb, action);
    case ACTION_VXLAN:
      return output_vxlan(skb, action);
    case ACTION_GRE:
      return output_gre(skb, action);
    default:
      return -DROP_ACTION_FAILED;
  }
}

// Applies the actions of a batch. Returns a negative number if the frame is dropped, which is
// counted.
__noinline int midolab_batch(struct __sk_buff *skb, __u64 packet_word, __u32 id) {
  union packed_packet where = {.word = packet_word};
  struct batch *batch = bpf_map_lookup_elem(&batches, &id);
  if (!batch) { // its flow is being replaced
    count_drop(skb, where.packet.in_port, DROP_ACTION_FAILED);
    return -1;
  }
  __u32 count = batch->count;
  for (__u32 i = 0; i < BATCH_ACTIONS; i++) {
    if (i >= count) {
      break;
    }
    const union packed_action *next = (const union packed_action *)&batch->actions[i];
    int is_output = next->action.type >= ACTION_OUTPUT;
    int result = is_output
        ? midolab_output(skb, next->words[0], next->words[1])
        : midolab_rewrite(skb, where.word, next->words[0], next->words[1]);
    if (result < 0) {
      count_drop(skb, where.packet.in_port, -result);
      if (!is_output) {
        return -1;
      }
    }
  }
  return 0;
}

// A failed rewrite drops the frame. A failed output does not affect the other outputs.
static __always_inline int apply(
    struct __sk_buff *skb, const struct packet *packet, const struct action_list *list) {
  union packed_packet where = {.packet = *packet};
  __u32 count = list->count;
  if (count == 0) {
    count_drop(skb, packet->in_port, list->drop_reason);
    return TC_ACT_SHOT;
  }
  for (__u32 i = 0; i < LIST_ACTIONS; i++) {
    if (i >= count) {
      break;
    }
    const union packed_action *next = (const union packed_action *)&list->actions[i];
    if (next->action.type == ACTION_BATCH) {
      if (midolab_batch(skb, where.word, next->action.a) < 0) {
        return TC_ACT_SHOT;
      }
      continue;
    }
    int is_output = next->action.type >= ACTION_OUTPUT;
    int is_last = is_output && next->action.flags & ACTION_LAST;
    int result = is_output
        ? midolab_output(skb, next->words[0], next->words[1])
        : midolab_rewrite(skb, where.word, next->words[0], next->words[1]);
    if (result < 0) {
      count_drop(skb, where.packet.in_port, -result);
    }
    if (is_last) {
      return result > 0 ? result : TC_ACT_SHOT;
    }
    if (result < 0 && !is_output) {
      return TC_ACT_SHOT;
    }
  }
  return TC_ACT_SHOT; // all copies are sent
}
