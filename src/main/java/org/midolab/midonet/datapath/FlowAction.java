package org.midolab.midonet.datapath;

import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/** One step of what a flow does to a frame. Rewrites hold for all outputs that follow. */
public sealed interface FlowAction {

  /** Value of a port in {@link SetPorts} that is left as it is. */
  int KEEP = -1;

  /** Whether a copy of the frame leaves by it. */
  default boolean isOutput() {
    return this instanceof Output || this instanceof Tunnel;
  }

  /** Whether a copy of the frame leaves by GRE, which does not fragment. */
  default boolean isGre() {
    return this instanceof Tunnel tunnel && tunnel.encapsulation() == Encapsulation.GRE;
  }

  /**
   * Sets Ethernet addresses.
   *
   * @param source null to leave it as it is, so that the flow need not match on it
   * @param destination likewise
   */
  record SetEthernet(Mac source, Mac destination) implements FlowAction {}

  /**
   * Sets IPv4 addresses, with the checksums of IP, TCP and UDP.
   *
   * @param source null to leave it as it is, so that the flow need not match on it
   * @param destination likewise
   */
  record SetIp(Ip4 source, Ip4 destination) implements FlowAction {}

  /**
   * Sets ports of TCP or UDP, with the checksum. Other protocols and later fragments pass
   * unchanged.
   *
   * @param source 0 to 65535, or {@link #KEEP}
   * @param destination likewise
   */
  record SetPorts(int source, int destination) implements FlowAction {}

  /**
   * Lowers the IPv4 time to live by {@code hops}, 1 to 8; the simulation has made sure that it does
   * not reach 0.
   */
  record DecrementTtl(int hops) implements FlowAction {}

  /** Sets the tag, or adds one; 1 to 4094. */
  record PushVlan(int id) implements FlowAction {}

  record PopVlan() implements FlowAction {}

  /**
   * Turns an ARP request into its answer (RFC 826), which goes to the hardware address that the
   * request names as its sender. Frames that are no request for an IPv4 address fail.
   *
   * @param owner who has the address that is asked for
   */
  record AnswerArp(Mac owner) implements FlowAction {}

  /** Sends a copy out of an attached port; the port that the frame came in by is allowed. */
  record Output(int port) implements FlowAction {}

  /**
   * Sends a copy through a tunnel. The kernel routes to {@code remote} and resolves its MAC.
   *
   * @param key 24 bits
   * @param local source of the outer packet, one of {@link Datapath#tunnels}
   */
  record Tunnel(Encapsulation encapsulation, int key, Ip4 local, Ip4 remote)
      implements FlowAction {}

  enum Encapsulation {
    /** RFC 7348 framing; UDP destination port from the configuration, 6677 by default. */
    VXLAN,
    /** RFC 2784 with the key of RFC 2890, payload Transparent Ethernet Bridging. */
    GRE
  }
}
