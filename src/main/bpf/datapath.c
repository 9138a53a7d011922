// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The fast path: one program per place that a frame comes from. All of them look it up and do what
// the flow says, but for the last, which does what the agent says.
//
//   midolab_port      ingress of an attached interface
//   midolab_vxlan     ingress of the VXLAN device
//   midolab_underlay  ingress of an interface that owns the local end of GRE tunnels
//   midolab_inject    ingress of the veth by which the agent sends frames out

#include <linux/bpf.h>
#include <linux/pkt_cls.h>

#include <bpf/bpf_helpers.h>

#include "actions.h"
#include "flows.h"
#include "parse.h"
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

static __always_inline int forward(struct __sk_buff *skb, __u32 port, __u32 tunnel_key) {
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
  if (parse(skb, &key, &l4) < 0) {
    return drop(skb, port, DROP_MALFORMED);
  }
  struct flow *flow = find_flow(skb, settings, &key);
  if (!flow) {
    int lost = send_upcall(skb, settings, &key);
    if (lost < 0) {
      count_drop(skb, port, -lost);
    }
    return TC_ACT_SHOT;
  }
  count_flow(skb, flow);
  struct packet packet;
  describe(&packet, &key, l4);
  return apply(skb, &packet, &flow->list);
}

SEC("tc")
int midolab_port(struct __sk_buff *skb) {
  __u32 ifindex = skb->ifindex;
  __u32 *port = bpf_map_lookup_elem(&inputs, &ifindex);
  return port ? forward(skb, *port & 0xFFFF, 0) : TC_ACT_SHOT;
}

SEC("tc")
int midolab_vxlan(struct __sk_buff *skb) {
  __u32 tunnel_key = 0;
  if (vxlan_key(skb, &tunnel_key) < 0) {
    return drop(skb, TUNNEL_PORT, DROP_MALFORMED);
  }
  return forward(skb, TUNNEL_PORT, tunnel_key);
}

SEC("tc")
int midolab_underlay(struct __sk_buff *skb) {
  __u32 tunnel_key = 0;
  if (!gre_received(skb, &tunnel_key)) {
    return TC_ACT_UNSPEC;
  }
  if (gre_unwrap(skb) < 0) {
    return drop(skb, TUNNEL_PORT, DROP_MALFORMED);
  }
  return forward(skb, TUNNEL_PORT, tunnel_key);
}

SEC("tc")
int midolab_inject(struct __sk_buff *skb) {
  __u32 sequence = skb->mark;
  __u32 index = sequence % INJECT_SLOTS;
  __u32 l4 = 0;
  struct inject_slot *slot = bpf_map_lookup_elem(&inject_slots, &index);
  if (!slot || !sequence || slot->sequence != sequence) {
    return TC_ACT_SHOT; // not from the agent, or so late that the slot is another frame's
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
