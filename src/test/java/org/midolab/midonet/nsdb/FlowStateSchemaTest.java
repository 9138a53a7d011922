package org.midolab.midonet.nsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.internal.core.loadbalancing.DcInferringLoadBalancingPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Cassandra does not run in a JVM of this version, so the parts that need it ask for one that runs
 * elsewhere: {@code -Dmidolab.cassandra=HOST:PORT}. The features observe the same on the lab's
 * three nodes.
 */
class FlowStateSchemaTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  @Test
  void aCassandraThatIsAwayIsNamed() {
    try (Nsdb nsdb = Nsdb.connect(ZOO.fresh())) {
      assertThatThrownBy(() -> new FlowStateSchema(nsdb).ensure(List.of("127.0.0.1:1"), 1))
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("127.0.0.1:1")
          .hasMessageContaining("nodetool status");
      // The lock is free again.
      assertThatThrownBy(() -> new FlowStateSchema(nsdb).ensure(List.of("127.0.0.1:1"), 1))
          .hasMessageContaining("127.0.0.1:1");
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "midolab.cassandra", matches = ".+:[0-9]+")
  void fourAgentsAtOnceMakeItOnceAndTheFactorFollows() throws Exception {
    String server = System.getProperty("midolab.cassandra");
    String[] parts = server.split(":");
    NsdbSettings settings = ZOO.fresh();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])))
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                    .withClass(
                        DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS,
                        DcInferringLoadBalancingPolicy.class)
                    .build())
            .build()) {
      session.execute("DROP KEYSPACE IF EXISTS \"MidonetFlowState\"");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> agents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          agents.add(
              threads.submit(
                  () -> {
                    try (Nsdb nsdb = Nsdb.connect(settings)) {
                      new FlowStateSchema(nsdb).ensure(List.of(server), 1);
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
                      "SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'MidonetFlowState'")
                  .all())
          .extracting(row -> row.getString(0))
          .containsExactlyInAnyOrder(
              "conntrack_by_ingress_port",
              "conntrack_by_egress_port",
              "nat_by_ingress_port",
              "nat_by_egress_port");

      UUID port = UUID.randomUUID();
      InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
      session.execute(
          "INSERT INTO \"MidonetFlowState\".nat_by_ingress_port"
              + " (port, type, proto, srcIp, srcPort, dstIp, dstPort, device, translateIp, translatePort)"
              + " VALUES (?, 'fwd_snat', 6, ?, 1, ?, 2, ?, ?, 3)",
          port,
          address,
          address,
          UUID.randomUUID(),
          address);
      assertThat(
              session
                  .execute(
                      "SELECT * FROM \"MidonetFlowState\".nat_by_ingress_port WHERE port = ?", port)
                  .all())
          .hasSize(1);

      try (Nsdb nsdb = Nsdb.connect(settings)) {
        new FlowStateSchema(nsdb).ensure(List.of(server), 3);
        assertThat(factor(session)).isEqualTo("3");
        new FlowStateSchema(nsdb).ensure(List.of(server), 1);
        assertThat(factor(session)).isEqualTo("1");
      }
    }
  }

  private static String factor(CqlSession session) {
    var row =
        session
            .execute(
                "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = 'MidonetFlowState'")
            .one();
    assertThat(row).isNotNull();
    var replication = row.getMap("replication", String.class, String.class);
    assertThat(replication).isNotNull();
    return replication.get("replication_factor");
  }
}
