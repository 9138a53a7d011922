package org.midolab.midonet.nsdb.flowstate;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyspace and tables of flow state in Cassandra (docs: nsdb.md#cassandra): connections and NAT
 * mappings. Each is stored by ingress port and by egress port of its flow, so that the state of a
 * port is found after the port moves to another host.
 *
 * <p>Agents that start at the same time all call {@link #open}. Concurrent schema changes can leave
 * Cassandra's nodes with different schemas. So a lock in ZooKeeper admits one agent at a time, and
 * an agent changes only what is missing or different.
 */
final class FlowStateSchema {

  /** MidoNet's name of the keyspace. The capitals are part of the name, so CQL needs quotes. */
  private static final String KEYSPACE = "MidonetFlowState";

  /** Long, because the first schema changes after a boot of Cassandra are slow. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);

  private static final int CQL_PORT = 9042;

  private static final Logger LOG = LoggerFactory.getLogger(FlowStateSchema.class);

  /** Columns of the key of all tables. */
  static final List<String> KEY =
      List.of("port", "proto", "srcIp", "srcPort", "dstIp", "dstPort", "device");

  private static final String CONNTRACK =
      """
      CREATE TABLE %s (
        port uuid, proto int, srcIp inet, srcPort int, dstIp inet, dstPort int, device uuid,
        PRIMARY KEY ((%s)))
        WITH gc_grace_seconds = 30 AND default_time_to_live = 60""";

  private static final String NAT =
      """
      CREATE TABLE %s (
        port uuid, type text, proto int, srcIp inet, srcPort int, dstIp inet, dstPort int, device uuid,
        translateIp inet, translatePort int,
        PRIMARY KEY ((%s, type)))
        WITH gc_grace_seconds = 30 AND default_time_to_live = 60""";

  /** The statement that creates each table. */
  private static final Map<String, String> TABLES =
      Map.of(
          "conntrack_by_ingress_port", CONNTRACK,
          "conntrack_by_egress_port", CONNTRACK,
          "nat_by_ingress_port", NAT,
          "nat_by_egress_port", NAT);

  private final Nsdb nsdb;

  FlowStateSchema(Nsdb nsdb) {
    this.nsdb = nsdb;
  }

  /**
   * Opens a session of a keyspace that has the tables and this replication. Creates or changes what
   * is missing or different. Blocks for some seconds.
   *
   * @param servers Cassandra nodes, {@code host} or {@code host:port}; at least one must answer
   * @param replicationFactor number of nodes that store each row, 1 or more
   * @throws StorageUnavailableException if ZooKeeper or Cassandra does not answer, or another
   *     process holds the lock for more than 60 s; the call can be repeated later
   */
  CqlSession open(List<String> servers, int replicationFactor) {
    CqlSession session;
    try {
      session = open(servers);
    } catch (DriverException | IllegalArgumentException e) {
      throw unavailable(servers, e);
    }
    try {
      ensure(session, servers, replicationFactor);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void ensure(CqlSession session, List<String> servers, int replicationFactor) {
    InterProcessMutex lock =
        new InterProcessMutex(
            nsdb.client(Session.NORMAL),
            new Paths(nsdb.settings().rootKey()).locks() + "/flow-state-schema");
    boolean held = false;
    try {
      held = lock.acquire(LOCK_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!held) {
        throw new StorageUnavailableException(
            "another process has been changing the flow-state schema for "
                + LOCK_PATIENCE.toSeconds()
                + " s",
            null);
      }
      ensure(session, replicationFactor);
    } catch (DriverException e) {
      throw unavailable(servers, e);
    } catch (NsdbException e) {
      throw e;
    } catch (Exception e) {
      throw new StorageUnavailableException(
          "the lock of the flow-state schema cannot be had: " + e.getMessage(), e);
    } finally {
      release(lock, held);
    }
  }

  static StorageUnavailableException unavailable(List<String> servers, RuntimeException cause) {
    return new StorageUnavailableException(
        "Cassandra at "
            + String.join(",", servers)
            + " cannot be asked for the flow-state schema: "
            + cause.getMessage()
            + "; see cassandra.servers in mn-conf, and nodetool status on those hosts",
        cause);
  }

  private static void release(InterProcessMutex lock, boolean held) {
    if (held) {
      try {
        lock.release();
      } catch (Exception e) {
        LOG.debug("the lock of the flow-state schema ends with the session: {}", e.toString());
      }
    }
  }

  private static CqlSession open(List<String> servers) {
    return CqlSession.builder()
        .addContactPoints(servers.stream().map(FlowStateSchema::address).toList())
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, REQUEST_TIMEOUT)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, REQUEST_TIMEOUT)
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "QUORUM")
                // This class does not use the schema description that the driver reads after each
                // change.
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withBoolean(DefaultDriverOption.METADATA_TOKEN_MAP_ENABLED, false)
                // The session's threads are idle when it closes, so the caller need not wait.
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .withString(
                    DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS,
                    "DcInferringLoadBalancingPolicy")
                .build())
        .build();
  }

  private static InetSocketAddress address(String server) {
    int colon = server.lastIndexOf(':');
    return colon < 0
        ? new InetSocketAddress(server, CQL_PORT)
        : new InetSocketAddress(
            server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
  }

  private static void ensure(CqlSession session, int replicationFactor) {
    // Reads the system tables, because the driver's cached description may be older than the
    // changes of the last lock holder.
    var keyspace =
        session
            .execute(
                SimpleStatement.newInstance(
                    "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?",
                    KEYSPACE))
            .one();
    String replication =
        " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': "
            + replicationFactor
            + "}";
    if (keyspace == null) {
      change(session, "CREATE KEYSPACE \"" + KEYSPACE + "\"" + replication);
    } else {
      var stored = keyspace.getMap("replication", String.class, String.class);
      if (stored == null
          || !String.valueOf(replicationFactor).equals(stored.get("replication_factor"))) {
        change(session, "ALTER KEYSPACE \"" + KEYSPACE + "\"" + replication);
      }
    }
    Set<String> tables =
        names(session, "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?");
    Set<String> indices =
        names(session, "SELECT index_name FROM system_schema.indexes WHERE keyspace_name = ?");
    TABLES.forEach(
        (table, statement) -> {
          String name = name(table);
          if (!tables.contains(table)) {
            change(session, statement.formatted(name, String.join(", ", KEY)));
          }
          String index = table + "_port";
          if (!indices.contains(index)) {
            change(session, "CREATE INDEX " + index + " ON " + name + " (port)");
          }
        });
  }

  /** Returns a table's name with its keyspace, for statements. */
  static String name(String table) {
    return "\"" + KEYSPACE + "\"." + table;
  }

  private static Set<String> names(CqlSession session, String query) {
    Set<String> names = new HashSet<>();
    session
        .execute(SimpleStatement.newInstance(query, KEYSPACE))
        .forEach(row -> names.add(row.getString(0)));
    return names;
  }

  private static void change(CqlSession session, String statement) {
    LOG.info("flow-state schema: {}", statement.lines().findFirst().orElse(statement));
    session.execute(statement);
    if (!session.checkSchemaAgreement()) {
      throw new StorageUnavailableException(
          "Cassandra's nodes do not agree on their schema yet; nodetool describecluster shows who differs",
          null);
    }
  }
}
