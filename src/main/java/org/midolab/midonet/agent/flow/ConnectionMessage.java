package org.midolab.midonet.agent.flow;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.ConnectionKey;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.InternetChecksum;

/**
 * The report of a connection from one host to another: a UDP datagram in the tunnel between them,
 * with a tunnel key of its own (docs: nsdb.md#connection-state).
 *
 * <pre>
 *  0        1        2         3         7            9              13                15
 *  +--------+--------+---------+---------+------------+--------------+-----------------+
 *  | version|  kind  | protocol| source  | source port| destination  | destination port|
 *  +--------+--------+---------+---------+------------+--------------+-----------------+
 * 15 | device id (16 bytes) | ingress port id (16 bytes) | 47
 * </pre>
 *
 * @param ends whether filters refuse the connection now
 */
record ConnectionMessage(ConnectionKey key, UUID ingressPort, boolean ends) {

  /** Above all keys of ports. */
  static final int TUNNEL_KEY = 0xFFFFFF;

  private static final int UDP_PORT = 2925;
  private static final byte VERSION = 1;
  private static final byte OPEN = 1;
  private static final byte END = 2;
  private static final int HEADERS = 42;
  private static final int PAYLOAD = 47;
  private static final int IP_HEADER = 20;
  private static final int UDP_HEADER = 8;

  /** Expedited forwarding (RFC 3246), as MidoNet marks the messages between agents. */
  private static final byte TOS = (byte) 184;

  private static final byte TTL = 64;
  private static final byte UDP = 17;

  byte[] toFrame() {
    ByteBuffer frame = ByteBuffer.allocate(HEADERS + PAYLOAD);
    frame.put(new byte[] {(byte) 0xAC, (byte) 0xCA, (byte) 0xBA, 0, 0x15, 2});
    frame.put(new byte[] {(byte) 0xAC, (byte) 0xCA, (byte) 0xBA, 0, 0x15, 1});
    frame.putShort((short) 0x0800);
    frame.put((byte) 0x45).put(TOS).putShort((short) (IP_HEADER + UDP_HEADER + PAYLOAD));
    frame.putInt(0).put(TTL).put(UDP).putShort((short) 0);
    frame.put(new byte[] {(byte) 169, (byte) 254, 15, 1, (byte) 169, (byte) 254, 15, 2});
    frame.putShort((short) UDP_PORT).putShort((short) UDP_PORT);
    frame.putShort((short) (UDP_HEADER + PAYLOAD)).putShort((short) 0);
    frame.put(VERSION).put(ends ? END : OPEN).put((byte) key.protocol());
    frame.putInt(key.source().bits()).putShort((short) key.sourcePort());
    frame.putInt(key.destination().bits()).putShort((short) key.destinationPort());
    put(frame, key.deviceId());
    put(frame, ingressPort);
    byte[] bytes = frame.array();
    frame.putShort(24, (short) InternetChecksum.over(bytes, 14, IP_HEADER));
    return bytes;
  }

  /** Reads a frame that came with {@link #TUNNEL_KEY}; empty when it is no such message. */
  static Optional<ConnectionMessage> parse(byte[] bytes) {
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADERS + PAYLOAD
        || frame.getShort(12) != 0x0800
        || frame.get(14) != 0x45
        || frame.get(23) != UDP
        || frame.getShort(36) != UDP_PORT
        || frame.get(HEADERS) != VERSION) {
      return Optional.empty();
    }
    byte kind = frame.get(HEADERS + 1);
    if (kind != OPEN && kind != END) {
      return Optional.empty();
    }
    frame.position(HEADERS + 2);
    int protocol = frame.get() & 0xFF;
    Ip4 source = new Ip4(frame.getInt());
    int sourcePort = frame.getShort() & 0xFFFF;
    Ip4 destination = new Ip4(frame.getInt());
    int destinationPort = frame.getShort() & 0xFFFF;
    UUID device = new UUID(frame.getLong(), frame.getLong());
    UUID port = new UUID(frame.getLong(), frame.getLong());
    return Optional.of(
        new ConnectionMessage(
            new ConnectionKey(protocol, source, sourcePort, destination, destinationPort, device),
            port,
            kind == END));
  }

  private static void put(ByteBuffer frame, UUID id) {
    frame.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }
}
