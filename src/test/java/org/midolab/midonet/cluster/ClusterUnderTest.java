package org.midolab.midonet.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.nsdb.HostState;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/** The real server on a real ZooKeeper, for one test class. */
public final class ClusterUnderTest implements BeforeAllCallback, AfterAllCallback {

  private final Zoo zoo = new Zoo();
  private final UnaryOperator<ClusterSettings> change;
  private Nsdb nsdb;
  private Cluster cluster;

  public ClusterUnderTest() {
    this(settings -> settings);
  }

  ClusterUnderTest(UnaryOperator<ClusterSettings> change) {
    this.change = change;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    zoo.beforeAll(context);
    nsdb = ZkNsdb.connect(zoo.fresh().withOperationTimeout(Duration.ofSeconds(2)));
    cluster = Cluster.start(nsdb, change.apply(ClusterSettings.onLoopback()));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    cluster.close();
    nsdb.close();
    zoo.afterAll(context);
  }

  /** What an agent tells of its host, where that has an interface {@code eth0} and no other. */
  static final HostState ETH0 =
      new HostState(
          List.of(
              new HostState.Interface(
                  "eth0",
                  HostState.Type.PHYSICAL,
                  Mac.parse("02:42:00:00:00:01"),
                  1500,
                  true,
                  true,
                  HostState.Endpoint.PHYSICAL,
                  List.of("198.18.0.2"),
                  null)));

  ApiClient client() {
    return new ApiClient(cluster.uri());
  }

  /** A host as its agent would have registered it. */
  UUID host(String name) {
    Host host = new Host(UUID.randomUUID(), name, 1);
    nsdb.topology().create(host);
    return host.id();
  }

  /** A host with the interface {@code eth0}, of which its agent has told before it ended. */
  UUID agent(String name) {
    UUID host = host(name);
    nsdb.state().publishHostState(host, ETH0);
    await().atMost(Duration.ofSeconds(10)).until(() -> nsdb.state().hostState(host).isPresent());
    return host;
  }

  Nsdb nsdb() {
    return nsdb;
  }

  Zoo zoo() {
    return zoo;
  }
}
