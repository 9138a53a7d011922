package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * An action on a frame, with virtual ports. A rewrite applies to all outputs after it. The
 * simulation orders outputs so that a lowered time to live need not be raised.
 */
public sealed interface SimAction {

  /**
   * Sets Ethernet addresses.
   *
   * @param source null to keep it, so that the flow need not match on it
   * @param destination null to keep it
   */
  record SetEthernet(Mac source, Mac destination) implements SimAction {}

  /**
   * Sets IPv4 addresses, and updates the checksums of IP, TCP and UDP.
   *
   * @param source null to keep it, so that the flow need not match on it
   * @param destination null to keep it
   */
  record SetIp(Ip4 source, Ip4 destination) implements SimAction {}

  /**
   * Sets TCP or UDP ports, and updates the checksum.
   *
   * @param source 0 to 65535, or null to keep it
   * @param destination 0 to 65535, or null to keep it
   */
  record SetPorts(Integer source, Integer destination) implements SimAction {}

  /**
   * Lowers the IPv4 time to live by {@code hops}, 1 to 8. The simulation has checked that it stays
   * above 0.
   */
  record DecrementTtl(int hops) implements SimAction {}

  /** Sets the VLAN tag, or adds one; the id is 1 to 4094. */
  record PushVlan(int id) implements SimAction {}

  /** Removes the VLAN tag. */
  record PopVlan() implements SimAction {}

  /**
   * Turns an ARP request into its answer, addressed to the sender hardware address of the request
   * (RFC 826).
   *
   * @param owner the MAC of the requested address
   */
  record AnswerArp(Mac owner) implements SimAction {}

  /**
   * Sends a copy out of an exterior port that is active here or on another host.
   *
   * @param portId a local port means output to its interface; a remote port means a tunnel to its
   *     host, with its tunnel key
   */
  record Emit(UUID portId) implements SimAction {}

  /**
   * Sends a copy to the BGP namespace of an uplink port that is bound on this host (docs:
   * contract.md#bgp).
   */
  record ToBgpNamespace(UUID portId) implements SimAction {}

  /** Sends a copy to the metadata proxy of this host (docs: contract.md#metadata). */
  record ToMetadataProxy() implements SimAction {}
}
