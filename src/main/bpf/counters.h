// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Counts packets per port, and dropped packets per port and reason. The maps are per CPU, so no
// atomic operations are needed.
#pragma once

#include "drop_reasons.h"
#include "maps.h"

// Ethernet, IPv4 and TCP with a timestamp option. The exact length rarely changes the quotient.
#define HEADERS_OF_SEGMENTS 66

// After decapsulation the kernel does not know how many packets a GSO frame stands for.
static __always_inline __u64 packets_of(struct __sk_buff *skb) {
  __u32 segments = skb->gso_segs;
  __u32 size = skb->gso_size;
  __u32 length = skb->len;
  if (segments || !size || length <= HEADERS_OF_SEGMENTS) {
    return segments ? segments : 1;
  }
  return (length - HEADERS_OF_SEGMENTS + size - 1) / size;
}

static __always_inline struct port_counters *counters_of(__u32 port) {
  struct port_counters *found = bpf_map_lookup_elem(&counters, &port);
  if (!found) {
    struct port_counters zero = {};
    bpf_map_update_elem(&counters, &port, &zero, BPF_NOEXIST);
    found = bpf_map_lookup_elem(&counters, &port);
  }
  return found;
}

static __always_inline void count_received(struct __sk_buff *skb, __u32 port) {
  struct port_counters *counters = counters_of(port);
  if (counters) {
    counters->rx_packets += packets_of(skb);
    counters->rx_bytes += skb->len;
  }
}

static __always_inline void count_sent(__u32 port, __u64 packets, __u64 bytes) {
  struct port_counters *counters = counters_of(port);
  if (counters) {
    counters->tx_packets += packets;
    counters->tx_bytes += bytes;
  }
}

// Global, so that the verifier checks it once. A global function must return a number.
__noinline int count_drop(struct __sk_buff *skb, __u32 port, __u32 reason) {
  struct drop_key key = {.port = port, .reason = reason};
  __u64 packets = packets_of(skb);
  __u64 *count = bpf_map_lookup_elem(&drops, &key);
  if (count) {
    *count += packets;
  } else {
    bpf_map_update_elem(&drops, &key, &packets, BPF_ANY);
  }
  return 0;
}
