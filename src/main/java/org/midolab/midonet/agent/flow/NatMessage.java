package org.midolab.midonet.agent.flow;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.NatKey;
import org.midolab.midonet.agent.simulation.Translation;

/**
 * A report of a translation from one host to another (docs: nsdb.md#translations).
 *
 * <pre>
 *  0        1        2          3         4         8         10             14                 16
 *  +--------+--------+----------+---------+---------+---------+--------------+------------------+
 *  | version|  kind  | NAT kind | protocol| source  | its port| destination  | its port         |
 *  +--------+--------+----------+---------+---------+---------+--------------+------------------+
 * 16 | new address 4 | new port 2 | device id 16 | origin 16 | 54
 * </pre>
 *
 * @param origin id of the port where the translation began if the kind is OPEN, else of the host
 *     that sends the message
 */
record NatMessage(Kind kind, Translation translation, UUID origin) {

  private static final byte VERSION = 1;
  private static final int LENGTH = 54;

  /** Numbers are unique among all reports of hosts. */
  enum Kind {
    /** The translation has begun or is still in use. */
    OPEN(3),
    /** The translation has ended. */
    END(4),
    /** To the host where the translation began: the sender receives packets of the connection. */
    USED(5),
    /**
     * To all hosts, from one that has restored the translation and does not know where it began: as
     * USED. Only the host where it began answers, by OPEN.
     */
    SOUGHT(9);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    private static Optional<Kind> of(int number) {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /** Returns the whole Ethernet frame, see {@link StateFrame}. */
  byte[] toFrame() {
    NatKey key = translation.key();
    ByteBuffer payload = ByteBuffer.allocate(LENGTH);
    payload.put(VERSION).put((byte) kind.number);
    payload.put((byte) key.kind().ordinal()).put((byte) key.protocol());
    StateFrame.put(payload, new Endpoint(key.source(), key.sourcePort()));
    StateFrame.put(payload, new Endpoint(key.destination(), key.destinationPort()));
    StateFrame.put(payload, translation.to());
    StateFrame.put(payload, key.deviceId());
    StateFrame.put(payload, origin);
    return StateFrame.of(payload.array());
  }

  /** Parses a frame of {@link StateFrame}; empty when it is not such a message. */
  static Optional<NatMessage> parse(byte[] frame) {
    ByteBuffer payload = StateFrame.payload(frame, LENGTH);
    if (payload == null || payload.get() != VERSION) {
      return Optional.empty();
    }
    Optional<Kind> kind = Kind.of(payload.get());
    int nat = payload.get() & 0xFF;
    if (kind.isEmpty() || nat > NatKey.Kind.DNAT.ordinal()) {
      return Optional.empty();
    }
    int protocol = payload.get() & 0xFF;
    Endpoint source = StateFrame.endpoint(payload);
    Endpoint destination = StateFrame.endpoint(payload);
    Endpoint to = StateFrame.endpoint(payload);
    NatKey key =
        new NatKey(
            NatKey.Kind.values()[nat],
            protocol,
            source.address(),
            source.port(),
            destination.address(),
            destination.port(),
            StateFrame.id(payload));
    return Optional.of(
        new NatMessage(kind.get(), new Translation(key, to), StateFrame.id(payload)));
  }
}
