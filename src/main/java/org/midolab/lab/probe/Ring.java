package org.midolab.lab.probe;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The Cassandra part of the network state database, read through the CQL port of one node. */
public final class Ring implements AutoCloseable {

  /** Port of the CQL protocol. */
  public static final int PORT = 9042;

  private final CqlSession session;

  private Ring(CqlSession session) {
    this.session = session;
  }

  /** Opens a session with this node only. */
  public static Ring through(LabNode node) {
    var options =
        DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(10))
            .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(10))
            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(10))
            .withString(DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS, "BasicLoadBalancingPolicy")
            .withString(DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER, "datacenter1")
            .withBoolean(DefaultDriverOption.METADATA_TOKEN_MAP_ENABLED, false)
            .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
            // The session is short: it ends after one observation.
            .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
            .build();
    var address = new InetSocketAddress(node.management(), PORT);
    return new Ring(
        CqlSession.builder()
            .addContactPoint(address)
            .withNodeDistanceEvaluator(
                (other, datacenter) ->
                    other.getEndPoint().resolve().equals(address) ? null : NodeDistance.IGNORED)
            .withConfigLoader(options)
            .build());
  }

  /** Returns the members that a node knows, including itself, from its system tables. */
  public static Probe<Membership> seenFrom(LabNode node) {
    return Probe.of(
        "the Cassandra ring as " + node.name() + " sees it",
        () -> {
          try (var ring = through(node)) {
            return ring.membership();
          }
        });
  }

  private Membership membership() {
    var local = one("SELECT cluster_name, broadcast_address, host_id, rack FROM system.local");
    var members = new TreeSet<String>();
    members.add(address(local, "broadcast_address"));
    var hostIds = new TreeSet<String>();
    hostIds.add(String.valueOf(local.getUuid("host_id")));
    var racks = new TreeSet<String>();
    racks.add(local.getString("rack"));
    for (var peer : session.execute("SELECT peer, host_id, rack FROM system.peers")) {
      members.add(address(peer, "peer"));
      hostIds.add(String.valueOf(peer.getUuid("host_id")));
      racks.add(peer.getString("rack"));
    }
    return new Membership(
        local.getString("cluster_name"),
        List.copyOf(members),
        List.copyOf(hostIds),
        List.copyOf(racks));
  }

  /**
   * Returns the replication settings of a keyspace; empty if there is no such keyspace. The name is
   * case-sensitive.
   */
  public Optional<Map<String, String>> replication(String keyspace) {
    return Optional.ofNullable(
            session
                .execute(
                    SimpleStatement.newInstance(
                        "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?",
                        keyspace))
                .one())
        .map(row -> row.getMap("replication", String.class, String.class));
  }

  /** Returns the sorted names of the tables of a keyspace. */
  public Collection<String> tables(String keyspace) {
    var tables = new TreeSet<String>();
    session
        .execute(
            SimpleStatement.newInstance(
                "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace))
        .forEach(row -> tables.add(row.getString("table_name")));
    return tables;
  }

  /** Runs a statement at consistency level QUORUM: a majority of the replicas must take part. */
  public List<Row> quorum(String cql, Object... values) {
    return session
        .execute(
            SimpleStatement.newInstance(cql, values).setConsistencyLevel(ConsistencyLevel.QUORUM))
        .all();
  }

  private Row one(String cql) {
    return session.execute(cql).one();
  }

  private static String address(Row row, String column) {
    InetAddress address = row.getInetAddress(column);
    return address == null ? "" : address.getHostAddress();
  }

  @Override
  public void close() {
    session.close();
  }

  /**
   * The members of a ring.
   *
   * @param members their addresses, sorted
   */
  public record Membership(
      String cluster, List<String> members, List<String> hostIds, List<String> racks) {}
}
