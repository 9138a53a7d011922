package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * One step of what is done to a frame, in terms of virtual ports. A rewrite holds for all outputs
 * that follow; the simulation has ordered outputs so that a lowered time to live need never be
 * raised again.
 */
public sealed interface SimAction {

  /**
   * Sets Ethernet addresses.
   *
   * @param source null to leave it as it is, so that the flow need not match on it
   * @param destination likewise
   */
  record SetEthernet(Mac source, Mac destination) implements SimAction {}

  /**
   * Sets IPv4 addresses; the checksums of TCP, UDP and IP follow.
   *
   * @param source null to leave it as it is, so that the flow need not match on it
   * @param destination likewise
   */
  record SetIp(Ip4 source, Ip4 destination) implements SimAction {}

  /**
   * Sets TCP or UDP ports, with the checksum.
   *
   * @param source 0 to 65535, or null to leave it as it is
   * @param destination likewise
   */
  record SetPorts(Integer source, Integer destination) implements SimAction {}

  /**
   * Lowers the IPv4 time to live by {@code hops}, 1 to 8; it has been seen that it stays above 0.
   */
  record DecrementTtl(int hops) implements SimAction {}

  /** Sets the VLAN tag, or adds one; 1 to 4094. */
  record PushVlan(int id) implements SimAction {}

  /** Takes the VLAN tag off. */
  record PopVlan() implements SimAction {}

  /**
   * Turns an ARP request into its answer, to the hardware address that it names as its sender.
   *
   * @param owner who has the address that is asked for
   */
  record AnswerArp(Mac owner) implements SimAction {}

  /**
   * Sends a copy out of an exterior port that is active here or on another host.
   *
   * @param portId local: output to its interface; remote: tunnel to its host with its tunnel key
   */
  record Emit(UUID portId) implements SimAction {}

  /**
   * Hands a copy to the BGP namespace of an uplink port that is bound on this host (docs:
   * contract.md#bgp).
   */
  record ToBgpNamespace(UUID portId) implements SimAction {}
}
