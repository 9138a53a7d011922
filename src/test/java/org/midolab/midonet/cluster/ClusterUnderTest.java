package org.midolab.midonet.cluster;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;

/** The real server on a real ZooKeeper, for one test class. */
public final class ClusterUnderTest implements BeforeAllCallback, AfterAllCallback {

  private final Zoo zoo = new Zoo();
  private Nsdb nsdb;
  private Cluster cluster;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    zoo.beforeAll(context);
    nsdb = Nsdb.connect(zoo.fresh().withOperationTimeout(Duration.ofSeconds(2)));
    cluster = Cluster.start(nsdb, ClusterSettings.onLoopback());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    cluster.close();
    nsdb.close();
    zoo.afterAll(context);
  }

  ApiClient client() {
    return new ApiClient(cluster.uri());
  }

  /** A host as its agent would have registered it. */
  UUID host(String name) {
    Host host = new Host(UUID.randomUUID(), name, 1);
    nsdb.topology().create(host);
    return host.id();
  }

  Nsdb nsdb() {
    return nsdb;
  }

  Zoo zoo() {
    return zoo;
  }
}
