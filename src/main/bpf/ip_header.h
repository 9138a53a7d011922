// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Validation of the IPv4 header by routers (RFC 1812 §5.2.2). The checksum includes options.
#pragma once

#include <bpf/bpf_endian.h>
#include <linux/if_ether.h>
#include <linux/ip.h>

#include "datapath.h"

#define MAX_IP_WORDS 15 // of four bytes

// Returns 0, or the negative drop reason.
static __always_inline int ip_header_fault(struct __sk_buff *skb) {
  struct iphdr ip;
  if (bpf_skb_load_bytes(skb, ETH_HLEN, &ip, sizeof(ip)) < 0) {
    return -DROP_BAD_IP_LENGTH;
  }
  __u32 length = ip.ihl * 4;
  __u32 total = bpf_ntohs(ip.tot_len);
  // The total length of a GSO frame is that of all its packets, or 0.
  if (length < sizeof(ip) || length + ETH_HLEN > skb->len
      || (!skb->gso_size && (total < length || total + ETH_HLEN > skb->len))) {
    return -DROP_BAD_IP_LENGTH;
  }
  __u32 sum = 0;
  const __u16 *words = (const __u16 *)&ip;
#pragma unroll
  for (int i = 0; i < 10; i++) {
    sum += words[i];
  }
  for (__u32 i = sizeof(ip) / 4; i < MAX_IP_WORDS; i++) {
    __u16 option[2];
    if (i * 4 >= length) {
      break;
    }
    if (bpf_skb_load_bytes(skb, ETH_HLEN + i * 4, option, sizeof(option)) < 0) {
      return -DROP_BAD_IP_LENGTH;
    }
    sum += option[0];
    sum += option[1];
  }
  sum = (sum & 0xFFFF) + (sum >> 16);
  sum = (sum & 0xFFFF) + (sum >> 16);
  return sum == 0xFFFF ? 0 : -DROP_BAD_IP_CHECKSUM;
}
