package org.midolab.lab.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;
import org.midolab.lab.spec.NodeKind;

/**
 * Measures the latency of the cluster's API, and the memory that the cluster uses, with many stored
 * objects.
 *
 * <pre>
 *   this process ── HTTP ──► controller: midonet-cluster, 512 MiB of heap ──► nsdb1, nsdb2, nsdb3
 *                            systemd, the collector's log, /proc: restarts and memory
 * </pre>
 *
 * All objects are stored through the API. Reads and writes run at the same time, as in real use.
 * Then all bridges and all ports are listed, and then the start-up time of the command lines is
 * measured. Clients and servers run on this machine and share its cores.
 */
public final class ApiBench {

  private static final String CLUSTER = "midonet-cluster.service";
  private static final String COLLECTOR_LOG = "/var/log/midonet-cluster/gc.log";

  /**
   * Number of clients that store objects at the same time. The ensemble writes many transactions to
   * its disk at once, so more clients are faster.
   */
  private static final int LOADERS = 16;

  private static final long SEED = 20_160_209;
  private static final int LISTS = 3;
  private static final int LISTS_AT_ONCE = 4;
  private static final int STARTS = 10;
  private static final int HEAP = 512;

  private final Node controller;
  private final ApiLoad load;
  private final Consumer<String> progress;
  private final List<ServiceWatch> watches = new ArrayList<>();
  private final List<Series> series = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param walked a lab {@code scale}
   * @param load number of objects and requests
   * @param progress receives a line for each step
   */
  public ApiBench(WalkedLab walked, ApiLoad load, Consumer<String> progress) {
    this.controller = walked.lab().node("controller");
    this.load = load;
    this.progress = progress;
    watches.add(new ServiceWatch(controller, CLUSTER));
    walked
        .lab()
        .nodes(NodeKind.NSDB)
        .forEach(node -> watches.add(new ServiceWatch(node, "zookeeper.service")));
  }

