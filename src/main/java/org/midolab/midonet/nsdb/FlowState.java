package org.midolab.midonet.nsdb;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.IpAddress;

/** State of a connection that hosts share (docs: nsdb.md#cassandra). */
public sealed interface FlowState {

  /** Returns the packets that lead to this state. */
  Tuple packets();

  /**
   * Fields of packets at a device.
   *
   * @param protocol TCP, UDP, ICMP or ICMPv6
   * @param sourcePort 0 to 65535
   * @param destinationPort 0 to 65535
   * @param deviceId a network or router
   */
  record Tuple(
      int protocol,
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort,
      UUID deviceId) {}

  /**
   * A connection that filters have accepted.
   *
   * @param packets those that answer the connection
   */
  record Connection(Tuple packets) implements FlowState {}

  /**
   * A translation of dynamic NAT.
   *
   * @param packets those in the direction of the rule, before it
   * @param address the new source or destination
   * @param port the new source port or destination port, 0 to 65535
   */
  record Translation(Type type, Tuple packets, Ip4 address, int port) implements FlowState {

    /** What the rule translates. */
    public enum Type {
      SOURCE,
      DESTINATION
    }
  }
}
