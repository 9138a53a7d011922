package org.midolab.midonet.agent.flow;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.ConnectionKey;
import org.midolab.midonet.model.Ip4;

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
 * @param key of packets that answer the connection
 * @param ingressPort the port where the connection began
 * @param ends whether filters refuse the connection now
 */
record ConnectionMessage(ConnectionKey key, UUID ingressPort, boolean ends) {

  private static final byte VERSION = 1;
  private static final byte OPEN = 1;
  private static final byte END = 2;
  private static final int LENGTH = 47;

  /** Returns the whole Ethernet frame, see {@link StateFrame}. */
  byte[] toFrame() {
    ByteBuffer payload = ByteBuffer.allocate(LENGTH);
    payload.put(VERSION).put(ends ? END : OPEN).put((byte) key.protocol());
    payload.putInt(key.source().bits()).putShort((short) key.sourcePort());
    payload.putInt(key.destination().bits()).putShort((short) key.destinationPort());
    StateFrame.put(payload, key.deviceId());
    StateFrame.put(payload, ingressPort);
    return StateFrame.of(payload.array());
  }

  /** Parses a frame of {@link StateFrame}; empty when it is not such a message. */
  static Optional<ConnectionMessage> parse(byte[] frame) {
    ByteBuffer payload = StateFrame.payload(frame, LENGTH);
    if (payload == null || payload.get() != VERSION) {
      return Optional.empty();
    }
    byte kind = payload.get();
    if (kind != OPEN && kind != END) {
      return Optional.empty();
    }
    int protocol = payload.get() & 0xFF;
    Ip4 source = new Ip4(payload.getInt());
    int sourcePort = payload.getShort() & 0xFFFF;
    Ip4 destination = new Ip4(payload.getInt());
    int destinationPort = payload.getShort() & 0xFFFF;
    UUID device = StateFrame.id(payload);
    return Optional.of(
        new ConnectionMessage(
            new ConnectionKey(protocol, source, sourcePort, destination, destinationPort, device),
            StateFrame.id(payload),
            kind == END));
  }
}
