package org.midolab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.lab.junit.MidoLab;
import org.midolab.lab.runtime.Node;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.FlowState;
import org.midolab.midonet.nsdb.FlowState.Translation.Type;
import org.midolab.midonet.nsdb.FlowStateStore.OfPort;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.midolab.midonet.nsdb.flowstate.CassandraFlowState;

/**
 * The flow-state tables on a real Cassandra, which does not run in a JVM of this version: a lab of
 * one node is its home. A test like the {@link ArchitectureTest}, above the wall.
 */
class FlowStateOnCassandraIT {

  private static final int CQL_PORT = 9042;

  @RegisterExtension static final Zoo ZOO = new Zoo();

  @RegisterExtension
  static final MidoLab LAB =
      new MidoLab("src/test/resources/org/midolab/cassandra.yaml").named("xcassandra");

  /** On the node's management address, since its stock configuration is for itself only. */
  private static String startCassandra() {
    Node node = LAB.lab().node("nsdb1");
    String address = node.managementAddress().orElseThrow();
    node.shell(
            "echo 'deb [trusted=yes] file:/usr/share/midolab/apt/datastax ./' >"
                + " /etc/apt/sources.list.d/datastax.list"
                + " && apt-get -qq update && apt-get -qq -y install dsc20")
        .orFail("installing Cassandra");
    node.shell(
            "sed -i -e 's/^\\(listen_address\\|rpc_address\\):.*/\\1: %1$s/' -e 's/seeds: .*/seeds: \"%1$s\"/'"
                    .formatted(address)
                + " /etc/cassandra/conf/cassandra.yaml && install -d -o cassandra"
                + " /var/run/cassandra && systemctl start cassandra.service")
        .orFail("starting Cassandra");
    // It listens to clients when it has joined its ring, and asking by nodetool would slow it down.
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> node.exec("ss", "-Hltn").out().contains(address + ":" + CQL_PORT));
    return address;
  }

  @Test
  void fourAgentsAtOnceMakeItOnceAndTheFactorFollows() throws Exception {
    String address = startCassandra();
    String server = address + ":" + CQL_PORT;
    NsdbSettings settings = ZOO.fresh();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(new InetSocketAddress(address, CQL_PORT))
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                    .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                    .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                    .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                    .withString(
                        DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS,
                        "DcInferringLoadBalancingPolicy")
                    .build())
            .build()) {
      session.execute("DROP KEYSPACE IF EXISTS \"MidonetFlowState\"");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> agents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          agents.add(
              threads.submit(
                  () -> {
                    try (Nsdb nsdb = ZkNsdb.connect(settings);
                        CassandraFlowState store = new CassandraFlowState(nsdb)) {
                      store.connect(List.of(server), 1);
                    }
                  }));
        }
        for (Future<?> agent : agents) {
          agent.get();
        }
      }
      assertThat(factor(session)).isEqualTo("1");
      assertThat(
              session
                  .execute(
                      "SELECT table_name FROM system_schema.tables WHERE keyspace_name ="
                          + " 'MidonetFlowState'")
                  .all())
          .extracting(row -> row.getString(0))
          .containsExactlyInAnyOrder(
              "conntrack_by_ingress_port",
              "conntrack_by_egress_port",
              "nat_by_ingress_port",
              "nat_by_egress_port");

      try (Nsdb nsdb = ZkNsdb.connect(settings);
          CassandraFlowState store = new CassandraFlowState(nsdb)) {
        store.connect(List.of(server), 3);
        assertThat(factor(session)).isEqualTo("3");
        store.connect(List.of(server), 1);
        assertThat(factor(session)).isEqualTo("1");
        keepsStateByPort(session, store);
      }
    }
  }

  private static void keepsStateByPort(CqlSession session, CassandraFlowState store)
      throws Exception {
    UUID ingress = UUID.randomUUID();
    UUID egress = UUID.randomUUID();
    FlowState.Tuple packets =
        new FlowState.Tuple(
            6, Ip4.parse("10.0.0.1"), 1000, Ip4.parse("203.0.113.5"), 65535, UUID.randomUUID());
    FlowState connection = new FlowState.Connection(packets);
    FlowState source =
        new FlowState.Translation(Type.SOURCE, packets, Ip4.parse("198.51.100.2"), 40_000);
    FlowState destination =
        new FlowState.Translation(Type.DESTINATION, packets, Ip4.parse("10.0.0.9"), 80);
    for (FlowState state : List.of(connection, source, destination)) {
      store.save(state, ingress, Set.of(egress), Duration.ofMinutes(124));
    }
    OfPort all = new OfPort(Set.of(connection, source, destination), Set.of());
    awaitState(store, ingress, all);
    awaitState(store, egress, new OfPort(Set.of(), all.ingress()));
    assertThat(store.load(UUID.randomUUID()).get(10, TimeUnit.SECONDS))
        .isEqualTo(new OfPort(Set.of(), Set.of()));

    var row =
        session
            .execute(
                "SELECT type, proto, srcIp, srcPort, dstIp, dstPort, translateIp, translatePort,"
                    + " TTL(translatePort) FROM \"MidonetFlowState\".nat_by_egress_port WHERE port ="
                    + " ? AND type = 'fwd_snat' ALLOW FILTERING",
                egress)
            .one();
    assertThat(row.getFormattedContents())
        .startsWith(
            "[type:'fwd_snat', proto:6, srcip:'10.0.0.1', srcport:1000, dstip:'203.0.113.5',"
                + " dstport:65535, translateip:'198.51.100.2', translateport:40000,");
    assertThat(row.getInt(8)).isBetween(124 * 60 - 60, 124 * 60);

    store.delete(connection, ingress, Set.of(egress));
    store.save(source, ingress, Set.of(egress), Duration.ofSeconds(1));
    awaitState(store, ingress, new OfPort(Set.of(destination), Set.of()));
    awaitState(store, egress, new OfPort(Set.of(), Set.of(destination)));
    assertThat(store.lost()).isZero();

    store.disconnect();
    assertThat(store.load(ingress).get(10, TimeUnit.SECONDS))
        .isEqualTo(new OfPort(Set.of(), Set.of()));
  }

  private static void awaitState(CassandraFlowState store, UUID port, OfPort expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(store.load(port).get(10, TimeUnit.SECONDS)).isEqualTo(expected));
  }

  private static String factor(CqlSession session) {
    var row =
        session
            .execute(
                "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name ="
                    + " 'MidonetFlowState'")
            .one();
    assertThat(row).isNotNull();
    var replication = row.getMap("replication", String.class, String.class);
    assertThat(replication).isNotNull();
    return replication.get("replication_factor");
  }
}
