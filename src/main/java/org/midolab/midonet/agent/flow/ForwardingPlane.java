package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.PortRange;
import org.midolab.midonet.agent.simulation.Simulator;
import org.midolab.midonet.agent.simulation.TopologyChange;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.nsdb.ArpEntry;
import org.midolab.midonet.nsdb.FlowState;
import org.midolab.midonet.nsdb.FlowStateStore;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.nsdb.ReplicatedTables;
import org.midolab.midonet.nsdb.StateMirror;
import org.midolab.midonet.nsdb.Subscription;
import org.midolab.midonet.nsdb.TopologyMirror;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's slow path. It handles the datapath's upcalls and keeps the flow table consistent with
 * the topology. Between {@link #start} and {@link #close} the caller calls {@link #tick} about once
 * a second, {@link #quickTick} about ten times a second and {@link #beat} each {@link
 * #beatInterval}.
 */
public final class ForwardingPlane implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ForwardingPlane.class);

  private static final long TABLES_PATIENCE_SECONDS = 20;

  /**
   * Connections that are simulated again at a time after a change of filters, ten times a second.
   */
  private static final int PROVED_AT_ONCE = 1_000;

  /**
   * The plane's settings.
   *
   * @param simulationThreads 1 or more
   * @param maxFlows maximum number of flows
   * @param bridgeArp whether bridges answer ARP requests for addresses that they know
   * @param dhcpMtu the MTU in bytes that DHCP offers if the subnet sets none
   * @param flowIdle time after which an unused flow is removed
   * @param flowCheck interval between two checks for idle flows
   * @param macExpire time after a station's last flow at which its entry is removed
   * @param arpRetry the longest interval between two ARP requests
   * @param arpTimeout time without an answer after which a neighbour is unreachable
   * @param arpStale age at which the entry of a neighbour in use is refreshed
   * @param arpExpiration age at which the entry of a neighbour is removed
   */
  public record Settings(
      int simulationThreads,
      int maxFlows,
      boolean bridgeArp,
      int dhcpMtu,
      Duration flowIdle,
      Duration flowCheck,
      Duration macExpire,
      Duration arpRetry,
      Duration arpTimeout,
      Duration arpStale,
      Duration arpExpiration) {}

  private final Datapath datapath;
  private final TopologyMirror topologyMirror;
  private final StateMirror stateMirror;
  private final Settings settings;
  private final FlowTable flows;
  private final ArpFlows arpFlows = new ArpFlows();
  private final DeviceTables tables;
  private final Neighbours neighbours;
  private final MacLearning macs;
  private final ArpLearning arpLearning;
  private final LiveTopology topology;
  private final WaitingRoom<Neighbours.Key> waiting = new WaitingRoom<>(WaitingRoom.PER_NEIGHBOUR);

  private final Connections connections;
  private final Probes probes = new Probes(this::invalidate);
  private final Prober prober;
  private final MetadataGuests guests;
  private final ExecutorService leases =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("NAT port leases").factory());
  private final PortBlocks natPorts;
  private final StoredState stored;
  private final DynamicNat nat;
  private final Tracing tracing;
  private final Meters meters = new Meters(this::isDevice);
  private final LocalPorts local;
  private final Transmitter transmitter;
  private final Effects effects;
  private final OwnConnections own;
  private final PacketProcessor processor;
  private final Workers workers;
  private final Liveness liveness;
  private final Announcements announcements;
  private Subscription topologyListener = () -> {};
  private Subscription stateListener = () -> {};
  private volatile boolean started;
  private volatile boolean closed;
  private long lastFlowCheck = System.nanoTime();
  private String lastWarning = "";

  /**
   * @param host this host
   * @param local kept up to date by the caller
   * @param natSessionTimeout timeout of the ZooKeeper session that the leases of {@code natBlocks}
   *     belong to
   * @param flowState not closed by the plane
   */
  public ForwardingPlane(
      UUID host,
      Datapath datapath,
      LocalPorts local,
      TopologyMirror topologyMirror,
      StateMirror stateMirror,
      ReplicatedTables replicated,
      NatBlocks natBlocks,
      Duration natSessionTimeout,
      FlowStateStore flowState,
      Settings settings) {
    this.datapath = datapath;
    this.local = local;
    this.topologyMirror = topologyMirror;
    this.stateMirror = stateMirror;
    this.settings = settings;
    neighbours =
        new Neighbours(
            new Neighbours.Timers(
                settings.arpRetry(),
                settings.arpTimeout(),
                settings.arpStale(),
                settings.arpExpiration()),
            InstantSource.system(),
            new Random());
    tables = new DeviceTables(replicated, this::invalidate, this::arpChanged, this::owned);
    neighbours.readFrom(tables);
    macs = new MacLearning(tables, settings.macExpire());
    Consumer<UUID> crowdedOut =
        port -> {
          LocalPorts.Entry entry = local.find(port);
          datapath.countLimit(
              entry == null ? Datapath.TUNNEL_PORT : entry.number(), Limit.CONNECTION_SHARE);
        };
    connections = new Connections(this::invalidate, crowdedOut, this::forgotten);
    natPorts =
        new PortBlocks(
            natBlocks,
            natSessionTimeout,
            leases,
            System::nanoTime,
            RandomGenerator.getDefault(),
            this::natPortsAnswered,
            this::natBlockLost);
    NatState natState = new NatState(natPorts, this::invalidate, crowdedOut);
    flows =
        new FlowTable(
            datapath,
            settings.maxFlows(),
            settings.flowIdle(),
            System::nanoTime,
            stations -> macs.release(stations, System.nanoTime()),
            arpFlows,
            this::tcpSeen,
            meters);
    arpLearning = new ArpLearning(neighbour -> flows.isUsed(tag(neighbour)));
    guests = new MetadataGuests(local, this::invalidate);
    topology =
        new LiveTopology(
            host,
            local,
            tables,
            neighbours,
            connections,
            natState,
            probes,
            guests,
            this::invalidate);
    ReportSender reports = new ReportSender(datapath, topology);
    stored =
        new StoredState(
            flowState,
            local,
            topology,
            this::restore,
            natPorts::inTurn,
            this::again,
            System::nanoTime);
    nat = new DynamicNat(natState, natPorts, topology, reports, stored, this::again);
    Simulator simulator =
        new Simulator(topology, new Simulator.Settings(settings.bridgeArp(), settings.dhcpMtu()));
    prober = new Prober(simulator, topology, probes, connections, reports);
    Translator translator = new Translator(local, topology);
    TraceStore traces = new TraceStore();
    tracing =
        new Tracing(
            topology.traceLimits(),
            translator::translate,
            new RemoteTraces(host, reports::send, traces, InstantSource.system(), System::nanoTime),
            traces,
            InstantSource.system(),
            System::nanoTime);
    transmitter = new Transmitter(datapath);
    effects =
        new Effects(
            simulator,
            translator,
            transmitter,
            tables,
            neighbours,
            macs,
            arpLearning,
            prober,
            guests,
            System::nanoTime);
    own = new OwnConnections(connections, reports, stored, topology, simulator, System::nanoTime);
    processor =
        new PacketProcessor(
            local,
            topology,
            simulator,
            translator,
            tracing,
            meters,
            flows,
            arpFlows,
            neighbours,
            macs,
            waiting,
            transmitter,
            effects,
            connections,
            own,
            nat,
            prober,
            guests,
            stored,
            this::tcpSeen,
            System::nanoTime);
    announcements = new Announcements(topology, local, effects::announce);
    local.onChange(this::localPortChanged);
    liveness =
        new Liveness(
            datapath,
            topology,
            other -> flows.isUsed(LiveTopology.underlay(other)),
            topology::silentHosts);
    workers = new Workers(settings.simulationThreads(), this::process, this::overrun);
  }

  /**
   * Reads the topology and its tables. Flows of an earlier process continue to forward meanwhile.
   *
   * @return the number of flows of an earlier process
   */
  public int load() throws InterruptedException {
    int inherited = flows.inherit();
    topologyListener = topologyMirror.listen(this::topologyChanged);
    stateListener = stateMirror.listen(topology::stateChanged);
    if (!tables.awaitOpen(TABLES_PATIENCE_SECONDS)) {
      LOG.warn(
          "replicated tables are slow to open; their entries take effect as soon as they are read");
    }
    return inherited;
  }

  /**
   * Reports whether the session that leases of ports belong to is connected.
   *
   * @param now whether it is connected
   */
  public void connected(boolean now) {
    natPorts.connected(now);
  }

  private void natPortsAnswered(PortRange range) {
    nat.answered(range);
  }

  private void natBlockLost(PortBlocks.Block block) {
    nat.lost(block);
  }

  private void forgotten(Connections.Own connection) {
    stored.delete(connection);
  }

  /** Restores the connections and translations of a port that is at this host now. */
  private void restore(UUID port, FlowStateStore.OfPort state) {
    state.ingress().forEach(each -> restore(port, each, true));
    state.egress().forEach(each -> restore(port, each, false));
    if (!state.ingress().isEmpty() || !state.egress().isEmpty()) {
      LOG.info(
          "port {} goes on with the state of {} connections and translations that began there, and"
              + " of {} that lead there",
          port,
          state.ingress().size(),
          state.egress().size());
    }
  }

  private void restore(UUID port, FlowState state, boolean began) {
    long now = System.nanoTime();
    switch (state) {
      case FlowState.Connection connection ->
          connections.restored(StoredForm.key(connection), port, began, now);
      case FlowState.Translation translation ->
          nat.restore(StoredForm.translation(translation), port, began, now);
    }
  }

  /** Whether packets of a port may have to wait for its stored state, a few seconds at most. */
  public boolean awaitsState() {
    return stored.isAwaited();
  }

  private void again(Datapath.Upcall upcall) {
    workers.submit(upcall);
  }

  /** Starts to handle upcalls. */
  public void start() {
    datapath.onUpcall(workers::submit);
    datapath.onLongPackets((in, out, error) -> processor.tooLong(in, out, error, this::again));
    started = true;
  }

  private void topologyChanged(Topology before, Topology after, Set<UUID> changed) {
    topology.topologyChanged(before, after, changed);
    if (started) { // neighbours know the topology from before the start
      announcements.topologyChanged(before, after, changed, System.nanoTime());
    }
  }

  private void owned(UUID network, Ip4 address, Mac owner) {
    if (started) {
      announcements.owned(network, address, owner, System.nanoTime());
    }
  }

  private void localPortChanged(LocalPorts.Entry before, LocalPorts.Entry after) {
    if (started && after != null && after.active() && (before == null || !before.active())) {
      announcements.activated(after.portId(), System.nanoTime());
    }
  }

  /**
   * Removes flows of an earlier process that no packet has renewed.
   *
   * @param most maximum number of flows to remove
   * @return how many were removed; fewer than {@code most} when none is left
   */
  public int dropInherited(int most) {
    return flows.dropInherited(most);
  }

  /** Repeats ARP requests, and removes expired entries and flows. */
  public void tick() {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    for (Neighbours.Key unreachable : neighbours.tick(effects::ask)) {
      invalidate(Set.of(tag(unreachable)));
      waiting.leave(unreachable).forEach(workers::submit);
    }
    waiting.dismiss(now).forEach(upcall -> processor.lost(upcall, DropReason.ARP_TIMEOUT));
    for (UUID router : tables.routersOpen()) {
      tables.arpEntries(router).forEach((address, entry) -> age(router, address, entry));
    }
    macs.expire(now);
    connections
        .expire(flows::isUsed, now, each -> own.report(each, true))
        .forEach(each -> own.report(each, false));
    nat.tick(flows::isUsed, now).forEach(upcall -> processor.lost(upcall, DropReason.NO_NAT_PORT));
    probes.expire(now);
    stored.tick();
    processor.tidy();
    if (now - lastFlowCheck >= settings.flowCheck().toNanos()) {
      lastFlowCheck = now;
      flows.expire();
    }
    mend();
  }

  private void mend() {
    try {
      datapath.mend();
      lastWarning = "";
    } catch (DatapathException e) {
      if (!lastWarning.equals(e.getMessage())) {
        LOG.warn("{}; will try again", e.getMessage());
        lastWarning = e.getMessage();
      }
    }
  }

  private void process(Datapath.Upcall upcall) {
    try {
      processor.process(upcall);
    } catch (RuntimeException e) {
      transmitter.lost(upcall, DropReason.SIMULATION_FAILED);
      throw e;
    }
  }

  /** Does the work that is due more often than {@link #tick}. */
  public void quickTick() {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    macs.settle(now);
    announcements.tick(now);
    connections.suspects(PROVED_AT_ONCE).forEach(own::prove);
    for (FlowKey key : arpFlows.due(now)) {
      if (processor.renew(key)) {
        arpFlows.made(key);
      } else {
        arpFlows.failed(key, now);
      }
    }
  }

  /** Returns the interval at which {@link #beat} is to be called. */
  public static Duration beatInterval() {
    return Liveness.INTERVAL;
  }

  /**
   * Sets the MTU of the overlay.
   *
   * @param bytes length of the longest IP packet that fits into each tunnel of this host
   */
  public void overlayMtu(int bytes) {
    topology.overlayMtu(bytes);
  }

  /** Sends heartbeats to the hosts that traffic goes to, and checks their answers. */
  public void beat() {
    liveness.beat(System.nanoTime());
  }

  /**
   * The answer to a probe.
   *
   * @param sequence of the probe
   * @param open whether the member accepts connections; else it refuses them
   */
  public record Answer(int sequence, boolean open) {}

  /**
   * Sends a SYN from a router to a member of a pool (docs: contract.md#health-monitors). The answer
   * comes later, or never.
   *
   * @param sourcePort 1 to 65535
   * @param sequence identifies the answer
   */
  public void probe(UUID routerId, Endpoint member, int sourcePort, int sequence) {
    effects.probe(routerId, member, sourcePort, sequence);
  }

  /**
   * Sets the listener for answers to probes. It is called by the threads that simulate, and must
   * not block.
   */
  public void onAnswer(Consumer<Answer> listener) {
    prober.onAnswer(listener);
  }

  /** Returns the traces of frames on this host. */
  public Traces traces() {
    return new Traces(tracing, topology);
  }

  /** Returns the tracers of this host. */
  public Tracers tracers() {
    return topology.tracers();
  }

  private boolean isDevice(UUID id) {
    return topology.network(id) != null || topology.router(id) != null;
  }

  /**
   * Returns the meters of this host, each as packets, bytes and name (docs: contract.md#meters).
   */
  public String meters() {
    return new MeterText(meters, datapath).ofAll(local.all());
  }

  /** Returns the figures of {@code mm-stat}, each as value and name. */
  public String statistics() {
    return new MeterText(meters, datapath).ofAgent(flows.size());
  }

  /** Returns the instances that the metadata proxy serves. */
  public MetadataGuests metadataGuests() {
    return guests;
  }

  private void overrun(Datapath.Upcall upcall) {
    transmitter.lost(upcall, DropReason.UPCALL_QUEUE_FULL);
  }

  private void age(UUID router, Ip4 address, ArpEntry entry) {
    Neighbours.Key key = new Neighbours.Key(router, address);
    if (neighbours.isExpired(entry)) {
      invalidate(Set.of(tag(key)));
      tables.arpTable(router).withdraw(address);
    } else if (neighbours.isStale(entry) && flows.isUsed(tag(key)) && neighbours.refreshNow(key)) {
      for (Port port : topology.ports(router)) {
        if (port.portSubnet() != null && port.portSubnet().contains(address)) {
          effects.ask(key, port.id());
          break;
        }
      }
    }
  }

  private static FlowTag tag(Neighbours.Key key) {
    return TopologyChange.arpTable(key.routerId(), key.address());
  }

  private void arpChanged(UUID router, Ip4 address, ArpEntry before, ArpEntry after) {
    Neighbours.Key key = new Neighbours.Key(router, address);
    boolean sameMac =
        before != null && after != null && before.mac() != null && before.mac().equals(after.mac());
    if (after == null && before.mac() != null && mustBeKept(key, before)) {
      tables.arpTable(router).publish(address, before);
      return;
    }
    if (!sameMac) {
      invalidate(
          before == null || before.mac() == null
              ? Set.of(tag(key))
              : Set.of(tag(key), new FlowTag.Taught(router, address, before.mac())));
    }
    if (after == null) {
      arpLearning.forgotten(key);
    } else if (after.mac() != null) {
      neighbours.settled(key);
      waiting.leave(key).forEach(workers::submit);
    }
  }

  /**
   * Returns whether a valid entry was removed only because its agent ended, and flows here use it.
   */
  private boolean mustBeKept(Neighbours.Key key, ArpEntry entry) {
    return !neighbours.isExpired(entry) && flows.isUsed(tag(key));
  }

  private void tcpSeen(Set<FlowTag> tags, IntUnaryOperator seen) {
    connections.seen(tags, seen);
    nat.tcpSeen(tags, seen);
  }

  private void invalidate(Set<FlowTag> tags) {
    if (!closed) {
      connections.changed(tags);
      flows.invalidate(tags);
    }
  }

  /** Stops handling upcalls. The datapath keeps its ports and flows. */
  @Override
  public void close() {
    closed = true;
    datapath.onUpcall(upcall -> {});
    datapath.onLongPackets((in, out, error) -> {});
    workers.close();
    leases.shutdownNow();
    topologyListener.close();
    stateListener.close();
    tables.close();
  }
}
