package org.midolab.midonet.packet;

/**
 * Header fields that a flow can match. The simulation, the masks and the kernel's flow table share
 * this list.
 *
 * <p>ARP packets use the IP fields as Open vSwitch does: sender and target protocol address in
 * {@link #IP_SRC} and {@link #IP_DST}, the operation in {@link #IP_PROTO}; and {@link #TP_SRC} is 1
 * when the sender's hardware address is not the frame's source, else 0. ICMP has its type in {@link
 * #TP_SRC} and its code in {@link #TP_DST}. Fragments after the first have both at 0.
 */
public enum FlowField {
  /** Datapath port by which the frame entered; every flow matches it. */
  IN_PORT,
  /** Tunnel key, 0 outside tunnels. */
  TUNNEL_KEY,
  ETH_SRC,
  ETH_DST,
  ETH_TYPE,
  /** VLAN id plus 0x1000 when there is a tag, else 0. */
  VLAN,
  IP_PROTO,
  IP_FRAGMENT,
  IP_TOS,
  IP_TTL,
  IP_SRC,
  IP_DST,
  TP_SRC,
  TP_DST
}
