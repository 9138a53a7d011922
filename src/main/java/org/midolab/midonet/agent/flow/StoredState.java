package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.nsdb.FlowStateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the connections and translations that begin at this host, so that they outlive its agent,
 * and reads those of each port that comes to this host. Thread safe (docs: nsdb.md#cassandra).
 */
final class StoredState {

  private static final Logger LOG = LoggerFactory.getLogger(StoredState.class);

  /**
   * Longest time that packets of a port wait for the port's state: less than packets wait for a
   * lease. State that is read later is used, too, unless it contradicts newer state.
   */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final FlowStateStore.OfPort NOTHING =
      new FlowStateStore.OfPort(Set.of(), Set.of());

  private final FlowStateStore store;
  private final LocalPorts local;
  private final LiveTopology topology;
  private final BiConsumer<UUID, FlowStateStore.OfPort> restore;
  private final Executor executor;
  private final Consumer<Upcall> again;
  private final LongSupplier nanoTime;
  private final WaitingRoom<UUID> waiting = new WaitingRoom<>(WaitingRoom.PER_PORT);

  private final AtomicReference<String> lastFailure = new AtomicReference<>("");

  /** The ports of this host. */
  private final Map<UUID, Reading> ports = new ConcurrentHashMap<>();

  /** The state of a port, from the time when the port came to this host. */
  private static final class Reading {
    private final long since;
    private volatile boolean done;

    Reading(long since) {
      this.since = since;
    }
  }

  /**
   * @param restore receives the state of each port that came to this host
   * @param executor runs {@code restore}
   * @param again simulates a packet again
   */
  StoredState(
      FlowStateStore store,
      LocalPorts local,
      LiveTopology topology,
      BiConsumer<UUID, FlowStateStore.OfPort> restore,
      Executor executor,
      Consumer<Upcall> again,
      LongSupplier nanoTime) {
    this.store = store;
    this.local = local;
    this.topology = topology;
    this.restore = restore;
    this.executor = executor;
    this.again = again;
    this.nanoTime = nanoTime;
    local.onChange(this::localPortChanged);
  }

  /**
   * Stores a connection that began here.
   *
   * @param lifetime its lifetime without a packet
   */
  void save(Connections.Own own, Duration lifetime) {
    store.save(
        StoredForm.of(own.key()),
        own.ingressPort(),
        topology.answeringPorts(own.ingressPort(), own.egressPorts()),
        lifetime);
  }

  /** Deletes a connection that began here. If its port has left, the other host decides. */
  void delete(Connections.Own own) {
    if (local.find(own.ingressPort()) != null) {
      store.delete(
          StoredForm.of(own.key()),
          own.ingressPort(),
          topology.answeringPorts(own.ingressPort(), own.egressPorts()));
    }
  }

  /**
   * Stores a translation that began here.
   *
   * @param lifetime its lifetime without a packet
   */
  void save(NatState.Report report, Duration lifetime) {
    store.save(
        StoredForm.of(report.translation()),
        report.ingressPort(),
        topology.answeringPorts(report.ingressPort(), report.egressPorts()),
        lifetime);
  }

  /** Deletes a translation that began here. */
  void delete(NatState.Report report) {
    store.delete(
        StoredForm.of(report.translation()),
        report.ingressPort(),
        topology.answeringPorts(report.ingressPort(), report.egressPorts()));
  }

  private void localPortChanged(LocalPorts.Entry before, LocalPorts.Entry after) {
    if (after == null) {
      ports.remove(before.portId());
      waiting.leave(before.portId()).forEach(again);
    } else if (before == null) {
      read(after.portId());
    }
  }

  private void read(UUID port) {
    Reading reading = new Reading(nanoTime.getAsLong());
    ports.put(port, reading);
    store
        .load(port)
        .whenComplete(
            (state, failure) -> {
              if (failure != null) {
                warn(port, failure);
              }
              executor.execute(() -> read(port, reading, failure == null ? state : NOTHING));
            });
  }

  /** Logs a failure once for all ports that it concerns. */
  private void warn(UUID port, Throwable failure) {
    String kind = failure.getClass().getName();
    if (!lastFailure.getAndSet(kind).equals(kind)) {
      LOG.warn(
          "flow state, of port {} and perhaps others, cannot be read; their open connections may"
              + " end: {}",
          port,
          failure.toString());
    }
  }

  private void read(UUID port, Reading reading, FlowStateStore.OfPort state) {
    try {
      if (local.find(port) != null) {
        restore.accept(port, state);
      }
    } finally {
      reading.done = true;
      waiting.leave(port).forEach(again);
    }
  }

  /**
   * Whether packets of a port of this host have to wait for its state, if they would be dropped or
   * begin a translation without it.
   */
  boolean isAwaited(UUID port) {
    Reading reading = ports.get(port);
    // A port that is here without a reading has just come: the listener is about to run.
    return reading == null ? local.find(port) != null : isAwaited(reading);
  }

  private boolean isAwaited(Reading reading) {
    return !reading.done && nanoTime.getAsLong() - reading.since < PATIENCE.toNanos();
  }

  /** Whether packets of any port have to wait. */
  boolean isAwaited() {
    return ports.values().stream().anyMatch(this::isAwaited);
  }

  /** Whether the state of any port of this host is not known yet. */
  boolean isReading() {
    return ports.values().stream().anyMatch(reading -> !reading.done);
  }

  /**
   * Keeps a packet until its port's state is known.
   *
   * @return the packets without room, which may include this one
   */
  List<Upcall> await(UUID port, Upcall upcall) {
    if (!waiting.enter(port, upcall, nanoTime.getAsLong())) {
      return List.of(upcall);
    }
    List<Upcall> displaced = waiting.crowdedOut(port);
    if (!isAwaited(port)) {
      waiting.leave(port).forEach(again); // it came since the simulation
    }
    return displaced;
  }

  /** Lets packets go on that have waited too long. To be called about once a second. */
  void tick() {
    ports.forEach(
        (port, reading) -> {
          if (!isAwaited(reading)) {
            waiting.leave(port).forEach(again);
          }
        });
  }
}
