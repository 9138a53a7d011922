package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.midolab.midonet.agent.bgp.Bgp;
import org.midolab.midonet.agent.flow.ForwardingPlane;
import org.midolab.midonet.agent.host.HostRegistration;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.datapath.memory.InMemoryDatapath;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/** A host of a test: its interfaces and datapath outlive its agent. */
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
          "unused");

  private static final int HEARTBEAT = 0xFFFFFE;

  final UUID id = UUID.randomUUID();
  final String name;
  final String address;

  /** Whether the datapath forwards; a host without power does not, and says good-bye to nobody. */
  volatile boolean power = true;

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
    datapath.onSent((port, frame) -> sent(port).add(frame));
  }

  /** Lets tunnels of either host end at the other; frames travel on a thread of the receiver's. */
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

  /** An interface appears. */
  TestHost plug(String interfaceName) {
    datapath.plug(interfaceName);
    links.add(interfaceName, "tun");
    return this;
  }

  /** The interface is deleted. */
  void unplug(String interfaceName) {
    datapath.unplug(interfaceName);
    links.delete(interfaceName);
  }

  /** A frame comes in by an interface. */
  void receive(String interfaceName, byte[] frame) {
    datapath.receive(interfaceName, frame);
  }

  /** Frames that went out of an interface. */
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
            SETTINGS);
    agent.start();
  }

  /**
   * A new process takes over while the old one's database session still lives, as after {@code kill
   * -9}.
   */
  void restart() throws InterruptedException {
    Nsdb old = nsdb;
    agent.plane().close();
    links.close();
    start();
    old.close();
  }

  /** The session of its database connection. */
  long sessionId(Session session) throws Exception {
    return nsdb.client(session).getZookeeperClient().getZooKeeper().getSessionId();
  }

  void stop() {
    agent.close();
    nsdb.close();
  }

  @Override
  public void close() {
    if (nsdb != null) {
      stop();
    }
    arrivals.shutdownNow();
  }
}
