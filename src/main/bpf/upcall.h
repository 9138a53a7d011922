// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Frames that no flow matched are sent to the agent complete, through a ring buffer. The rate is
// limited for each port, and for each host from which tunnelled frames arrive.
#pragma once

#include <bpf/bpf_endian.h>

#include "counters.h"

// Records of the ring buffer have constant sizes. The smallest class that fits the frame is used.
#define UPCALL_CLASS(size) \
  struct upcall_##size { \
    struct upcall header; \
    __u8 bytes[size]; \
  };
UPCALL_CLASS(256)
UPCALL_CLASS(2048)
UPCALL_CLASS(9216)
UPCALL_CLASS(65552)

// Checks the length again in a form that the verifier can follow.
#define UPCALL_SEND(size) \
  if (length <= size) { \
    struct upcall_##size *record = bpf_ringbuf_reserve(&upcalls, sizeof(*record), 0); \
    if (!record) { \
      return -DROP_UPCALL_RING_FULL; \
    } \
    if (bpf_skb_load_bytes(skb, 0, record->bytes, length) < 0) { \
      bpf_ringbuf_discard(record, 0); \
      return -DROP_MALFORMED; \
    } \
    fill_upcall(skb, key, length, now, too_long, &record->header); \
    bpf_ringbuf_submit(record, 0); \
    return 0; \
  }

static __always_inline void fill_upcall(
    struct __sk_buff *skb,
    const struct flow_key *key,
    __u32 length,
    __u64 now,
    __u32 too_long,
    struct upcall *to) {
  to->time = now;
  to->key = *key;
  to->length = length;
  to->segment_size = skb->gso_size;
  to->vlan_tci = skb->vlan_tci;
  to->vlan_proto = skb->vlan_present ? bpf_ntohs(skb->vlan_proto) : 0;
  to->too_long = too_long;
}

// Generic cell rate algorithm (GCRA) with one word for each port, or for each peer: the time at
// which the next upcall is due at the configured rate. A race between CPUs can only admit too many
// upcalls.
static __always_inline int upcall_allowed(
    const struct config *settings, __u32 port, __u32 peer, __u64 now) {
  __u64 *due = peer ? bpf_map_lookup_elem(&peers, &peer) : bpf_map_lookup_elem(&upcall_due, &port);
  if (!due) {
    if (!peer) {
      bpf_map_update_elem(&upcall_due, &port, &now, BPF_ANY);
    }
    return !peer; // the peer has just been removed
  }
  __u64 start = *due > now ? *due : now;
  if (start - now > settings->upcall_burst) {
    return 0;
  }
  *due = start + settings->upcall_interval;
  return 1;
}

// Returns 0, or the negative drop reason.
static __noinline int send_upcall(
    struct __sk_buff *skb,
    const struct config *settings,
    const struct flow_key *key,
    __u32 peer,
    __u32 too_long) {
  __u64 now = bpf_ktime_get_ns();
  __u32 length = skb->len;
  if (!upcall_allowed(settings, key->in_port, peer, now)) {
    return -DROP_UPCALL_RATE_LIMITED;
  }
  if (length < 14) {
    return -DROP_MALFORMED;
  }
  UPCALL_SEND(256)
  UPCALL_SEND(2048)
  UPCALL_SEND(9216)
  UPCALL_SEND(65552)
  return -DROP_MALFORMED;
}
