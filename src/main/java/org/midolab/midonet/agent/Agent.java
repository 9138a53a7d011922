package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.agent.bgp.Bgp;
import org.midolab.midonet.agent.binding.Bindings;
import org.midolab.midonet.agent.flow.ForwardingPlane;
import org.midolab.midonet.agent.flow.LocalPorts;
import org.midolab.midonet.agent.host.HostInterfaces;
import org.midolab.midonet.agent.host.HostLinks;
import org.midolab.midonet.agent.host.Tunnels;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.nsdb.HostState;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StateMirror;
import org.midolab.midonet.nsdb.Subscription;
import org.midolab.midonet.nsdb.TopologyMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One host's agent, put together. It owns none of what it is given; a kernel and a database of a
 * test do as well as real ones.
 *
 * <p>At its start it takes over what an earlier process left: the datapath's ports and flows go on
 * forwarding, are made anew from the topology as traffic asks, and what is left of them goes soon
 * after.
 */
final class Agent implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /** After which flows of an earlier process count as not renewed. */
  private static final Duration INHERITANCE = Duration.ofSeconds(3);

  private static final Duration QUICK = Duration.ofMillis(100);

  /**
   * Flows of an earlier process that end at a time, ten times a second. Those in use come back as
   * missed frames: so many of the longest fit the ring, and even if one port has them all they are
   * far fewer than what it may send at once.
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
  private final ControlLoop control = new ControlLoop("control", this::reconcile);
  private final ControlLoop aging;
  private final ControlLoop quick;
  private final ControlLoop heartbeat;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private HostState published;
  private volatile long failFastLostAt;
  private long inheritedSince;
  private long inheritedEnded;

  /**
   * @param topology of {@code nsdb}, as {@code state}; the agent closes both
   */
  Agent(
      UUID host,
      Nsdb nsdb,
      TopologyMirror topology,
      StateMirror state,
      Datapath datapath,
      HostLinks links,
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
            nsdb.natBlocks(),
            nsdb.settings().sessionTimeout(),
            settings.forwarding());
    bindings = new Bindings(host, datapath, links, local, nsdb.state());
    tunnels = new Tunnels(host, datapath);
    bgp = new Bgp(host, datapath, local, nsdb.state(), settings.bgp());
    aging = new ControlLoop("aging", plane::tick);
    quick = new ControlLoop("quick", QUICK, this::quickly);
    heartbeat = new ControlLoop("heartbeat", ForwardingPlane.beatInterval(), plane::beat);
    local.onChange((before, after) -> control.wake());
  }

  /** Returns when the agent forwards. */
  void start() throws InterruptedException {
    int inherited = plane.load();
    if (inherited > 0) {
      LOG.info("{} flows of an earlier process go on until they are renewed", inherited);
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
    reconcile();
    plane.start();
    subscriptions.add(topology.listen((before, after, changed) -> control.wake()));
    links.onChange(control::wake);
    control.start();
    aging.start();
    quick.start();
    heartbeat.start();
  }

  private void reconcile() {
    Topology now = topology.current();
    bindings.reconcile(now);
    tunnels.reconcile(now, links.current());
    plane.overlayMtu(tunnels.mtu(links.current()));
    bgp.reconcile(now, failFastAway());
    HostState described =
        HostInterfaces.describe(links.current().values(), datapath.ports().keySet());
    if (!described.equals(published)) {
      published = described;
      nsdb.state().publishHostState(host, described);
    }
  }

  private Duration failFastAway() {
    long lost = failFastLostAt;
    return lost == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lost);
  }

  private void quickly() {
    plane.quickTick();
    if (inheritedSince != 0 && System.nanoTime() - inheritedSince > INHERITANCE.toNanos()) {
      int ended = plane.dropInherited(INHERITED_AT_ONCE);
      inheritedEnded += ended;
      if (ended < INHERITED_AT_ONCE) {
        inheritedSince = 0;
        LOG.info("ended {} flows of an earlier process", inheritedEnded);
      }
    }
  }

  ForwardingPlane plane() {
    return plane;
  }

  /**
   * Stops in good order: others learn at once that nothing more comes by this host's ports, and its
   * BGP peers turn elsewhere. Flows stay as they are, for what is still on its way.
   */
  @Override
  public void close() {
    control.close();
    aging.close();
    quick.close();
    heartbeat.close();
    subscriptions.forEach(Subscription::close);
    plane.close();
    bindings.withdraw();
    try {
      bgp.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    topology.close();
    state.close();
  }
}
