package org.midolab.midonet.datapath;

import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * One action of a flow (docs: datapath.md#actions). A rewrite applies to all outputs that follow
 * it.
 */
public sealed interface FlowAction {

  /** Value in {@link SetPorts} of a port that is not changed. */
  int KEEP = -1;

  /** Returns whether this action sends a copy of the frame. */
  default boolean isOutput() {
    return this instanceof Output || this instanceof Tunnel;
  }

  /** Returns whether this action sends a copy of the frame by GRE, which does not fragment. */
  default boolean isGre() {
    return this instanceof Tunnel tunnel && tunnel.encapsulation() == Encapsulation.GRE;
  }

  /**
   * Sets Ethernet addresses.
   *
   * @param source null to keep the address, so that the flow need not match it
   * @param destination null to keep the address
   */
  record SetEthernet(@Nullable Mac source, @Nullable Mac destination) implements FlowAction {}

  /**
   * Sets IPv4 addresses and updates the checksums of IP, TCP and UDP.
   *
   * @param source null to keep the address, so that the flow need not match it
   * @param destination null to keep the address
   */
  record SetIp(@Nullable Ip4 source, @Nullable Ip4 destination) implements FlowAction {}

  /**
   * Sets ports of TCP or UDP and updates the checksum. Does not change other protocols and later
   * fragments.
   *
   * @param source 0 to 65535, or {@link #KEEP}
   * @param destination 0 to 65535, or {@link #KEEP}
   */
  record SetPorts(int source, int destination) implements FlowAction {}

  /**
   * Decrements the IPv4 time to live. Drops the frame if it would become 0 or less.
   *
   * @param hops 1 to 8
   */
  record DecrementTtl(int hops) implements FlowAction {}

  /**
   * Sets the VLAN id of the tag, or adds a tag.
   *
   * @param id 1 to 4094
   */
  record PushVlan(int id) implements FlowAction {}

  record PopVlan() implements FlowAction {}

  /**
   * Rewrites an ARP request to its reply (RFC 826), addressed to the sender hardware address of the
   * request. Fails for frames that are not requests for an IPv4 address.
   *
   * @param owner hardware address of the requested IPv4 address
   */
  record AnswerArp(Mac owner) implements FlowAction {}

  /** Sends a copy through an attached port, which may be the in-port. */
  record Output(int port) implements FlowAction {}

  /**
   * Sends a copy through a tunnel. The kernel finds the route to {@code remote} and resolves the
   * next hop's MAC.
   *
   * @param key tunnel key of 24 bits
   * @param local source of the outer packet, an endpoint of {@link Datapath#tunnels}
   * @param remote destination of the outer packet
   */
  record Tunnel(Encapsulation encapsulation, int key, Ip4 local, Ip4 remote)
      implements FlowAction {}

  enum Encapsulation {
    /** Format of RFC 7348 §5; UDP destination port from the configuration, 6677 by default. */
    VXLAN,
    /** RFC 2784 §2 with the key of RFC 2890 §2.1; the payload is an Ethernet frame. */
    GRE
  }
}
