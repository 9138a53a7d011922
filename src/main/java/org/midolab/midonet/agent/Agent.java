package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.agent.bgp.Bgp;
import org.midolab.midonet.agent.binding.Bindings;
import org.midolab.midonet.agent.flow.ForwardingPlane;
import org.midolab.midonet.agent.flow.LocalPorts;
import org.midolab.midonet.agent.flow.UnderlayWatch;
import org.midolab.midonet.agent.health.HealthMonitoring;
import org.midolab.midonet.agent.host.HostInterfaces;
import org.midolab.midonet.agent.host.HostLinks;
import org.midolab.midonet.agent.host.Tunnels;
import org.midolab.midonet.agent.metadata.Metadata;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.nsdb.Election;
import org.midolab.midonet.nsdb.FlowStateStore;
import org.midolab.midonet.nsdb.HostState;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StateMirror;
import org.midolab.midonet.nsdb.Subscription;
import org.midolab.midonet.nsdb.TopologyMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one host. It connects the datapath, the host's interfaces, BGP and the forwarding
 * plane to the NSDB. It closes the two mirrors, and nothing else that it is given, so that tests
 * can pass implementations in memory.
 *
 * <p>At its start it takes over the datapath's ports and flows from an earlier process. They
 * continue to forward. Traffic causes flows to be installed again from the topology. Old flows that
 * were not renewed are removed soon after.
 */
