package org.midolab.lab.guide;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.midolab.lab.probe.Ring;

/**
 * A fake Cassandra node, which implements version 4 of the native protocol (native_protocol_v4.spec
 * of Apache Cassandra). The answer to {@code cql SELECT …} is a table: its first line has the
 * columns with their types, {@code name:text|id:uuid}; each further line is a row. The entries of a
 * map are {@code key=value}, separated by commas. {@code SELECT status} returns inserted rows,
 * unless it has a prepared answer.
 */
final class FakeCassandra implements FakeServers.FakeServer {

  private static final String CQL = "cql ";
  private static final String LOCAL_ID = "00000000-0000-0000-0000-0000000000aa";
  private static final String READ = "SELECT status";
  private static final int VERSION = 4;

  private static final int ERROR = 0x00;
  private static final int READY = 0x02;
  private static final int SUPPORTED = 0x06;
  private static final int RESULT = 0x08;

  private static final int PROTOCOL_ERROR = 0x000a;
  private static final int INVALID = 0x2200;

  /** The rows stored in a ring, by the last value of the statement that stored them. */
  record Rows(Map<String, String> byKey) {
    Rows() {
      this(new ConcurrentHashMap<>());
    }
  }

  private final String address;
  private final FakeAnswers.Of answers;
  private final Rows rows;
  private final ServerSocket socket;

  FakeCassandra(String address, FakeAnswers.Of answers, Rows rows) {
    this.address = address;
    this.answers = answers;
    this.rows = rows;
    try {
      socket = new ServerSocket(Ring.PORT, 10, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  static boolean handles(String question) {
    return question.startsWith(CQL);
  }

  private void accept() {
    try {
      while (true) {
        var client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // The socket is closed at the end.
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      var out = new DataOutputStream(client.getOutputStream());
      while (true) {
        int version = in.readUnsignedByte();
        in.readUnsignedByte();
        short stream = in.readShort();
        int opcode = in.readUnsignedByte();
        var body = ByteBuffer.wrap(in.readNBytes(in.readInt()));
        var answer = version == VERSION ? answer(opcode, body) : tooNew(version);
        out.writeByte(0x80 | VERSION);
        out.writeByte(0);
        out.writeShort(stream);
        out.writeByte(answer.opcode());
        out.writeInt(answer.body().length);
        out.write(answer.body());
        out.flush();
      }
    } catch (IOException e) {
      // The client closed the connection.
    }
  }

  private record Frame(int opcode, byte[] body) {}

  /** Writes the body of a frame. */
  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static Frame frame(int opcode, Body body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    body.write(new DataOutputStream(bytes));
    return new Frame(opcode, bytes.toByteArray());
  }

  private static Frame tooNew(int version) throws IOException {
    return error(
        PROTOCOL_ERROR, "Invalid or unsupported protocol version (" + version + "); at most 4");
  }

  private static Frame error(int code, String message) throws IOException {
    return frame(
        ERROR,
        out -> {
          out.writeInt(code);
          string(out, message);
        });
  }

  private Frame answer(int opcode, ByteBuffer body) throws IOException {
    return switch (opcode) {
      case 0x05 -> frame(SUPPORTED, out -> out.writeShort(0));
      case 0x07 -> query(body);
      default -> frame(READY, out -> {});
    };
  }

  private Frame query(ByteBuffer body) throws IOException {
    var text = new byte[body.getInt()];
    body.get(text);
    var cql = new String(text, StandardCharsets.UTF_8);
    var scripted =
        answers.beginning(CQL).entrySet().stream()
            .filter(entry -> cql.startsWith(entry.getKey().substring(CQL.length())))
            .findFirst();
    if (scripted.isPresent()) {
      return rows(scripted.get().getValue().lines().toList());
    }
    if (cql.startsWith("SELECT * FROM system.local") || cql.contains("FROM system.local WHERE")) {
      return rows(
          List.of(
              "key:text|data_center:text|rack:text|host_id:uuid|rpc_address:inet"
                  + "|release_version:text|cluster_name:text|partitioner:text",
              "local|datacenter1|rack1|%s|%s|3.11.0|midonet|Murmur3Partitioner"
                  .formatted(LOCAL_ID, address)));
    }
    if (cql.equals("SELECT cluster_name FROM system.local")) {
      return rows(List.of("cluster_name:text", "midonet"));
    }
    if (cql.startsWith("SELECT * FROM system.peers ") || cql.equals("SELECT * FROM system.peers")) {
      return rows(List.of("peer:inet|host_id:uuid"));
    }
    return stored(cql, body);
  }

  /** Answers statements that insert, read and delete the single row. */
  private Frame stored(String cql, ByteBuffer body) throws IOException {
    if (cql.startsWith("INSERT ")) {
      var values = values(body);
      rows.byKey().put(values.get(1), values.getLast());
      return frame(RESULT, out -> out.writeInt(1));
    }
    if (cql.startsWith("DELETE ")) {
      rows.byKey().remove(values(body).get(1));
      return frame(RESULT, out -> out.writeInt(1));
    }
    if (cql.startsWith(READ)) {
      var row = rows.byKey().get(values(body).get(1));
      return rows(row == null ? List.of("status:text") : List.of("status:text", row));
    }
    return error(INVALID, "no prepared answer for: " + cql);
  }

  private static List<String> values(ByteBuffer body) {
    body.getShort();
    body.get();
    var values = new String[body.getShort()];
    for (int i = 0; i < values.length; i++) {
      var value = new byte[body.getInt()];
      body.get(value);
      values[i] = new String(value, StandardCharsets.UTF_8);
    }
    return List.of(values);
  }

  private static Frame rows(List<String> table) throws IOException {
    var columns = table.getFirst().split("\\|");
    return frame(
        RESULT,
        out -> {
          out.writeInt(2);
          out.writeInt(1);
          out.writeInt(columns.length);
          string(out, "system");
          string(out, "paper");
          for (var column : columns) {
            string(out, column.split(":")[0]);
            type(out, column.split(":")[1]);
          }
          out.writeInt(table.size() - 1);
          for (var row : table.subList(1, table.size())) {
            var cells = row.split("\\|");
            for (int i = 0; i < columns.length; i++) {
              bytes(out, value(columns[i].split(":")[1], cells[i]));
            }
          }
        });
  }

  private static void type(DataOutputStream out, String type) throws IOException {
    switch (type) {
      case "text" -> out.writeShort(0x0d);
      case "uuid" -> out.writeShort(0x0c);
      case "inet" -> out.writeShort(0x10);
      case "map" -> {
        out.writeShort(0x21);
        out.writeShort(0x0d);
        out.writeShort(0x0d);
      }
      default -> throw new IllegalArgumentException(type);
    }
  }

  private static byte[] value(String type, String text) throws IOException {
    return switch (type) {
      case "uuid" -> {
        var id = UUID.fromString(text);
        yield ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
      }
      case "inet" -> InetAddress.getByName(text).getAddress();
      case "map" -> {
        var pairs = Arrays.stream(text.split(",")).map(pair -> pair.split("=")).toList();
        yield frame(
                0,
                out -> {
                  out.writeInt(pairs.size());
                  for (var pair : pairs) {
                    bytes(out, pair[0].getBytes(StandardCharsets.UTF_8));
                    bytes(out, pair[1].getBytes(StandardCharsets.UTF_8));
                  }
                })
            .body();
      }
      default -> text.getBytes(StandardCharsets.UTF_8);
    };
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static void bytes(DataOutputStream out, byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
