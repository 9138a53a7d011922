package org.midolab.midonet.agent.flow;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.ConnectionKey;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.IpAddress;

/**
 * The report of a connection from one host to another (docs: nsdb.md#connection-state).
 *
 * <pre>
 *  0        1        2         3         7            9              13                15
 *  +--------+--------+---------+---------+------------+--------------+-----------------+
 *  | version|  kind  | protocol| source  | source port| destination  | destination port|
 *  +--------+--------+---------+---------+------------+--------------+-----------------+
 * 15 | device id (16 bytes) | ingress port id (16 bytes) | 47
 * </pre>
 *
 * Version 1 is for IPv4. Version 2 is for IPv6: the addresses have 16 bytes, and the message 71.
 *
 * @param key of packets that answer the connection
 * @param ingressPort the port where the connection began
 * @param ends whether the connection ends: filters refuse it now, or it was closed
 */
record ConnectionMessage(ConnectionKey key, UUID ingressPort, boolean ends) {

  private static final byte IPV4 = 1;
  private static final byte IPV6 = 2;
  private static final byte OPEN = 1;
  private static final byte END = 2;
  private static final int LENGTH = 47;
  private static final int LENGTH_IPV6 = LENGTH + 2 * 12;

  /** Returns the whole Ethernet frame, see {@link StateFrame}. */
  byte[] toFrame() {
    boolean ipv6 = key.source().version() == 6;
    ByteBuffer payload = ByteBuffer.allocate(ipv6 ? LENGTH_IPV6 : LENGTH);
    payload.put(ipv6 ? IPV6 : IPV4).put(ends ? END : OPEN).put((byte) key.protocol());
    put(payload, key.source()).putShort((short) key.sourcePort());
    put(payload, key.destination()).putShort((short) key.destinationPort());
    StateFrame.put(payload, key.deviceId());
    StateFrame.put(payload, ingressPort);
    return StateFrame.of(payload.array());
  }

  private static ByteBuffer put(ByteBuffer payload, IpAddress address) {
    return switch (address) {
      case Ip4(int bits) -> payload.putInt(bits);
      case Ip6(long high, long low) -> payload.putLong(high).putLong(low);
    };
  }

  private static IpAddress address(ByteBuffer payload, boolean ipv6) {
    return ipv6 ? new Ip6(payload.getLong(), payload.getLong()) : new Ip4(payload.getInt());
  }

  /** Parses a frame of {@link StateFrame}; empty when it is not such a message. */
  static Optional<ConnectionMessage> parse(byte[] frame) {
    ByteBuffer payload = StateFrame.payload(frame, LENGTH);
    byte version = payload == null ? 0 : payload.get();
    boolean ipv6 = version == IPV6;
    if (!ipv6 && version != IPV4 || ipv6 && payload.remaining() < LENGTH_IPV6 - 1) {
      return Optional.empty();
    }
    byte kind = payload.get();
    if (kind != OPEN && kind != END) {
      return Optional.empty();
    }
    int protocol = payload.get() & 0xFF;
    IpAddress source = address(payload, ipv6);
    int sourcePort = payload.getShort() & 0xFFFF;
    IpAddress destination = address(payload, ipv6);
    int destinationPort = payload.getShort() & 0xFFFF;
    UUID device = StateFrame.id(payload);
    return Optional.of(
        new ConnectionMessage(
            new ConnectionKey(protocol, source, sourcePort, destination, destinationPort, device),
            StateFrame.id(payload),
            kind == END));
  }
}
