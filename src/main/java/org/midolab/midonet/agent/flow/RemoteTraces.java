package org.midolab.midonet.agent.flow;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.FlowKey;

/**
 * Traces frames across a tunnel (docs: datapath.md#traced-frames). The host that traced a frame
 * announces it to the next one, and marks its tunnel key. The next host has no flow for marked
 * keys, so its agent sees the frame. Announcement and frame may arrive in either order. Thread
 * safe.
 */
final class RemoteTraces {

  /** This bit of the tunnel key marks a traced frame, as in MidoNet. */
  static final int MARK = 1 << 23;

  /** The bits of a tunnel key that name a port. Control keys have others, too. */
  private static final int PORT_BITS = 0xFFFFF;

  /**
   * Limit on announcements without frame, and on frames without announcement: as many as a host may
   * trace at once. The oldest goes first.
   */
  static final int PENDING = Tracing.BURST;

  /**
   * Time in ns that announcement and frame wait for each other. One of a later frame of the same
   * connection must not find an earlier one, whose other half was lost.
   */
  static final long PATIENCE_NANOS = 2_000_000_000L;

  /** Tunnels of one frame that it is marked for: a flood has one for each remote port. */
  static final int MAX_MARKED = 16;

  /**
   * @param left marked frames that have not arrived yet
   */
  private record Announced(TraceMessage message, int left, long since) {}

  private record Arrived(TraceKey key, FlowKey frame, String outcome, long since) {}

  private record Target(Ip4 host, TraceKey key) {}

  private final UUID host;
  private final BiConsumer<byte[], FlowAction.Tunnel> reports;
  private final TraceStore store;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Shares<Boolean> rate = new Shares<>(Tracing.RATE, Tracing.BURST);
  private final Deque<Announced> announced = new ArrayDeque<>();
  private final Deque<Arrived> arrived = new ArrayDeque<>();

  /**
   * @param host this host
   * @param reports sends a frame of {@link StateFrame} to the other end of a tunnel
   * @param store receives the records of marked frames
   */
  RemoteTraces(
      UUID host,
      BiConsumer<byte[], FlowAction.Tunnel> reports,
      TraceStore store,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.host = host;
    this.reports = reports;
    this.store = store;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  static boolean isMarked(int tunnelKey) {
    return (tunnelKey & ~PORT_BITS) == MARK;
  }

  /** Returns the key without a mark. Keys without one are returned unchanged. */
  static int unmarked(int tunnelKey) {
    return isMarked(tunnelKey) ? tunnelKey & PORT_BITS : tunnelKey;
  }

  /** Returns how many marked frames were not recorded because of the rate. */
  long unrecorded() {
    return rate.refused();
  }

  /**
   * Announces a traced frame once to each host that it is sent to with the same addresses. Tunnels
   * beyond {@link #MAX_MARKED} are left as they are.
   *
   * @return the actions with marked tunnel keys
   */
  List<FlowAction> announce(
      TraceKey key, List<FlowAction> actions, UUID flowTraceId, Set<UUID> requests) {
    List<FlowAction> changed = new ArrayList<>(actions.size());
    Map<Target, List<FlowAction.Tunnel>> marked = new LinkedHashMap<>();
    int count = 0;
    TraceKey now = key;
    for (FlowAction action : actions) {
      now = now.after(action);
      if (action instanceof FlowAction.Tunnel tunnel && count < MAX_MARKED) {
        count++;
        marked
            .computeIfAbsent(new Target(tunnel.remote(), now), _ -> new ArrayList<>())
            .add(tunnel);
        changed.add(
            new FlowAction.Tunnel(
                tunnel.encapsulation(), tunnel.key() | MARK, tunnel.local(), tunnel.remote()));
      } else {
        changed.add(action);
      }
    }
    marked.forEach(
        (target, tunnels) ->
            reports.accept(
                new TraceMessage(flowTraceId, host, target.key, tunnels.size(), requests).toFrame(),
                tunnels.getFirst()));
    return changed;
  }

  /** Returns whether a frame of {@link StateFrame} is an announcement, and keeps it if so. */
  synchronized boolean receive(byte[] frame) {
    Optional<TraceMessage> parsed = TraceMessage.parse(frame);
    parsed.ifPresent(this::receive);
    return parsed.isPresent();
  }

  private void receive(TraceMessage message) {
    long now = forgetOld();
    int left = message.frames();
    while (left > 0) {
      Arrived frame = takeLatest(arrived, each -> each.key.equals(message.key()));
      if (frame == null) {
        add(announced, new Announced(message, left, now));
        return;
      }
      record(message, frame);
      left--;
    }
  }

  /**
   * Records a marked frame, at once or when its announcement arrives.
   *
   * @param key of the frame as it arrived
   */
  synchronized void arrived(FlowKey key, String outcome) {
    long now = forgetOld();
    Arrived frame = new Arrived(TraceKey.of(key), key, outcome, now);
    Announced found = takeLatest(announced, each -> each.message.key().equals(frame.key));
    if (found == null) {
      add(arrived, frame);
      return;
    }
    record(found.message, frame);
    if (found.left > 1) {
      add(announced, new Announced(found.message, found.left - 1, found.since));
    }
  }

  /** Returns the time. */
  private long forgetOld() {
    long now = nanoTime.getAsLong();
    announced.removeIf(each -> now - each.since > PATIENCE_NANOS);
    arrived.removeIf(each -> now - each.since > PATIENCE_NANOS);
    return now;
  }

  private void record(TraceMessage message, Arrived frame) {
    if (!rate.take(true, nanoTime.getAsLong())) {
      return;
    }
    int key = unmarked(frame.frame.tunnelKey());
    String from = "arrived by a tunnel from host %s with key %d".formatted(message.sender(), key);
    store.add(
        new TraceRecord(
            message.flowTraceId(),
            message.requests(),
            clock.instant(),
            PacketText.of(frame.frame),
            List.of(),
            0,
            List.of(from, frame.outcome)));
  }

  private static <T> T takeLatest(Deque<T> from, Predicate<T> wanted) {
    Iterator<T> latestFirst = from.descendingIterator();
    while (latestFirst.hasNext()) {
      T each = latestFirst.next();
      if (wanted.test(each)) {
        latestFirst.remove();
        return each;
      }
    }
    return null;
  }

  private static <T> void add(Deque<T> to, T latest) {
    if (to.size() == PENDING) {
      to.removeFirst();
    }
    to.addLast(latest);
  }
}
