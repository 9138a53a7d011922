package org.midolab.midonet.cluster;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.curator.test.TestingCluster;
import org.midolab.midonet.cluster.ApiClient.Answer;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;

/**
 * Prints how fast the API reads, lists and writes when much is stored, on three ZooKeeper servers
 * in this JVM.
 *
 * <p>{@code java -Xmx2g -Djute.maxbuffer=4194304 -cp target/classes:target/test-classes:...
 * org.midolab.midonet.cluster.ApiBench [BRIDGES [PORTS-OF-EACH [REQUESTS]]]}; 10,000 bridges of 10
 * ports and 10,000 requests when nothing is said.
 */
final class ApiBench {

  private static final int LOADERS = 16;
  private static final int CLIENTS = 4;

  private ApiBench() {}

  public static void main(String[] args) throws Exception {
    int bridges = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int ports = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    int requests = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
    try (TestingCluster ensemble = new TestingCluster(3)) {
      ensemble.start();
      try (Nsdb nsdb = Nsdb.connect(NsdbSettings.of(ensemble.getConnectString()));
          Cluster cluster = Cluster.start(nsdb, ClusterSettings.onLoopback())) {
        measure(nsdb, new ApiClient(cluster.uri()), cluster.uri(), bridges, ports, requests);
      }
    }
  }

  private static void measure(
      Nsdb nsdb, ApiClient api, URI base, int bridges, int ports, int requests) throws Exception {
    long begun = System.nanoTime();
    List<UUID> ids = fill(nsdb, bridges, ports);
    System.out.printf(
        "stored %,d bridges and %,d ports in %.1f s%n",
        bridges, bridges * ports, (System.nanoTime() - begun) / 1e9);
    Random random = new Random(1);
    List<UUID> aims =
        IntStream.range(0, requests).mapToObj(i -> ids.get(random.nextInt(ids.size()))).toList();
    ask("GET of a bridge", requests, 200, i -> api.get("/bridges/" + aims.get(i)));
    ask(
        "GET of a bridge's ports",
        requests,
        200,
        i -> api.get("/bridges/" + aims.get(i) + "/ports"));
    ask("POST of a bridge", requests, 201, i -> api.post("/bridges", "{'name': 'b" + i + "'}"));
    ask(
        "PUT of a bridge",
        requests,
        204,
        i -> api.put("/bridges/" + aims.get(i), "{'name': 'c" + i + "'}"));
    for (String list : new String[] {"/bridges", "/ports"}) {
      list(base, list);
    }
  }

  private static List<UUID> fill(Nsdb nsdb, int bridges, int ports) throws Exception {
    List<UUID> ids = IntStream.range(0, bridges).mapToObj(i -> UUID.randomUUID()).toList();
    AtomicInteger next = new AtomicInteger();
    Callable<Void> loader =
        () -> {
          for (int i = next.getAndIncrement(); i < bridges; i = next.getAndIncrement()) {
            UUID bridge = ids.get(i);
            String name = "bridge" + i;
            nsdb.topology()
                .write(
                    transaction -> {
                      transaction.create(
                          NetworkBuilder.builder()
                              .id(bridge)
                              .name(name)
                              .tenantId("t")
                              .adminStateUp(true)
                              .build());
                      for (int p = 0; p < ports; p++) {
                        transaction.create(
                            PortBuilder.builder()
                                .id(UUID.randomUUID())
                                .networkId(bridge)
                                .adminStateUp(true)
                                .build());
                      }
                    });
          }
          return null;
        };
    all(loader, LOADERS);
    return ids;
  }

  private static void ask(String what, int requests, int status, IntFunction<Answer> request)
      throws Exception {
    long[] nanos = new long[requests];
    AtomicInteger next = new AtomicInteger();
    long begun = System.nanoTime();
    all(
        () -> {
          for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
            long asked = System.nanoTime();
            Answer answer = request.apply(i);
            nanos[i] = System.nanoTime() - asked;
            if (answer.status() != status) {
              throw new IllegalStateException(what + ": " + answer);
            }
          }
          return null;
        },
        CLIENTS);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "%-24s %,8.0f/s   p50 %6.2f ms   p99 %6.2f ms   worst %7.2f ms%n",
        what,
        requests / seconds,
        nanos[requests / 2] / 1e6,
        nanos[requests * 99 / 100] / 1e6,
        nanos[requests - 1] / 1e6);
  }

  /** Reads a list as it streams, and how much heap is in use meanwhile. */
  private static void list(URI base, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("X-Auth-Token", ApiClient.TOKEN)
            .GET()
            .build();
    long begun = System.nanoTime();
    long first = 0;
    long highest = 0;
    long bytes = 0;
    try (HttpClient http = HttpClient.newHttpClient();
        InputStream body = http.send(request, BodyHandlers.ofInputStream()).body()) {
      byte[] buffer = new byte[1 << 16];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        first = first == 0 ? System.nanoTime() - begun : first;
        bytes += read;
        Runtime heap = Runtime.getRuntime();
        highest = Math.max(highest, heap.totalMemory() - heap.freeMemory());
      }
    }
    System.out.printf(
        "GET of %-16s %,.1f MB in %.2f s, first byte after %.2f s, heap at most %d MiB (with all"
            + " three servers in it)%n",
        path, bytes / 1e6, (System.nanoTime() - begun) / 1e9, first / 1e9, highest >> 20);
  }

  private static void all(Callable<Void> work, int threads) throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> done = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        done.add(pool.submit(work));
      }
      for (Future<Void> each : done) {
        each.get();
      }
    }
  }
}