final class Agent implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /** Time after the start at which flows of an earlier process count as not renewed. */
  private static final Duration INHERITANCE = Duration.ofSeconds(3);

  private static final Duration QUICK = Duration.ofMillis(100);

  /**
   * Flows of an earlier process that are removed at a time, ten times a second. Each flow in use
   * causes an upcall. This many of the longest frames fit into the ring, and are far fewer than the
   * upcalls that one port may cause at once.
   */
  static final int INHERITED_AT_ONCE = 100;

  private final UUID host;
  private final Nsdb nsdb;
  private final Datapath datapath;
  private final HostLinks links;
  private final TopologyMirror topology;
  private final StateMirror state;
  private final ForwardingPlane plane;
  private final Bindings bindings;
  private final Tunnels tunnels;
  private final Bgp bgp;
  private final UnderlayWatch underlay;
  private final ControlLoop control = new ControlLoop("control", this::reconcile);
  private final ControlLoop aging;
  private final ControlLoop quick;
  private final ControlLoop heartbeat;
  private final ControlLoop health;
  private final Optional<HealthMonitoring> monitoring;
  private final Optional<Metadata> metadata;
  private final ControlLoop metadataLoop;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private HostState published;
  private volatile long failFastLostAt;
  private volatile boolean underlayCut;
  private long inheritedSince;
  private long inheritedRemoved;

  /**
   * @param host this host's id
   * @param nsdb is not closed by the agent
   * @param topology mirror of {@code nsdb}; the agent closes it
   * @param state mirror of {@code nsdb}; the agent closes it
   * @param datapath is not closed by the agent
   * @param links the host's interfaces; not closed by the agent
   * @param flowState not closed by the agent
   */
  Agent(
      UUID host,
      Nsdb nsdb,
      TopologyMirror topology,
      StateMirror state,
      Datapath datapath,
      HostLinks links,
      FlowStateStore flowState,
      AgentSettings settings) {
    this.host = host;
    this.nsdb = nsdb;
    this.datapath = datapath;
    this.links = links;
    this.topology = topology;
    this.state = state;
    LocalPorts local = new LocalPorts();
    plane =
        new ForwardingPlane(
            host,
            datapath,
            local,
            topology,
            state,
            nsdb.tables(),
            nsdb.natBlocks(host),
            nsdb.settings().sessionTimeout(),
            flowState,
            settings.forwarding());
    bindings = new Bindings(host, datapath, links, local, nsdb.state());
    tunnels = new Tunnels(host, datapath);
    bgp = new Bgp(host, datapath, local, nsdb.state(), settings.bgp());
    underlay = new UnderlayWatch(host, datapath);
    aging = new ControlLoop("aging", plane::tick);
    quick = new ControlLoop("quick", QUICK, this::removeInheritedAndTick);
    heartbeat = new ControlLoop("heartbeat", ForwardingPlane.beatInterval(), this::beat);
    monitoring = settings.monitorsHealth() ? Optional.of(healthMonitoring()) : Optional.empty();
    health =
        new ControlLoop(
            "health",
            HealthMonitoring.INTERVAL,
            () -> monitoring.ifPresent(HealthMonitoring::tick));
    metadata =
        settings
            .metadata()
            .map(
                found ->
                    new Metadata(
                        found, datapath, links, local, plane.metadataGuests(), nsdb.topology()));
    metadataLoop = new ControlLoop("metadata", () -> metadata.ifPresent(Metadata::reconcile));
    metadata.ifPresent(each -> each.onWork(metadataLoop::wake));
    local.onChange((before, after) -> control.wake());
  }

  private HealthMonitoring healthMonitoring() {
    Election election = nsdb.election(Election.Task.HEALTH_MONITOR, host.toString());
    return new HealthMonitoring(election, topology, nsdb.topology(), plane);
  }

  /** Starts all threads. Returns when the agent forwards. */
  void start() throws InterruptedException {
    int inherited = plane.load();
    if (inherited > 0) {
      LOG.info("{} flows of an earlier process stay until they are renewed", inherited);
      inheritedSince = System.nanoTime();
    }
    subscriptions.add(
        nsdb.onConnection(
            Session.FAIL_FAST,
            connected -> {
              failFastLostAt = connected ? 0 : System.nanoTime() | 1;
              control.wake();
            }));
    subscriptions.add(nsdb.onConnection(Session.NORMAL, plane::connected));
    if (metadata.isEmpty()) {
      Metadata.remove(datapath, links);
    }
    reconcile();
    plane.start();
    subscriptions.add(topology.listen((before, after, changed) -> control.wake()));
    links.onChange(control::wake);
    control.start();
    aging.start();
    quick.start();
    heartbeat.start();
    health.start();
    metadataLoop.start();
  }

  private void reconcile() {
    Topology now = topology.current();
    bindings.reconcile(now);
    tunnels.reconcile(now, links.current());
    plane.overlayMtu(tunnels.mtu(links.current()));
    bgp.reconcile(now, failFastDisconnectedFor(), underlayCut);
    HostState described =
        HostInterfaces.describe(links.current().values(), datapath.ports().keySet());
    if (!described.equals(published)) {
      published = described;
      nsdb.state().publishHostState(host, described);
    }
  }

  private void beat() {
    plane.beat();
    boolean cut = false;
    if (bgp.isWanted()) {
      cut = underlay.isCutOff(topology.current(), System.nanoTime());
    } else {
      underlay.forget();
    }
    if (cut != underlayCut) {
      underlayCut = cut;
      control.wake();
    }
  }

  private Duration failFastDisconnectedFor() {
    long lost = failFastLostAt;
    return lost == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lost);
  }

  private void removeInheritedAndTick() {
    plane.quickTick();
    // Flows of connections stay until the connections are known.
    if (inheritedSince != 0
        && System.nanoTime() - inheritedSince > INHERITANCE.toNanos()
        && !plane.awaitsState()) {
      int ended = plane.dropInherited(INHERITED_AT_ONCE);
      inheritedRemoved += ended;
      if (ended < INHERITED_AT_ONCE) {
        inheritedSince = 0;
        LOG.info("removed {} flows of an earlier process", inheritedRemoved);
      }
    }
  }

  ForwardingPlane plane() {
    return plane;
  }

  /**
   * Stops the agent for good. Withdraws this host's ports from the NSDB, so that other hosts stop
   * sending here at once, and closes BGP sessions, so that peers choose other routes. Flows stay in
   * the datapath for frames in transit.
   */
  @Override
  public void close() {
    closeLoops();
    bindings.withdraw();
    try {
      bgp.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeMirrors();
  }

  /**
   * Stops the agent, but keeps its ports in the NSDB, its BGP sessions and its learned routes for
   * an agent that starts at once. The caller must not close the NSDB's sessions, whose nodes the
   * next agent takes over. The threads of the BGP speakers go on until the process ends.
   */
  void closeForSuccessor() {
    closeLoops();
    closeMirrors();
  }

  private void closeLoops() {
    control.close();
    aging.close();
    quick.close();
    heartbeat.close();
    health.close();
    monitoring.ifPresent(HealthMonitoring::close);
    metadataLoop.close();
    metadata.ifPresent(Metadata::close);
    subscriptions.forEach(Subscription::close);
    plane.close();
  }

  private void closeMirrors() {
    topology.close();
    state.close();
  }
}
