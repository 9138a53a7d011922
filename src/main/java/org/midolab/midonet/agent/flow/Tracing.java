package org.midolab.midonet.agent.flow;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.midolab.midonet.agent.simulation.Effect;
import org.midolab.midonet.agent.simulation.Result;
import org.midolab.midonet.agent.simulation.SimAction;
import org.midolab.midonet.agent.simulation.Trace;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces frames that match trace requests (docs: contract.md#packet-traces): counts them against
 * the limits of the requests, stores what happened to them, and announces them to the next host.
 * Thread safe.
 */
final class Tracing {

  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

  /**
   * Traced frames per second of a host that are recorded in the long run: more than a person can
   * read, and little work beside the upcalls of one port.
   */
  static final int RATE = 100;

  /** Traced frames that are recorded at once: as many as are stored. */
  static final int BURST = TraceStore.CAPACITY;

  /** Limit on traced frames that wait for a neighbour or a port; the oldest gets a new id. */
  static final int WAITING = 256;

  private final TraceLimits limits;
  private final Function<List<SimAction>, Translator.Translation> translator;
  private final RemoteTraces remote;
  private final TraceStore store;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Shares<Boolean> rate = new Shares<>(RATE, BURST);
  private final AtomicLong unrecorded = new AtomicLong();
  private final SequencedMap<Upcall, Traced> waiting = new LinkedHashMap<>();

  /**
   * @param translator see {@link Translator#translate}
   * @param remote announces traced frames to the next host
   */
  Tracing(
      TraceLimits limits,
      Function<List<SimAction>, Translator.Translation> translator,
      RemoteTraces remote,
      TraceStore store,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.limits = limits;
    this.translator = translator;
    this.remote = remote;
    this.store = store;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Changes the actions of one frame before they are applied. */
  @FunctionalInterface
  interface Marker {
    /** Leaves the actions as they are. */
    Marker NONE = (_, actions) -> actions;

    List<FlowAction> mark(FlowKey key, List<FlowAction> actions);
  }

  /**
   * What a trace means for its frame.
   *
   * @param marker marks the frame for the next host if it was recorded
   * @param isRecorded whether the frame was recorded
   */
  record Conclusion(Marker marker, boolean isRecorded) {}

  private record Traced(UUID id, Set<UUID> requests) {}

  TraceStore store() {
    return store;
  }

  RemoteTraces remote() {
    return remote;
  }

  /** Returns how many traced frames were not recorded because of the rate. */
  long unrecorded() {
    return unrecorded.get() + remote.unrecorded();
  }

  /** Returns whether a frame that goes on was traced when it began to wait. */
  boolean isTraced(Upcall upcall) {
    synchronized (waiting) {
      return !waiting.isEmpty() && waiting.containsKey(upcall);
    }
  }

  /** Records a frame if it matched requests whose limits are not reached, and the rate allows. */
  Conclusion conclude(Upcall upcall, Trace trace, Result result) {
    Traced traced = resume(upcall);
    if (traced == null) {
      traced = trace.isMatched() ? admit(trace) : null;
    }
    if (traced == null) {
      return new Conclusion(Marker.NONE, false);
    }
    if (result instanceof Result.Wait || result instanceof Result.AwaitPort) {
      keep(upcall, traced);
    }
    record(upcall, traced, trace, outcomes(result));
    UUID id = traced.id;
    Set<UUID> requests = traced.requests;
    return new Conclusion(
        (key, actions) -> remote.announce(TraceKey.of(key), actions, id, requests), true);
  }

  /** Records that a frame was dropped while it waited, if it is traced. */
  void lost(Upcall upcall, DropReason reason) {
    Traced traced = resume(upcall);
    if (traced != null) {
      record(upcall, traced, new Trace(false), List.of("dropped for %s".formatted(reason)));
    }
  }

  private void record(Upcall upcall, Traced traced, Trace trace, List<String> outcomes) {
    UUID id = traced.id;
    Set<UUID> requests = traced.requests;
    String packet = PacketText.of(upcall.key());
    store.add(
        new TraceRecord(
            id, requests, clock.instant(), packet, trace.steps(), trace.omitted(), outcomes));
    LOG.info("trace {} of requests {}: {}: {}", id, requests, packet, String.join("; ", outcomes));
  }

  private Traced admit(Trace trace) {
    if (!rate.take(true, nanoTime.getAsLong())) {
      unrecorded.incrementAndGet();
      return null;
    }
    Set<UUID> requests = new LinkedHashSet<>();
    for (Trace.Match match : trace.matches()) {
      if (limits.take(match)) {
        requests.add(match.requestId());
      }
    }
    return requests.isEmpty() ? null : new Traced(UUID.randomUUID(), requests);
  }

  /** Returns what a frame that had to wait was traced as, or null. */
  private Traced resume(Upcall upcall) {
    synchronized (waiting) {
      return waiting.isEmpty() ? null : waiting.remove(upcall);
    }
  }

  private void keep(Upcall upcall, Traced traced) {
    synchronized (waiting) {
      if (waiting.size() == WAITING) {
        waiting.pollFirstEntry();
      }
      waiting.put(upcall, traced);
    }
  }

  private List<String> outcomes(Result result) {
    return switch (result) {
      case Result.Forward forward -> sent(forward.actions());
      case Result.Drop drop -> dropped(drop);
      case Result.Consumed consumed -> single(consumed);
      case Result.Served _ -> List.of("answered by DHCP");
      case Result.Wait wait -> List.of("kept until %s answers ARP".formatted(wait.address()));
      case Result.AwaitPort _ -> List.of("kept until a port for its translation is free");
    };
  }

  private List<String> dropped(Result.Drop drop) {
    List<String> outcomes = new ArrayList<>();
    outcomes.add("dropped for %s".formatted(drop.reason()));
    if (!drop.copies().isEmpty()) {
      sent(drop.copies()).forEach(copy -> outcomes.add("its copy: " + copy));
    }
    return outcomes;
  }

  /** Returns what became of a frame that must not have a flow. */
  private List<String> single(Result.Consumed consumed) {
    List<String> outcomes = new ArrayList<>();
    for (Effect effect : consumed.effects()) {
      if (effect instanceof Effect.Transmit(_, var actions, boolean made) && !made) {
        outcomes.addAll(sent(actions));
      }
    }
    return outcomes.isEmpty() ? List.of("answered or absorbed") : outcomes;
  }

  private List<String> sent(List<SimAction> actions) {
    Translator.Translation translation = translator.apply(actions);
    if (translation.actions().isEmpty()) {
      return List.of("dropped for %s".formatted(translation.reason()));
    }
    List<String> outcomes = new ArrayList<>();
    for (FlowAction action : translation.actions()) {
      switch (action) {
        case FlowAction.Output(int port) -> outcomes.add("sent out of datapath port " + port);
        case FlowAction.Tunnel(var encapsulation, int key, var local, var peer) ->
            outcomes.add(
                "sent by %s tunnel %s > %s with key %d".formatted(encapsulation, local, peer, key));
        default -> {
          // changes of the header are among the steps
        }
      }
    }
    return outcomes;
  }
}
