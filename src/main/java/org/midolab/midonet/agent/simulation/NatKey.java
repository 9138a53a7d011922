package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.FlowKey;

/**
 * Identifies the packets of one translation, by their fields when a NAT rule is evaluated (docs:
 * nsdb.md#translations).
 *
 * @param protocol TCP, UDP or ICMP
 * @param sourcePort 0 to 65535; the identifier of an ICMP echo
 * @param destinationPort 0 to 65535; the identifier of an ICMP echo
 * @param deviceId the network or router that evaluates the rule, in its own or its port's chain
 */
public record NatKey(
    Kind kind,
    int protocol,
    Ip4 source,
    int sourcePort,
    Ip4 destination,
    int destinationPort,
    UUID deviceId) {

  /** Type of the rule that translates the packets. */
  public enum Kind {
    SNAT,
    DNAT,
    REV_SNAT,
    REV_DNAT;

    /** Whether the source is translated; else the destination is. */
    boolean isOfSource() {
      return this == SNAT || this == REV_DNAT;
    }
  }

  /**
   * Returns the end that a rule of this kind translates: the source for SNAT, the destination for
   * DNAT.
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

  /**
   * Returns the key of the answers to packets that were translated to {@code to}.
   *
   * @throws IllegalStateException for reverse rules
   */
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

  /**
   * Returns the key of everything that this packet's source sends to its destination. It has the
   * source port 0, which no connection has (docs: nsdb.md#translations).
   *
   * @param id what distinguishes it from keys of connections; has the place of the device
   */
  NatKey ofSource(UUID id) {
    return new NatKey(kind, protocol, source, 0, destination, destinationPort, id);
  }

  /** Whether this is a key of {@link #ofSource}. */
  public boolean isOfSourceAddress() {
    return kind == Kind.DNAT && protocol == FlowKey.PROTO_TCP && sourcePort == 0;
  }

  /** Returns the same on all hosts, unlike {@link Object#hashCode} of an enum constant. */
  public long commonHash() {
    return Hash.of(
        protocol,
        source.bits(),
        sourcePort,
        destination.bits(),
        destinationPort,
        deviceId.getMostSignificantBits(),
        deviceId.getLeastSignificantBits());
  }
}
