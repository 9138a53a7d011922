// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Notes the ends of TCP connections for the agent (docs: datapath.md#ends-of-connections). The Java
// class org.midolab.midonet.packet.TcpFlags does the same.
#pragma once

#include "datapath.h"

#define TCP_FIN 0x01
#define TCP_SYN 0x02
#define TCP_RST 0x04

// A race between CPUs can only lose a note; the connection then ends as one without FIN and RST.
static __always_inline void note_tcp(struct flow *flow, __u32 flags) {
  __u32 seen = flow->tcp_flags;
  __u32 now = seen | (flags & (TCP_FIN | TCP_RST));
  if (flags & TCP_SYN) {
    now = seen ? TCP_SYN : 0;
  } else if (seen & ~flags & TCP_RST) {
    now = (now & ~TCP_RST) | TCP_SYN; // the receiver has ignored the reset
  }
  if (now != seen) {
    flow->tcp_flags = now;
  }
}
