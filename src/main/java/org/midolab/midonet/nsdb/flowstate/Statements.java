package org.midolab.midonet.nsdb.flowstate;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.nsdb.FlowState;
import org.midolab.midonet.nsdb.FlowState.Translation.Type;

/** The statements that write, delete and read rows, prepared for one session. */
final class Statements {

  /** Rows of one port that are read from one table: as many as a host keeps of a port. */
  static final int MOST = 10_000;

  /** A row goes to all replicas, and nobody waits for an answer: so one of them is enough. */
  private static final ConsistencyLevel WRITE = DefaultConsistencyLevel.ONE;

  /** A replica that was down has not all rows; most of them together have. */
  private static final ConsistencyLevel READ = DefaultConsistencyLevel.QUORUM;

  private static final String SNAT = "fwd_snat";
  private static final String DNAT = "fwd_dnat";

  private record Prepared(
      PreparedStatement insert, PreparedStatement delete, PreparedStatement select) {}

  private final Map<String, Prepared> byTable = new HashMap<>();

  /** Blocks for some milliseconds. */
  Statements(CqlSession session) {
    for (Row.Direction direction : Row.Direction.values()) {
      for (boolean translations : new boolean[] {false, true}) {
        String table = direction.table(translations);
        byTable.put(table, prepare(session, table, translations));
      }
    }
  }

  private static Prepared prepare(CqlSession session, String table, boolean translations) {
    List<String> key = new ArrayList<>(FlowStateSchema.KEY);
    if (translations) {
      key.add("type");
    }
    List<String> all = new ArrayList<>(key);
    if (translations) {
      all.addAll(List.of("translateIp", "translatePort"));
    }
    String name = FlowStateSchema.name(table);
    String places = String.join(", ", all.stream().map(column -> "?").toList());
    return new Prepared(
        prepare(
            session,
            WRITE,
            "INSERT INTO %s (%s) VALUES (%s) USING TTL ?"
                .formatted(name, String.join(", ", all), places)),
        prepare(
            session,
            WRITE,
            "DELETE FROM %s WHERE %s"
                .formatted(
                    name, String.join(" AND ", key.stream().map(each -> each + " = ?").toList()))),
        prepare(
            session,
            READ,
            "SELECT %s FROM %s WHERE port = ? LIMIT %d"
                .formatted(String.join(", ", all), name, MOST)));
  }

  private static PreparedStatement prepare(
      CqlSession session, ConsistencyLevel level, String statement) {
    return session.prepare(
        SimpleStatement.newInstance(statement).setConsistencyLevel(level).setIdempotent(true));
  }

  /** Returns the statement for a write. */
  BoundStatement of(RowWriter.Write write) {
    Row row = write.row();
    List<Object> values = key(row);
    Prepared prepared =
        byTable.get(row.direction().table(row.state() instanceof FlowState.Translation));
    if (write.lifetime() == 0) {
      return prepared.delete.bind(values.toArray());
    }
    if (row.state() instanceof FlowState.Translation translation) {
      values.add(address(translation.address()));
      values.add(translation.port());
    }
    values.add(write.lifetime());
    return prepared.insert.bind(values.toArray());
  }

  private static List<Object> key(Row row) {
    FlowState.Tuple packets = row.state().packets();
    List<Object> key = new ArrayList<>();
    key.add(row.port());
    key.add(packets.protocol());
    key.add(address(packets.source()));
    key.add(packets.sourcePort());
    key.add(address(packets.destination()));
    key.add(packets.destinationPort());
    key.add(packets.deviceId());
    if (row.state() instanceof FlowState.Translation translation) {
      key.add(translation.type() == Type.SOURCE ? SNAT : DNAT);
    }
    return key;
  }

  /** Returns the statement that reads the rows of a port from one table. */
  BoundStatement select(Row.Direction direction, boolean translations, UUID port) {
    return byTable.get(direction.table(translations)).select.bind(port);
  }

  /**
   * Returns the state in a row, or null if it is of a kind that this version does not store: a
   * translation of IPv6, or one of another type.
   */
  static FlowState state(com.datastax.oss.driver.api.core.cql.Row row, boolean translation) {
    IpAddress source = address(row.getInetAddress("srcIp"));
    IpAddress destination = address(row.getInetAddress("dstIp"));
    UUID device = row.getUuid("device");
    if (source == null || destination == null || device == null) {
      return null;
    }
    FlowState.Tuple packets =
        new FlowState.Tuple(
            row.getInt("proto"),
            source,
            row.getInt("srcPort"),
            destination,
            row.getInt("dstPort"),
            device);
    return translation ? translation(row, packets) : new FlowState.Connection(packets);
  }

  private static FlowState translation(
      com.datastax.oss.driver.api.core.cql.Row row, FlowState.Tuple packets) {
    boolean ipv4 = packets.source() instanceof Ip4 && packets.destination() instanceof Ip4;
    Type type =
        switch (row.getString("type")) {
          case SNAT -> Type.SOURCE;
          case DNAT -> Type.DESTINATION;
          case null, default -> null;
        };
    return !ipv4
            || type == null
            || !(address(row.getInetAddress("translateIp")) instanceof Ip4 address)
        ? null
        : new FlowState.Translation(type, packets, address, row.getInt("translatePort"));
  }

  private static InetAddress address(IpAddress address) {
    ByteBuffer bytes =
        switch (address) {
          case Ip4(int bits) -> ByteBuffer.allocate(4).putInt(bits);
          case Ip6(long high, long low) -> ByteBuffer.allocate(16).putLong(high).putLong(low);
        };
    try {
      return InetAddress.getByAddress(bytes.array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four or sixteen bytes are always an address
    }
  }

  private static IpAddress address(InetAddress address) {
    if (address == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.capacity() == 4
        ? new Ip4(bytes.getInt())
        : new Ip6(bytes.getLong(), bytes.getLong());
  }
}
