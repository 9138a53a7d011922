package org.midolab.midonet.agent.flow;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.InternetChecksum;

/**
 * A report of flow state from one host to another: a UDP datagram in an Ethernet frame, sent
 * through the tunnel between them with a reserved tunnel key (docs: nsdb.md#connection-state).
 */
final class StateFrame {

  /** The reserved tunnel key, above all keys of ports (docs: datapath.md#control-keys). */
  static final int TUNNEL_KEY = 0xFFFFFF;

  private static final int UDP_PORT = 2925;
  private static final int HEADERS = 42;
  private static final int IP_HEADER = 20;
  private static final int UDP_HEADER = 8;

  /** Expedited forwarding (RFC 3246), which MidoNet uses for messages between agents. */
  private static final byte TOS = (byte) 184;

  private static final byte TTL = 64;
  private static final byte UDP = 17;

  private StateFrame() {}

  /** Returns the frame with this payload, from the Ethernet header on. */
  static byte[] of(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(HEADERS + payload.length);
    frame.put(new byte[] {(byte) 0xAC, (byte) 0xCA, (byte) 0xBA, 0, 0x15, 2});
    frame.put(new byte[] {(byte) 0xAC, (byte) 0xCA, (byte) 0xBA, 0, 0x15, 1});
    frame.putShort((short) 0x0800);
    frame.put((byte) 0x45).put(TOS).putShort((short) (IP_HEADER + UDP_HEADER + payload.length));
    frame.putInt(0).put(TTL).put(UDP).putShort((short) 0);
    frame.put(new byte[] {(byte) 169, (byte) 254, 15, 1, (byte) 169, (byte) 254, 15, 2});
    frame.putShort((short) UDP_PORT).putShort((short) UDP_PORT);
    frame.putShort((short) (UDP_HEADER + payload.length)).putShort((short) 0);
    frame.put(payload);
    byte[] bytes = frame.array();
    frame.putShort(24, (short) InternetChecksum.over(bytes, 14, IP_HEADER));
    return bytes;
  }

  /**
   * Returns the payload of a frame that arrived with {@link #TUNNEL_KEY}; null when the frame is
   * not such a datagram.
   *
   * @param length the minimum length of the payload in bytes
   */
  static ByteBuffer payload(byte[] bytes, int length) {
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADERS + length
        || frame.getShort(12) != 0x0800
        || frame.get(14) != 0x45
        || frame.get(23) != UDP
        || frame.getShort(36) != UDP_PORT) {
      return null;
    }
    return frame.position(HEADERS);
  }

  static void put(ByteBuffer payload, UUID id) {
    payload.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  static UUID id(ByteBuffer payload) {
    return new UUID(payload.getLong(), payload.getLong());
  }

  static void put(ByteBuffer payload, Endpoint endpoint) {
    payload.putInt(endpoint.address().bits()).putShort((short) endpoint.port());
  }

  static Endpoint endpoint(ByteBuffer payload) {
    return new Endpoint(new Ip4(payload.getInt()), payload.getShort() & 0xFFFF);
  }
}
