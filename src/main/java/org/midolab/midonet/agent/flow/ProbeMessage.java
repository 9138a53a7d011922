package org.midolab.midonet.agent.flow;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.ProbeKey;

/**
 * A message about a probe from one host to another (docs: contract.md#health-monitors).
 *
 * <pre>
 *  0        1        2           6         8           12        14             30         46
 *  +--------+--------+-----------+---------+-----------+---------+--------------+----------+-----------+
 *  | version|  kind  | member    | its port| router    | its port| router id 16 | sender 16| sequence 4|
 *  +--------+--------+-----------+---------+-----------+---------+--------------+----------+-----------+
 * </pre>
 *
 * @param key of the answer
 * @param sender the host that sends the message
 * @param sequence the sequence number of the probe
 */
record ProbeMessage(Kind kind, ProbeKey key, UUID sender, int sequence) {

  private static final byte VERSION = 1;
  private static final int LENGTH = 50;

  /** Numbers are unique among all messages of {@link StateFrame}. */
  enum Kind {
    /** To the hosts where the answer may arrive: the sender probes the member. */
    PROBE(6),
    /** To the host that probes: the member accepts connections. */
    OPEN(7),
    /** To the host that probes: the member refuses connections. */
    REFUSED(8);

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
    ByteBuffer payload = ByteBuffer.allocate(LENGTH);
    payload.put(VERSION).put((byte) kind.number);
    StateFrame.put(payload, key.member());
    StateFrame.put(payload, key.router());
    StateFrame.put(payload, key.routerId());
    StateFrame.put(payload, sender);
    payload.putInt(sequence);
    return StateFrame.of(payload.array());
  }

  /** Parses a frame of {@link StateFrame}; empty when it is not such a message. */
  static Optional<ProbeMessage> parse(byte[] frame) {
    ByteBuffer payload = StateFrame.payload(frame, LENGTH);
    if (payload == null || payload.get() != VERSION) {
      return Optional.empty();
    }
    return Kind.of(payload.get())
        .map(
            kind -> {
              Endpoint member = StateFrame.endpoint(payload);
              Endpoint router = StateFrame.endpoint(payload);
              ProbeKey key = new ProbeKey(StateFrame.id(payload), member, router);
              return new ProbeMessage(kind, key, StateFrame.id(payload), payload.getInt());
            });
  }
}
