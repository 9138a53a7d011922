// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// VXLAN (RFC 7348) by the kernel's device in external mode. The kernel handles the outer headers,
// ARP, segmentation and the firewall; the programs only set the tunnel's addresses and key.
#pragma once

#include <linux/bpf.h>

#include "datapath.h"

// Before kernel 6.0 the structure has no local address. Such kernels choose it by the route.
#define TUNNEL_KEY_WITHOUT_LOCAL __builtin_offsetof(struct bpf_tunnel_key, local_ipv4)

static __always_inline int vxlan_address(struct __sk_buff *skb, const struct action *action) {
  struct bpf_tunnel_key key = {};
  key.tunnel_id = action->a;
  key.local_ipv4 = action->b;
  key.remote_ipv4 = action->c;
  key.tunnel_ttl = 64;
  long result = bpf_skb_set_tunnel_key(skb, &key, sizeof(key), BPF_F_ZERO_CSUM_TX);
  if (result < 0) {
    result = bpf_skb_set_tunnel_key(skb, &key, TUNNEL_KEY_WITHOUT_LOCAL, BPF_F_ZERO_CSUM_TX);
  }
  return result;
}

static __always_inline int vxlan_received(
    struct __sk_buff *skb, __u32 *tunnel_key, __u32 *peer) {
  struct bpf_tunnel_key key = {};
  long result = bpf_skb_get_tunnel_key(skb, &key, sizeof(key), 0);
  if (result < 0) {
    result = bpf_skb_get_tunnel_key(skb, &key, TUNNEL_KEY_WITHOUT_LOCAL, 0);
  }
  *tunnel_key = key.tunnel_id;
  *peer = key.remote_ipv4;
  return result;
}
