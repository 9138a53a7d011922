// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The flow lookup: tuple space search over the masks, with a per-CPU hint of the mask that matched
// last.
#pragma once

#include "counters.h"

static __always_inline struct flow *probe(const struct flow_key *key, const struct mask *mask) {
  struct flow_id id;
  const __u64 *from = (const __u64 *)key;
  const __u64 *bits = (const __u64 *)&mask->bits;
  __u64 *to = (__u64 *)&id.key;
#pragma unroll
  for (__u32 word = 0; word < KEY_WORDS; word++) {
    to[word] = from[word] & bits[word];
  }
  id.mask = mask->id;
  id.unused = 0;
  return bpf_map_lookup_elem(&flows, &id);
}

// Returns the index of the mask under which the key has a flow, or a negative number.
//
// Global, so that the verifier checks it once and not for each way to it. It cannot return the
// flow, since a global function returns a number.
__noinline int matching_mask(const struct flow_key *key, __u32 set_index) {
  struct mask_set *set = bpf_map_lookup_elem(&mask_sets, &set_index);
  if (!set || !key) {
    return -1;
  }
  __u32 count = set->count;
  for (__u32 i = 0; i < MAX_MASKS; i++) {
    if (i >= count) {
      break;
    }
    if (probe(key, &set->masks[i])) {
      return i;
    }
  }
  return -1;
}

// Not inlined, so that the verifier does not track the matched mask after the return.
static __noinline struct flow *find_flow(
    struct __sk_buff *skb, const struct config *settings, const struct flow_key *key) {
  __u32 set_index = settings->mask_set;
  struct mask_set *set = bpf_map_lookup_elem(&mask_sets, &set_index);
  if (!set) {
    return NULL;
  }
  __u32 slot = bpf_get_hash_recalc(skb) % MASK_CACHE_SLOTS;
  __u32 *hint = bpf_map_lookup_elem(&mask_cache, &slot);
  __u32 hinted = hint ? *hint : 0;
  if (hinted < MAX_MASKS && hinted < set->count) {
    struct flow *flow = probe(key, &set->masks[hinted]);
    if (flow) {
      return flow;
    }
  }
  int found = matching_mask(key, set_index);
  if (found < 0 || found >= MAX_MASKS) {
    return NULL;
  }
  if (hint) {
    *hint = found;
  }
  return probe(key, &set->masks[found]);
}

static __always_inline void count_flow(struct __sk_buff *skb, struct flow *flow) {
  __sync_fetch_and_add(&flow->packets, packets_of(skb));
  __sync_fetch_and_add(&flow->bytes, skb->len);
  flow->used = bpf_ktime_get_ns();
}