  /**
   * Runs the benchmark.
   *
   * @throws LabFailure if an answer has an unexpected status, or if the cluster or a ZooKeeper
   *     server ends or runs out of memory
   */
  public Results run() {
    Machine machine = Machine.here();
    try (var api = new RestClient(controller);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        measure(api, threads);
      } catch (LabFailure e) {
        // The thread that failed reports the cause.
        checkSameProcess();
        throw e;
      }
    }
    watches.forEach(ServiceWatch::checkHealth);
    memory();
    commandLines();
    notes.addFirst(
        "%,d bridges with %d ports each; %d concurrent clients, each waits for its answer; seed %d"
            .formatted(load.bridges(), load.ports(), load.clients(), SEED));
    return Results.of("api", machine, series, notes);
  }

  private void measure(RestClient api, ExecutorService threads) {
    List<String> bridges = Collections.synchronizedList(new ArrayList<>());
    List<String> ports = Collections.synchronizedList(new ArrayList<>());
    fill(api, threads, bridges, ports);
    // The order of the threads' results is random; sorted, the requests are the same in each run.
    ask(api, threads, load.requests(sorted(bridges), sorted(ports), SEED));
    list(api, "bridges", "/bridges");
    list(api, "ports", "/ports");
    listAtOnce(api, threads);
  }

  private static List<String> sorted(List<String> paths) {
    return paths.stream().sorted().toList();
  }

  private void fill(
      RestClient api, ExecutorService threads, List<String> bridges, List<String> ports) {
    long begun = System.nanoTime();
    var stored = new AtomicInteger();
    each(
        threads,
        LOADERS,
        load.bridges(),
        i -> {
          String bridge = api.post("/bridges", ApiLoad.bridge("bridge" + i));
          bridges.add(bridge);
          for (int port = 0; port < load.ports(); port++) {
            ports.add(api.post(bridge + "/ports", "{\"type\": \"Bridge\"}"));
          }
          int done = stored.incrementAndGet();
          if (done % Math.max(1, load.bridges() / 10) == 0) {
            progress.accept(
                String.format(
                    Locale.ROOT,
                    "stored %,d of %,d bridges with their ports, %.0f s",
                    done,
                    load.bridges(),
                    seconds(begun)));
          }
        });
    checkSameProcess();
    double objects = (double) load.bridges() * (1 + load.ports());
    series.add(new Series("storing objects", "/s", "", List.of(objects / seconds(begun))));
  }

  private void ask(RestClient api, ExecutorService threads, List<ApiLoad.Request> requests) {
    progress.accept(
        String.format(
            Locale.ROOT, "requests: %,d reads and as many writes, mixed", load.requests()));
    long[] nanos = new long[requests.size()];
    long begun = System.nanoTime();
    each(
        threads,
        load.clients(),
        requests.size(),
        i -> {
          ApiLoad.Request request = requests.get(i);
          long asked = System.nanoTime();
          switch (request.verb()) {
            case GET -> api.get(request.path());
            case POST -> api.post(request.path(), request.body());
            case PUT -> api.put(request.path(), request.body());
            case DELETE -> api.delete(request.path());
          }
          nanos[i] = System.nanoTime() - asked;
        });
    double took = seconds(begun);
    var reads = latencies(requests, nanos, List.of(ApiLoad.Verb.GET));
    var writes =
        latencies(
            requests, nanos, List.of(ApiLoad.Verb.POST, ApiLoad.Verb.PUT, ApiLoad.Verb.DELETE));
    series.add(reads.series("GET of one object", 50, ""));
    series.add(reads.series("GET of one object", 99, "≤ 20"));
    series.add(writes.series("write", 50, ""));
    series.add(writes.series("write", 99, "≤ 50"));
    for (var verb : List.of(ApiLoad.Verb.POST, ApiLoad.Verb.PUT, ApiLoad.Verb.DELETE)) {
      series.add(latencies(requests, nanos, List.of(verb)).series("· " + verb, 99, ""));
    }
    series.add(new Series("requests, reads and writes", "/s", "", List.of(requests.size() / took)));
    notes.add(
        String.format(
            Locale.ROOT,
            "%,d reads and %,d writes in one mix; the slowest read took %.0f ms, the slowest write %.0f ms",
            reads.millis().length,
            writes.millis().length,
            reads.greatest(),
            writes.greatest()));
  }

  private static Latencies latencies(
      List<ApiLoad.Request> requests, long[] nanos, List<ApiLoad.Verb> verbs) {
    var some = new ArrayList<Long>();
    for (int i = 0; i < nanos.length; i++) {
      if (verbs.contains(requests.get(i).verb())) {
        some.add(nanos[i]);
      }
    }
    return Latencies.of(some.stream().mapToLong(Long::longValue).toArray());
  }

  private void list(RestClient api, String what, String path) {
    var listings = new ArrayList<RestClient.Listing>();
    for (int round = 0; round < LISTS; round++) {
      listings.add(api.list(path));
    }
    var last = listings.getLast();
    series.add(
        new Series(
            "list of all " + what + ", first byte",
            "s",
            "",
            listings.stream().map(RestClient.Listing::firstByte).toList()));
    series.add(
        new Series(
            "list of all " + what + ", last byte",
            "s",
            "",
            listings.stream().map(RestClient.Listing::total).toList()));
    String sentence =
        String.format(
            Locale.ROOT,
            "the list of all %s has %,d objects in %.1f MB",
            what,
            last.objects(),
            last.bytes() / 1e6);
    progress.accept(sentence);
    notes.add(sentence);
    checkSameProcess();
  }

  private void listAtOnce(RestClient api, ExecutorService threads) {
    progress.accept("listing all ports, " + LISTS_AT_ONCE + " times concurrently");
    each(threads, LISTS_AT_ONCE, LISTS_AT_ONCE, _ -> api.list("/ports"));
    notes.add(
        "the peak of the heap is of the whole run, including %d concurrent lists of all ports"
            .formatted(LISTS_AT_ONCE));
  }

  private void memory() {
    var collector =
        CollectorLog.parse(
            controller
                .exec(Duration.ofSeconds(30), List.of("cat", COLLECTOR_LOG))
                .orFail(COLLECTOR_LOG)
                .out());
    series.add(
        new Series(
            "cluster, peak of heap in use",
            "MiB",
            "≤ " + HEAP,
            List.of((double) collector.used())));
    series.add(
        new Series(
            "cluster, peak of resident memory",
            "MiB",
            "",
            List.of(watches.getFirst().peakResident())));
    notes.add(
        String.format(
            Locale.ROOT,
            "the cluster ran with -Xmx%dm and was neither restarted nor out of memory; its heap grew to %d MiB, %d"
                + " collections left at most %d MiB in use, the longest took %.0f ms",
            HEAP,
            collector.committed(),
            collector.collections(),
            collector.live(),
            collector.longestPause()));
  }

  private void commandLines() {
    progress.accept("starting the command lines");
    var start = new StartUp(controller, STARTS);
    series.add(start.of("≤ 0.3", "midonet-cli", "--help"));
    series.add(start.of("≤ 0.7", "midonet-cli", "-e", "list host"));
    series.add(start.of("≤ 0.3", "mn-conf", "--help"));
    series.add(start.of("≤ 0.9", "mn-conf", "get", "cluster.rest_api.http_port"));
  }

  private void checkSameProcess() {
    watches.forEach(ServiceWatch::checkSameProcess);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /**
   * Runs work a number of times on several threads. The first failure ends it.
   *
   * @param atOnce number of threads
   * @param times number of runs in all
   */
  private static void each(ExecutorService threads, int atOnce, int times, IntConsumer work) {
    var next = new AtomicInteger();
    var running = new ArrayList<Future<?>>();
    for (int worker = 0; worker < atOnce; worker++) {
      running.add(
          threads.submit(
              () -> {
                try {
                  for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
                    work.accept(i);
                  }
                } catch (RuntimeException | Error e) {
                  next.set(times);
                  throw e;
                }
              }));
    }
    for (var one : running) {
      await(one);
    }
  }

  private static void await(Future<?> work) {
    try {
      work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new LabFailure("a client failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }
}
