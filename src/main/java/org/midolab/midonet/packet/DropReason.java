package org.midolab.midonet.packet;

/**
 * Why a frame was dropped. The same list, in the same order, stands in {@code
 * src/main/bpf/drop_reasons.h}; a test compares the two.
 */
public enum DropReason {
  /** Reserved, so that a zero in the kernel's maps is never a reason. */
  UNSPECIFIED,
  /** The frame is too short or malformed for its protocol. */
  MALFORMED,
  /** The upcall ring is full. */
  UPCALL_RING_FULL,
  /** The port has used up its share of upcalls, or of answers to DHCP. */
  UPCALL_RATE_LIMITED,
  /** A rewrite or an output failed in the kernel. */
  ACTION_FAILED,
  /** The output port is gone. */
  NO_SUCH_PORT,
  /** No active port of this host has the tunnel key. */
  UNKNOWN_TUNNEL_KEY,
  /** The virtual port or device is administratively down. */
  ADMIN_DOWN,
  /** A rule of a chain drops it. */
  DROPPED_BY_RULE,
  /** A rule of a chain rejects it. */
  REJECTED_BY_RULE,
  /** The router has no route for it. */
  NO_ROUTE,
  /** It took a blackhole route. */
  BLACKHOLE,
  /** It took a reject route. */
  REJECT_ROUTE,
  /** Its time to live ran out. */
  TTL_EXCEEDED,
  /** Nobody answered ARP for the next hop. */
  ARP_TIMEOUT,
  /** A router does not forward this protocol, or not to this address. */
  NOT_FORWARDED,
  /** There is nowhere to send it: no other port, or the egress port is not active. */
  NO_EGRESS,
  /** The egress host shares no tunnel zone with this one. */
  NO_TUNNEL,
  /** The port is bound to no virtual port. */
  UNBOUND,
  /** The simulation met more devices than a packet may cross. */
  TOO_MANY_DEVICES,
  /** The simulation failed; the agent's log says why. */
  SIMULATION_FAILED,
  /** The agent had more missed frames to simulate than it can queue. */
  UPCALL_QUEUE_FULL,
  /** It does not fit into its GRE tunnel and must not be fragmented; the sender was informed. */
  TOO_LONG,
  /** It came out of a tunnel from a host that is no member of the tunnel zone. */
  UNKNOWN_PEER,
  /** Too many frames wait for the next hop's answer to ARP. */
  ARP_QUEUE_FULL,
  /** The queue of the interface that it leaves by is full. */
  EGRESS_QUEUE_FULL,
  /** At a router: its source is one that no packet on a wire may have (RFC 1812 §5.3.7). */
  MARTIAN_SOURCE,
  /** At a router: its destination is one that no packet on a wire may have (RFC 1812 §5.3.7). */
  MARTIAN_DESTINATION,
  /** At a router: the lengths in its IPv4 header do not fit the frame (RFC 1812 §5.2.2). */
  BAD_IP_LENGTH,
  /** At a router: the checksum of its IPv4 header is wrong (RFC 1812 §5.2.2). */
  BAD_IP_CHECKSUM,
  /** Dynamic NAT has no free address and port to translate it to. */
  NO_NAT_PORT,
  /** No member of the pool takes connections to the virtual address; the sender was informed. */
  NO_POOL_MEMBER
}
