package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/**
 * A cluster with the package's heap size survives all requests, still answers other clients, and
 * frees the memory afterwards. As in a lab, the JVM ends when it runs out of memory, which fails
 * the test. The test runs alone, since it uses all cores.
 */
@Isolated
class BoundedMemoryTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final String POST = "POST /midonet-api/bridges HTTP/1.1\nHost: x\n";
  private static final String TOKEN = "X-Auth-Token: " + ApiClient.TOKEN + "\n";
  private static final String JSON = "Content-Type: application/json\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\n";

  /** Number and bytes of concurrent floods; together they are twice the heap. */
  private static final int FLOODS = 32;

  private static final long MOST = 16 << 20;

  /** Heap for the server's own use, such as buffers and loaded classes. */
  private static final long SLACK = 24 << 20;

  private static NsdbSettings settings;
  private static SmallCluster cluster;

  private ApiClient api;
  private long before;

  @BeforeEach
  void start() {
    if (cluster == null || !cluster.isAlive()) {
      settings = ZOO.fresh();
      cluster = SmallCluster.on(settings);
    }
    // The connections of the test before count until the server has closed them.
    await()
        .atMost(SmallCluster.IDLE.multipliedBy(2))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(
            () -> {
              api = new ApiClient(cluster.uri());
              assertThat(api.post("/bridges", "{}").status()).isEqualTo(201);
            });
    before = cluster.liveHeap();
  }

  @AfterEach
  void theClusterIsAliveAndItsHeapIsFree() {
    assertThat(cluster.isAlive()).as("the cluster is alive").isTrue();
    assertThat(api.get("/chains").status()).isEqualTo(200);
    // A connection keeps its buffers until the idle timeout closes it.
    await()
        .atMost(SmallCluster.IDLE.multipliedBy(2))
        .untilAsserted(
            () ->
                assertThat(cluster.liveHeap() - before).as("bytes of heap kept").isLessThan(SLACK));
  }

  @AfterAll
  static void end() {
    cluster.close();
    cluster = null;
  }

  static Stream<Flood> floods() {
    String blanks = " ".repeat(1 << 14);
    String chunk = "4000\r\n" + blanks + "\r\n";
    return Stream.of(TOKEN, "")
        .flatMap(
            token -> {
              String post = POST + token + JSON;
              String by = token.isEmpty() ? ", by nobody" : "";
              return Stream.of(
                  Flood.of(
                      "a body of a gigabyte" + by, post + "Content-Length: 1073741824\n\n", blanks),
                  Flood.of("chunks without an end" + by, post + CHUNKED + "\n", chunk),
                  Flood.of("a chunk of a gigabyte" + by, post + CHUNKED + "\n40000000\n", blanks),
                  Flood.of(
                      "a chunk's size without an end" + by,
                      post + CHUNKED + "\n",
                      "0".repeat(1 << 14)),
                  Flood.of("a header without an end" + by, post + "X: ", "x".repeat(1 << 14)),
                  Flood.of("headers without an end" + by, post, "X: x\r\n".repeat(1 << 11)),
                  Flood.of("a path without an end" + by, "GET /", "x".repeat(1 << 14)));
            });
  }

  @ParameterizedTest
  @MethodSource("floods")
  void anEndlessRequestIsAborted(Flood flood) throws InterruptedException {
    assertThat(flood.pourAtOnce(FLOODS, cluster.uri(), MOST))
        .allSatisfy(
            end -> {
              assertThat(end.status()).isIn(0, 400, 401, 413, 414, 431);
              assertThat(end.sent()).isLessThan(MOST);
            });
  }

  /** Nested empty objects take the most memory per byte. */
  @ParameterizedTest
  @MethodSource("sizes")
  void bodiesThatExpandWhenParsedAreLimitedInNumber(int size) throws InterruptedException {
    String body = "{\"x\": [" + "{},".repeat(size / 3 - 4) + "{}]}";
    assertThat(Flood.atOnce(400, () -> post(body)))
        .allSatisfy(status -> assertThat(status).isIn(0, 201, 400, 503));
  }

  static IntStream sizes() {
    return IntStream.of(8_000, 32_000, 1_000_000);
  }

  @Test
  void deepBodiesAreRefused() throws InterruptedException {
    String body = "{\"x\": " + "[".repeat(1_000_000);
    assertThat(Flood.atOnce(200, () -> post(body)))
        .allSatisfy(status -> assertThat(status).isIn(0, 400, 503));
  }

  /** Returns the status of the answer; 0 when the connection was closed while the body was sent. */
  private int post(String body) {
    try {
      return api.post("/bridges", body).status();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  @Test
  void idleConnectionsUseLittleMemoryAndAreClosed() throws IOException {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        Socket socket = new Socket(cluster.uri().getHost(), cluster.uri().getPort());
        held.add(socket);
        String begun = i % 2 == 0 ? "GET /midonet-api/" : POST + TOKEN + CHUNKED + "\n3\n[";
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.ISO_8859_1));
      }
      assertThat(cluster.liveHeap() - before).as("bytes of heap").isLessThan(100 << 20);
      for (Socket socket : held) {
        socket.setSoTimeout(60_000);
        socket.getInputStream().readAllBytes();
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void unreadListsUseBoundedMemory() throws Exception {
    store(40_000);
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(cluster.uri().getHost(), cluster.uri().getPort());
        held.add(socket);
        socket
            .getOutputStream()
            .write(
                ("GET /midonet-api/routers HTTP/1.1\r\nHost: x\r\nX-Auth-Token: "
                        + ApiClient.TOKEN
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
      }
      held.getFirst().getInputStream().readNBytes(1 << 20);
      assertThat(api.get("/bridges").status()).isEqualTo(200);
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
    assertThat(api.get("/routers").json()).hasSize(40_000);
  }

  private void store(int routers) throws Exception {
    assertThat(api.post("/routers", "{}").status()).isEqualTo(201);
    try (Nsdb nsdb = ZkNsdb.connect(settings)) {
      var zooKeeper = nsdb.client(Session.NORMAL);
      String directory = settings.rootKey() + "/zoom/0/models/Router/";
      for (int i = 0; i < routers / 1000; i++) {
        var batch = new ArrayList<CuratorOp>();
        while (batch.size() < 1000 - (i == 0 ? 1 : 0)) {
          var id = UUID.randomUUID();
          byte[] router = ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
          batch.add(zooKeeper.transactionOp().create().forPath(directory + id, router));
        }
        zooKeeper.transaction().forOperations(batch);
      }
    }
  }
}
