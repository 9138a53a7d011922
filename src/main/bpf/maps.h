// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// All maps (docs: datapath.md#maps). The agent pins each map under its name. It sets the sizes with
// that remark before loading.
#pragma once

#include <bpf/bpf_helpers.h>

#include "datapath.h"

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct config);
} config SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 131072); // set by the agent
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, struct flow_id);
  __type(value, struct flow);
} flows SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 2);
  __type(key, __u32);
  __type(value, struct mask_set);
} mask_sets SEC(".maps");

// Index of the mask that matched last, by the hash of the frame's connection. It is only a hint.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, MASK_CACHE_SLOTS);
  __type(key, __u32);
  __type(value, __u32);
} mask_cache SEC(".maps");

// Port number of an interface.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u32);
} inputs SEC(".maps");

// Interface of a port number.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, struct output);
} outputs SEC(".maps");

// Port number of an interface name; used only by the agent.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct port_name);
  __type(value, __u32);
} names SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __uint(max_entries, 4096);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, __u32);
  __type(value, struct port_counters);
} counters SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __uint(max_entries, 65536);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, struct drop_key);
  __type(value, __u64);
} drops SEC(".maps");

// Drops by the agent. Separate from the map above, which the programs write without a lock.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 65536);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, struct drop_key);
  __type(value, __u64);
} agent_drops SEC(".maps");

// Number of times that each limit was applied to a port; used only by the agent.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 65536);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, struct drop_key);
  __type(value, __u64);
} limits SEC(".maps");

// Parts of action lists that are too long for a flow.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, __u32);
  __type(value, struct batch);
} batches SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 16 << 20); // set by the agent
} upcalls SEC(".maps");

// Time at which the next upcall of a port is due at the configured rate (ns), see upcall.h.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u64);
} upcall_due SEC(".maps");

// Hosts whose tunnelled frames are accepted, by address in host byte order. The value is the time
// at which the next upcall of the host is due, as above.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, __u32);
  __type(value, __u64);
} peers SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, INJECT_SLOTS);
  __type(key, __u32);
  __type(value, struct inject_slot);
} inject_slots SEC(".maps");

// Local addresses of GRE tunnels, in host byte order, and the interface that owns each.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 64);
  __type(key, __u32);
  __type(value, __u32);
} gre_locals SEC(".maps");
