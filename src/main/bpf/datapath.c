// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The fast path: one program for each source of frames. The first three look up a flow and apply
// its actions. The last one applies the actions that the agent gives.
//
//   midolab_port      ingress of an attached interface
//   midolab_vxlan     ingress of the VXLAN device
//   midolab_underlay  ingress of an interface that owns the local end of GRE tunnels
//   midolab_inject    ingress of the veth by which the agent sends frames

#include <linux/bpf.h>
#include <linux/pkt_cls.h>

#include <bpf/bpf_helpers.h>

#include "actions.h"
#include "flows.h"
#include "heartbeat.h"
#include "parse.h"
#include "tcp.h"
#include "upcall.h"

static __always_inline int drop(struct __sk_buff *skb, __u32 port, __u32 reason) {
  count_drop(skb, port, reason);
  return TC_ACT_SHOT;
}

static __always_inline void describe(
    struct packet *packet, const struct flow_key *key, __u32 l4) {
  packet->in_port = key->in_port;
  packet->l4 = l4;
  packet->eth_type = key->eth_type;
  packet->ip_proto = key->ip_proto;
  packet->fragment = key->fragment;
}

// The longest headers of Ethernet, IPv4 or IPv6, and TCP.
#define LONGEST_HEADERS (ETH_HLEN + 60 + 60)
#define TCP_OFFSET 12

// Returns whether the frame, or a packet that it stands for, is longer than a limit.
//
// tag: bytes of a tag that the kernel keeps outside of the frame, if the limit includes it
static __always_inline int too_long(
    struct __sk_buff *skb, const struct packet *packet, __u32 limit, __u32 tag) {
  __u32 segment = skb->gso_size;
  if (!segment) {
    return skb->len + tag > limit;
  }
  if (segment + LONGEST_HEADERS + tag <= limit) {
    return 0;
  }
  __u8 offset = 0x50;
  __u32 l4 = packet->eth_type == ETH_P_IP ? packet->l4 : ETH_HLEN + 40;
  if (packet->ip_proto == IPPROTO_UDP) {
    offset = 0x20;
  } else if (bpf_skb_load_bytes(skb, l4 + TCP_OFFSET, &offset, 1) < 0) {
    return 1;
  }
  return l4 + (offset >> 4) * 4 + segment + tag > limit;
}

static __always_inline int too_long_for_gre(
    struct __sk_buff *skb, const struct packet *packet, __u32 limit) {
  return too_long(skb, packet, limit, skb->vlan_present ? TAG_BYTES : 0);
}

// Returns whether the frame is too long for the port that is its last output. An interface's MTU
// includes neither the Ethernet header nor a tag.
static __always_inline int too_long_for_port(
    struct __sk_buff *skb, const struct packet *packet, const struct action_list *list) {
  __u32 last = list->count - 1;
  if (last >= LIST_ACTIONS) {
    return 0;
  }
  __u32 port = list->actions[last].number;
  struct output *output = bpf_map_lookup_elem(&outputs, &port);
  return output && too_long(skb, packet, output->mtu + ETH_HLEN, 0);
}

// Sends the frame to the agent.
static __always_inline int ask(
    struct __sk_buff *skb,
    const struct config *settings,
    const struct flow_key *key,
    __u32 peer,
    __u32 too_long) {
  int lost = send_upcall(skb, settings, key, peer, too_long);
  if (lost < 0) {
    count_drop(skb, key->in_port, -lost);
  }
  return TC_ACT_SHOT;
}

static __always_inline int forward(
    struct __sk_buff *skb, __u32 port, __u32 tunnel_key, __u32 peer) {
  __u32 zero = 0;
  __u32 l4 = 0;
  struct config *settings = bpf_map_lookup_elem(&config, &zero);
  if (!settings) {
    return TC_ACT_SHOT;
  }
  count_received(skb, port);
  struct flow_key key = {};
  key.in_port = port;
  key.tunnel_key = tunnel_key;
  int tcp_flags = parse(skb, &key, &l4);
  if (tcp_flags < 0) {
    return drop(skb, port, DROP_MALFORMED);
  }
  struct flow *flow = find_flow(skb, settings, &key);
  if (!flow) {
    return ask(skb, settings, &key, peer, 0);
  }
  count_flow(skb, flow);
  note_tcp(flow, tcp_flags);
  struct packet packet;
  describe(&packet, &key, l4);
  __u16 flags = flow->list.flags;
  if (flags & LIST_GRE) {
    __u32 limit = settings->gre_frame - (flags & LIST_TAGS ? TAG_BYTES : 0);
    if (too_long_for_gre(skb, &packet, limit)) {
      return ask(skb, settings, &key, peer, 1);
    }
  }
  if (flags & LIST_SHORT && too_long_for_port(skb, &packet, &flow->list)) {
    return ask(skb, settings, &key, peer, 1);
  }
  return apply(skb, &packet, &flow->list);
}

static __always_inline int is_member(__u32 peer) {
  return bpf_map_lookup_elem(&peers, &peer) != NULL;
}

// The sending host has applied the policy, so only frames of known hosts are accepted.
static __always_inline int from_peer(struct __sk_buff *skb, __u32 tunnel_key, __u32 peer) {
  if (!is_member(peer)) {
    count_received(skb, TUNNEL_PORT);
    return drop(skb, TUNNEL_PORT, DROP_UNKNOWN_PEER);
  }
  return forward(skb, TUNNEL_PORT, tunnel_key, peer);
}

SEC("tc")
int midolab_port(struct __sk_buff *skb) {
  __u32 ifindex = skb->ifindex;
  __u32 *port = bpf_map_lookup_elem(&inputs, &ifindex);
  return port ? forward(skb, *port & 0xFFFF, 0, 0) : TC_ACT_SHOT;
}

SEC("tc")
int midolab_vxlan(struct __sk_buff *skb) {
  __u32 tunnel_key = 0;
  __u32 peer = 0;
  if (vxlan_received(skb, &tunnel_key, &peer) < 0) {
    return drop(skb, TUNNEL_PORT, DROP_MALFORMED);
  }
  if (tunnel_key == HEARTBEAT_KEY && is_member(peer)) {
    return answer_vxlan(skb);
  }
  return from_peer(skb, tunnel_key, peer);
}

SEC("tc")
int midolab_underlay(struct __sk_buff *skb) {
  __u32 tunnel_key = 0;
  __u32 peer = 0;
  if (!gre_received(skb, &tunnel_key, &peer)) {
    return TC_ACT_UNSPEC;
  }
  if (tunnel_key == HEARTBEAT_KEY && is_member(peer)) {
    return answer_gre(skb);
  }
  if (gre_unwrap(skb) < 0) {
    return drop(skb, TUNNEL_PORT, DROP_MALFORMED);
  }
  return from_peer(skb, tunnel_key, peer);
}

SEC("tc")
int midolab_inject(struct __sk_buff *skb) {
  __u32 sequence = skb->mark;
  __u32 index = sequence % INJECT_SLOTS;
  __u32 l4 = 0;
  struct inject_slot *slot = bpf_map_lookup_elem(&inject_slots, &index);
  if (!slot || !sequence || slot->sequence != sequence) {
    return TC_ACT_SHOT; // not from the agent, or so late that the slot belongs to another frame
  }
  skb->mark = 0;
  struct flow_key key = {};
  key.in_port = slot->in_port;
  if (parse(skb, &key, &l4) < 0) {
    return drop(skb, slot->in_port, DROP_MALFORMED);
  }
  struct packet packet;
  describe(&packet, &key, l4);
  return apply(skb, &packet, &slot->list);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
