package org.midolab.midonet.agent.flow;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.datapath.FlowAction;

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
   * trace at once. The eldest goes first.
   */
  static final int PENDING = Tracing.BURST;

  private record Arrived(TraceKey key, Upcall upcall, String outcome) {}

  private final UUID host;
  private final BiConsumer<byte[], FlowAction.Tunnel> reports;
  private final TraceStore store;
  private final InstantSource clock;
  private final Deque<TraceMessage> announced = new ArrayDeque<>();
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
      InstantSource clock) {
    this.host = host;
    this.reports = reports;
    this.store = store;
    this.clock = clock;
  }

  static boolean isMarked(int tunnelKey) {
    return (tunnelKey & ~PORT_BITS) == MARK;
  }

  /** Returns the key without a mark. Keys without one are returned unchanged. */
  static int unmarked(int tunnelKey) {
    return isMarked(tunnelKey) ? tunnelKey & PORT_BITS : tunnelKey;
  }

  /**
   * Announces a traced frame to the hosts that it is sent to.
   *
   * @return the actions with marked tunnel keys
   */
  List<FlowAction> announce(
      TraceKey key, List<FlowAction> actions, UUID flowTraceId, Set<UUID> requests) {
    List<FlowAction> marked = new ArrayList<>(actions.size());
    TraceKey now = key;
    for (FlowAction action : actions) {
      now = now.after(action);
      if (action instanceof FlowAction.Tunnel tunnel) {
        reports.accept(new TraceMessage(flowTraceId, host, now, requests).toFrame(), tunnel);
        marked.add(
            new FlowAction.Tunnel(
                tunnel.encapsulation(), tunnel.key() | MARK, tunnel.local(), tunnel.remote()));
      } else {
        marked.add(action);
      }
    }
    return marked;
  }

  /** Returns whether a frame of {@link StateFrame} is an announcement, and keeps it if so. */
  synchronized boolean receive(byte[] frame) {
    Optional<TraceMessage> parsed = TraceMessage.parse(frame);
    parsed.ifPresent(
        message -> {
          Arrived frameOf = take(arrived, each -> each.key.equals(message.key()));
          if (frameOf != null) {
            record(message, frameOf);
          } else {
            add(announced, message);
          }
        });
    return parsed.isPresent();
  }

  /** Records a marked frame, at once or when its announcement arrives. */
  synchronized void arrived(Upcall upcall, String outcome) {
    Arrived frame = new Arrived(TraceKey.of(upcall.key()), upcall, outcome);
    TraceMessage message = take(announced, each -> each.key().equals(frame.key));
    if (message != null) {
      record(message, frame);
    } else {
      add(arrived, frame);
    }
  }

  private void record(TraceMessage message, Arrived frame) {
    int key = frame.upcall.key().tunnelKey();
    String from =
        "arrived by a tunnel from host %s with key %d".formatted(message.sender(), unmarked(key));
    store.add(
        new TraceRecord(
            message.flowTraceId(),
            message.requests(),
            clock.instant(),
            PacketText.of(frame.upcall.key()),
            List.of(),
            0,
            List.of(from, frame.outcome)));
  }

  private static <T> T take(Deque<T> from, Predicate<T> wanted) {
    for (T each : from) {
      if (wanted.test(each)) {
        from.remove(each);
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
