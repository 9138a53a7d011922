package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.Ip6Packet;

/**
 * Identifies the return packets of a connection, by their fields when they enter the topology
 * (docs: nsdb.md#connection-state).
 *
 * @param protocol TCP, UDP, ICMP or ICMPv6
 * @param sourcePort 0 to 65535; the ICMP type of an ICMP message
 * @param destinationPort 0 to 65535; the ICMP code of an ICMP message
 * @param deviceId the network or router of the port by which the packets enter
 */
public record ConnectionKey(
    int protocol,
    IpAddress source,
    int sourcePort,
    IpAddress destination,
    int destinationPort,
    UUID deviceId) {

  /**
   * Returns the key of the packets that answer a packet with these fields, or null if the agent
   * keeps no state for such packets.
   *
   * @param deviceId the device of the port by which the packet leaves the topology
   */
  static ConnectionKey answering(
      int protocol,
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort,
      UUID deviceId) {
    return switch (protocol) {
      case FlowKey.PROTO_TCP, FlowKey.PROTO_UDP ->
          new ConnectionKey(protocol, destination, destinationPort, source, sourcePort, deviceId);
      case FlowKey.PROTO_ICMP ->
          sourcePort == IcmpPacket.ECHO_REQUEST
              ? new ConnectionKey(protocol, destination, IcmpPacket.ECHO_REPLY, source, 0, deviceId)
              : null;
      case FlowKey.PROTO_ICMPV6 ->
          sourcePort == Ip6Packet.ECHO_REQUEST
              ? new ConnectionKey(protocol, destination, Ip6Packet.ECHO_REPLY, source, 0, deviceId)
              : null;
      default -> null;
    };
  }
}
