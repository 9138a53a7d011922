package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.UUID;
import org.midolab.midonet.agent.bgp.Bgp;
import org.midolab.midonet.agent.flow.ForwardingPlane;
import org.midolab.midonet.agent.host.HostRegistration;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;

/** A host of a test: its interfaces and datapath outlive its agent. */
final class TestHost implements AutoCloseable {

  private static final AgentSettings SETTINGS =
      new AgentSettings(
          new ForwardingPlane.Settings(
              2,
              10_000,
              true,
              Duration.ofSeconds(60),
              Duration.ofSeconds(1),
              Duration.ofSeconds(15),
              Duration.ofSeconds(10),
              Duration.ofSeconds(60),
              Duration.ofSeconds(60),
              Duration.ofSeconds(90)),
          new Bgp.Settings(60, 180, 120, 200, Duration.ofSeconds(5)),
          "unused");

  final UUID id = UUID.randomUUID();
  final String name;
  final String address;
  final TestLinks links = new TestLinks();
  final WireDatapath datapath;
  private final NsdbSettings settings;
  private Nsdb nsdb;
  private Agent agent;

  TestHost(String name, String address, NsdbSettings settings, WireDatapath.Underlay underlay) {
    this.name = name;
    this.address = address;
    this.settings = settings;
    this.datapath = new WireDatapath(underlay);
    links.add("lo", "").add("eth2", "veth", address);
  }

  void start() throws InterruptedException {
    nsdb = Nsdb.connect(settings);
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

  void stop() {
    agent.close();
    nsdb.close();
  }

  @Override
  public void close() {
    if (nsdb != null) {
      stop();
    }
  }
}
