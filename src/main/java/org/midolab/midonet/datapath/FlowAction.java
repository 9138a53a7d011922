package org.midolab.midonet.datapath;

import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/** One step of what a flow does to a frame. Rewrites hold for all outputs that follow. */
public sealed interface FlowAction {

  /** Sets both Ethernet addresses. */
  record SetEthernet(Mac source, Mac destination) implements FlowAction {}

  /** Sets both IPv4 addresses, checksums included. */
  record SetIp(Ip4 source, Ip4 destination) implements FlowAction {}

  /** Sets both L4 ports of TCP or UDP, checksum included; 0 to 65535. */
  record SetPorts(int source, int destination) implements FlowAction {}

  /**
   * Lowers the IPv4 time to live by {@code hops}, 1 to 8; the simulation has made sure that it does
   * not reach 0.
   */
  record DecrementTtl(int hops) implements FlowAction {}

  /** Sets the tag, or adds one; 1 to 4094. */
  record PushVlan(int id) implements FlowAction {}

  record PopVlan() implements FlowAction {}

  /** Sends a copy out of an attached port. */
  record Output(int port) implements FlowAction {}

  /** Sends a copy through a tunnel. */
  record Tunnel(Encapsulation encapsulation, int key, Ip4 local, Ip4 remote)
      implements FlowAction {}

  enum Encapsulation {
    /** RFC 7348 framing; UDP destination port from the configuration, 6677 by default. */
    VXLAN,
    /** RFC 2784 with the key of RFC 2890, payload Transparent Ethernet Bridging. */
    GRE
  }
}
