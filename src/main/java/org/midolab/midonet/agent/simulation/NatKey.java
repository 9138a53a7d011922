package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.FlowKey;

/**
 * Identifies the packets that one translation concerns, as they meet a NAT rule (docs:
 * nsdb.md#translations).
 *
 * @param protocol TCP, UDP or ICMP
 * @param sourcePort 0 to 65535; the identifier of an ICMP echo
 * @param destinationPort 0 to 65535; the identifier of an ICMP echo
 * @param deviceId the network or router whose chain, or whose port's chain, has the rule
 */
public record NatKey(
    Kind kind,
    int protocol,
    Ip4 source,
    int sourcePort,
    Ip4 destination,
    int destinationPort,
    UUID deviceId) {

  /** Which type of rule translates the packets. */
  public enum Kind {
    SNAT,
    DNAT,
    REV_SNAT,
    REV_DNAT;

    /** Whether the source is translated; else it is the destination. */
    boolean isOfSource() {
      return this == SNAT || this == REV_DNAT;
    }
  }

  /**
   * Returns what a rule of this kind translates.
   *
   * @throws IllegalStateException for reverse rules
   */
  Endpoint original() {
    return switch (kind) {
      case SNAT -> new Endpoint(source, sourcePort);
      case DNAT -> new Endpoint(destination, destinationPort);
      case REV_SNAT, REV_DNAT -> throw new IllegalStateException(this + " is not forward");
    };
  }

  /** Returns the key of the packets that answer those that were translated to {@code to}. */
  NatKey reverse(Endpoint to) {
    boolean echo = protocol == FlowKey.PROTO_ICMP;
    return switch (kind) {
      case SNAT ->
          new NatKey(
              Kind.REV_SNAT,
              protocol,
              destination,
              echo ? to.port() : destinationPort,
              to.address(),
              to.port(),
              deviceId);
      case DNAT ->
          new NatKey(
              Kind.REV_DNAT,
              protocol,
              to.address(),
              to.port(),
              source,
              echo ? to.port() : sourcePort,
              deviceId);
      case REV_SNAT, REV_DNAT -> throw new IllegalStateException(this + " is not forward");
    };
  }
}
