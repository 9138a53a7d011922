package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.midolab.midonet.agent.bgp.Bgp;
import org.midolab.midonet.agent.flow.ForwardingPlane;
import org.midolab.midonet.agent.flow.Tracers;
import org.midolab.midonet.agent.flow.Traces;
import org.midolab.midonet.agent.host.HostRegistration;
import org.midolab.midonet.agent.metadata.Metadata;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.datapath.memory.InMemoryDatapath;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.FlowStateStore;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/** A host in a test. Its interfaces and datapath stay when its agent restarts. */
final class TestHost implements AutoCloseable {

  static final AgentSettings SETTINGS =
      new AgentSettings(
          new ForwardingPlane.Settings(
              2,
              10_000,
              true,
              1500,
              Duration.ofSeconds(60),
              Duration.ofSeconds(1),
              Duration.ofSeconds(15),
              Duration.ofSeconds(10),
              Duration.ofSeconds(60),
              Duration.ofSeconds(60),
              Duration.ofSeconds(90)),
          new Bgp.Settings(60, 180, 120, 200, Duration.ofSeconds(5)),
          true,
          Optional.empty(),
          "unused");

  private static final int HEARTBEAT = 0xFFFFFE;

  final UUID id = UUID.randomUUID();
  final String name;
  final String address;

  /** Whether the datapath forwards. A host without power does not, and closes no session. */
  volatile boolean power = true;

  /** Whether the next agent may be elected to probe members. */
  boolean monitorsHealth = true;

  /** Settings of the metadata proxy of the next agent. */
  Optional<Metadata.Settings> metadata = Optional.empty();

  /** Set before the start. */
  FlowStateStore flowState = new MemoryFlowState();

  final TestLinks links = new TestLinks();
  final InMemoryDatapath datapath = new InMemoryDatapath();
  private final Map<String, BlockingQueue<byte[]>> sent = new ConcurrentHashMap<>();
  private final ExecutorService arrivals = Executors.newSingleThreadExecutor();
  private final NsdbSettings settings;
  private Nsdb nsdb;
  private Agent agent;

  TestHost(String name, String address, NsdbSettings settings) {
    this.name = name;
    this.address = address;
    this.settings = settings;
    links.add("lo", "").add("eth2", "veth", address);
    datapath.plug(Metadata.OUTSIDE);
    datapath.onSent((port, frame) -> sent(port).add(frame));
  }

  /** Connects the tunnels of two hosts. Frames are delivered on a thread of the receiver. */
  static void join(TestHost a, TestHost b, Consumer<Tunnel> seen) {
    a.tunnelTo(b, seen);
    b.tunnelTo(a, seen);
  }

  private void tunnelTo(TestHost peer, Consumer<Tunnel> seen) {
    datapath.onTunnelled(
        (tunnel, frame) -> {
          if (tunnel.key() == HEARTBEAT) {
            if (power && peer.power) {
              datapath.answered(tunnel.remote());
            }
            return;
          }
          seen.accept(tunnel);
          if (!peer.power) {
            return;
          }
          if (tunnel.remote().equals(Ip4.parse(peer.address))
              && tunnel.local().equals(Ip4.parse(address))) {
            peer.arrivals.execute(
                () -> peer.datapath.receiveTunnelled(tunnel.local(), tunnel.key(), frame));
          }
        });
  }

  /** Adds an interface. */
  TestHost plug(String interfaceName) {
    datapath.plug(interfaceName);
    links.add(interfaceName, "tun");
    return this;
  }

  /** Deletes an interface. */
  void unplug(String interfaceName) {
    datapath.unplug(interfaceName);
    links.delete(interfaceName);
  }

  /** Delivers a frame to the datapath through an interface. */
  void receive(String interfaceName, byte[] frame) {
    datapath.receive(interfaceName, frame);
  }

  /** Returns the queue of frames that were sent out of an interface. */
  BlockingQueue<byte[]> sent(String interfaceName) {
    return sent.computeIfAbsent(interfaceName, port -> new LinkedBlockingQueue<>());
  }

  void start() throws InterruptedException {
    nsdb = ZkNsdb.connect(settings);
    new HostRegistration(nsdb, id, name).register(() -> {});
    Duration patience = Duration.ofSeconds(20);
    agent =
        new Agent(
            id,
            nsdb,
            nsdb.mirrorTopology(patience),
            nsdb.mirrorState(patience),
            datapath,
            links,
            flowState,
            new AgentSettings(
                SETTINGS.forwarding(),
                SETTINGS.bgp(),
                monitorsHealth,
                metadata,
                SETTINGS.bindingSocket()));
    agent.start();
  }

  /**
   * Starts a new agent while the session of the old one is still alive, as after {@code kill -9}.
   */
  void restart() throws InterruptedException {
    Nsdb old = nsdb;
    agent.plane().close();
    links.close();
    start();
    old.close();
  }

  /** Ends the agent as the service manager does for a restart, and starts the next one. */
  void restartByServiceManager() throws InterruptedException {
    Nsdb old = nsdb;
    shutdown(true);
    links.close();
    start();
    old.close();
  }

  /**
   * Like {@link #restart}, and the datapath has lost its flows, so that each packet is simulated.
   */
  void restartWithoutFlows() throws InterruptedException {
    agent.plane().close();
    datapath.clear();
    restart();
  }

  /** Returns the agent's page for {@code mm-meter}. */
  String meters() {
    return agent.plane().meters();
  }

  /** Returns the agent's page for {@code mm-stat}. */
  String statistics() {
    return agent.plane().statistics();
  }

  /** Returns the tracers of the agent. */
  Tracers tracers() {
    return agent.plane().tracers();
  }

  /** Returns the traces of the agent. */
  Traces traces() {
    return agent.plane().traces();
  }

  /** Returns the id of the agent's ZooKeeper session. */
  long sessionId(Session session) throws Exception {
    return nsdb.client(session).getZookeeperClient().getZooKeeper().getSessionId();
  }

  /** Ends the agent for good. */
  void stop() {
    shutdown(false);
  }

  private void shutdown(boolean restarts) {
    new Shutdown(() -> restarts, agent, List.of(), nsdb).run();
  }

  @Override
  public void close() {
    if (nsdb != null) {
      stop();
    }
    arrivals.shutdownNow();
  }
}
