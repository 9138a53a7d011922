package org.midolab.midonet.nsdb;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;

/** A real ZooKeeper server in this JVM for one test class. Each test gets its own root path. */
public final class Zoo implements BeforeAllCallback, AfterAllCallback {

  private static final AtomicInteger ROOTS = new AtomicInteger();

  private TestingServer server;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    server = new TestingServer(true);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    server.close();
  }

  public TestingServer server() {
    return server;
  }

  /** Returns the settings of a new, empty database. */
  public NsdbSettings fresh() {
    return NsdbSettings.of(server.getConnectString())
        .withRootKey("/midonet" + ROOTS.incrementAndGet());
  }

  /** Ends a session on the server, as if its client had been silent for too long. */
  public static void expire(Nsdb nsdb, Session session) throws Exception {
    nsdb.client(session)
        .getZookeeperClient()
        .getZooKeeper()
        .getTestable()
        .injectSessionExpiration();
  }

  public static Network network(String name) {
    return NetworkBuilder.builder()
        .id(UUID.randomUUID())
        .tenantId("admin")
        .name(name)
        .adminStateUp(true)
        .build();
  }

  public static Router router(String name) {
    return RouterBuilder.builder()
        .id(UUID.randomUUID())
        .name(name)
        .adminStateUp(true)
        .asNumber(-1)
        .build();
  }

  public static Chain chain(String name) {
    return new Chain(UUID.randomUUID(), "admin", name, null);
  }

  public static Host host(String name) {
    return new Host(UUID.randomUUID(), name, 1);
  }

  public static Rule rule(Chain chain) {
    return RuleBuilder.builder()
        .id(UUID.randomUUID())
        .chainId(chain.id())
        .type(Rule.Type.ACCEPT)
        .build();
  }

  public static Port portOf(Network network) {
    return PortBuilder.builder()
        .id(UUID.randomUUID())
        .networkId(network.id())
        .adminStateUp(true)
        .build();
  }

  public static Port portOf(Router router, String subnet, String mac) {
    Prefix prefix = Prefix.parse(subnet);
    return PortBuilder.builder()
        .id(UUID.randomUUID())
        .routerId(router.id())
        .adminStateUp(true)
        .portAddress(prefix.address())
        .portSubnet(prefix.network())
        .portMac(Mac.parse(mac))
        .build();
  }

  public static Ip4 ip(String text) {
    return Ip4.parse(text);
  }
}
