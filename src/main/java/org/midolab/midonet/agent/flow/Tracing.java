package org.midolab.midonet.agent.flow;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.midolab.midonet.agent.simulation.Result;
import org.midolab.midonet.agent.simulation.Trace;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.datapath.FlowAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces frames that match trace requests (docs: contract.md#packet-traces): counts them against
 * the limits of the requests, and stores what happened to them.
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

  private final LiveTopology topology;
  private final Translator translator;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final TraceStore store = new TraceStore();
  private final Shares<Boolean> rate = new Shares<>(RATE, BURST);
  private final AtomicLong unrecorded = new AtomicLong();

  Tracing(
      LiveTopology topology, Translator translator, InstantSource clock, LongSupplier nanoTime) {
    this.topology = topology;
    this.translator = translator;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  TraceStore store() {
    return store;
  }

  /** Returns how many traced frames were not recorded because of the rate. */
  long unrecorded() {
    return unrecorded.get();
  }

  /** Returns the trace for the simulation of a frame. */
  Trace begin() {
    return new Trace(topology.isTracing());
  }

  /**
   * Records a frame if it matched requests whose limits are not reached.
   *
   * @return the frame's id, or null if it was not recorded
   */
  UUID conclude(Upcall upcall, Trace trace, Result result) {
    if (!trace.isMatched()) {
      return null;
    }
    if (!rate.take(true, nanoTime.getAsLong())) {
      unrecorded.incrementAndGet();
      return null;
    }
    Set<UUID> requests = new LinkedHashSet<>();
    for (Trace.Match match : trace.matches()) {
      if (topology.traceLimits().take(match)) {
        requests.add(match.requestId());
      }
    }
    if (requests.isEmpty()) {
      return null;
    }
    UUID id = UUID.randomUUID();
    List<String> outcomes = outcomes(result);
    String packet = PacketText.of(upcall.key());
    store.add(
        new TraceRecord(
            id, requests, clock.instant(), packet, trace.steps(), trace.omitted(), outcomes));
    LOG.info("trace {} of requests {}: {}: {}", id, requests, packet, String.join("; ", outcomes));
    return id;
  }

  private List<String> outcomes(Result result) {
    return switch (result) {
      case Result.Forward forward -> sent(forward);
      case Result.Drop drop -> List.of("dropped for %s".formatted(drop.reason()));
      case Result.Consumed _ -> List.of("no flow: answered, absorbed, or sent as a single frame");
      case Result.Served _ -> List.of("answered by DHCP");
      case Result.Wait wait -> List.of("kept until %s answers ARP".formatted(wait.address()));
      case Result.AwaitPort _ -> List.of("kept until a port for its translation is free");
    };
  }

  private List<String> sent(Result.Forward forward) {
    Translator.Translation translation = translator.translate(forward.actions());
    if (translation.actions().isEmpty()) {
      return List.of("dropped for %s".formatted(translation.reason()));
    }
    List<String> outcomes = new ArrayList<>();
    for (FlowAction action : translation.actions()) {
      switch (action) {
        case FlowAction.Output(int port) -> outcomes.add("sent out of datapath port " + port);
        case FlowAction.Tunnel(var encapsulation, int key, var local, var remote) ->
            outcomes.add(
                "sent by %s tunnel %s > %s with key %d"
                    .formatted(encapsulation, local, remote, key));
        default -> {
          // changes of the header are among the steps
        }
      }
    }
    return outcomes;
  }
}
