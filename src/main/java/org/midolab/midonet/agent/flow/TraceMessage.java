package org.midolab.midonet.agent.flow;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The announcement of a traced frame to the host that it is sent to (docs:
 * datapath.md#traced-frames).
 *
 * <pre>
 *  0        1        2             18         34      61       62      63
 *  +--------+--------+-------------+----------+-------+--------+-------+----------------------+
 *  | version|  kind  | trace id 16 | sender 16| key 27| frames | count | request ids 16 each  |
 *  +--------+--------+-------------+----------+-------+--------+-------+----------------------+
 * </pre>
 *
 * @param flowTraceId identifies the frame on all hosts
 * @param sender the host that traced it
 * @param key the frame's addresses as it enters the tunnel
 * @param frames 1 to {@link RemoteTraces#MAX_MARKED} marked frames that follow
 * @param requests 1 to {@value #MAX_REQUESTS} trace requests that it matched
 */
record TraceMessage(UUID flowTraceId, UUID sender, TraceKey key, int frames, Set<UUID> requests) {

  /** Limit on the requests that are announced; the others are recorded at the sender only. */
  static final int MAX_REQUESTS = 16;

  private static final byte VERSION = 1;

  /** Unique among all messages of {@link StateFrame}. */
  private static final byte KIND = 9;

  private static final int LENGTH = 36 + TraceKey.LENGTH;

  /** Returns the whole Ethernet frame, see {@link StateFrame}. */
  byte[] toFrame() {
    int count = Math.min(requests.size(), MAX_REQUESTS);
    ByteBuffer payload = ByteBuffer.allocate(LENGTH + 16 * count);
    payload.put(VERSION).put(KIND);
    StateFrame.put(payload, flowTraceId);
    StateFrame.put(payload, sender);
    key.put(payload);
    payload.put((byte) frames).put((byte) count);
    requests.stream().limit(count).forEach(request -> StateFrame.put(payload, request));
    return StateFrame.of(payload.array());
  }

  /** Parses a frame of {@link StateFrame}; empty when it is not such a message. */
  static Optional<TraceMessage> parse(byte[] frame) {
    ByteBuffer payload = StateFrame.payload(frame, LENGTH);
    if (payload == null || payload.get() != VERSION || payload.get() != KIND) {
      return Optional.empty();
    }
    UUID id = StateFrame.id(payload);
    UUID sender = StateFrame.id(payload);
    TraceKey key = TraceKey.from(payload);
    int frames = payload.get() & 0xFF;
    int count = payload.get() & 0xFF;
    if (frames == 0 || frames > RemoteTraces.MAX_MARKED) {
      return Optional.empty();
    }
    if (count == 0 || count > MAX_REQUESTS || payload.remaining() < 16 * count) {
      return Optional.empty();
    }
    Set<UUID> requests = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      requests.add(StateFrame.id(payload));
    }
    return Optional.of(new TraceMessage(id, sender, key, frames, requests));
  }
}
