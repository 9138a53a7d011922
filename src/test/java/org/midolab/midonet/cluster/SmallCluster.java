package org.midolab.midonet.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/**
 * The real server in a JVM of its own with the options of the package {@code midonet-cluster}, its
 * heap too: it ends where the lab's would.
 */
final class SmallCluster implements AutoCloseable {

  private static final Path SIZES =
      Path.of("images/packages/midonet-cluster/etc/midonet-cluster/midonet-cluster-env.sh");

  static final Duration IDLE = Duration.ofSeconds(5);

  private final Process process;
  private final BufferedReader answers;
  private final URI uri;

  private SmallCluster(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.uri = URI.create(answer());
  }

  static SmallCluster on(NsdbSettings settings) {
    try {
      String sizes = Files.readString(SIZES);
      String heap = sizes.replaceFirst("(?s).*MAX_HEAP_SIZE=\"(\\w+)\".*", "$1");
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx" + heap,
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-XX:+ExitOnOutOfMemoryError",
              "-cp",
              System.getProperty("java.class.path"),
              SmallCluster.class.getName(),
              settings.hosts(),
              settings.rootKey());
      return new SmallCluster(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves until its standard input ends; answers each line there with the heap that is live. */
  public static void main(String[] args) throws IOException {
    NsdbSettings settings = NsdbSettings.of(args[0]).withRootKey(args[1]);
    try (Nsdb nsdb = ZkNsdb.connect(settings);
        Cluster cluster = Cluster.start(nsdb, ClusterSettings.onLoopback().withIdleTimeout(IDLE))) {
      System.out.println(cluster.uri());
      while (System.in.read() >= 0) {
        System.gc();
        Runtime heap = Runtime.getRuntime();
        System.out.println(heap.totalMemory() - heap.freeMemory());
      }
    }
  }

  URI uri() {
    return uri;
  }

  /** The bytes of heap that are in use after a full collection. */
  long liveHeap() {
    try {
      process.outputWriter().write('?');
      process.outputWriter().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the cluster is gone", e);
    }
    return Long.parseLong(answer());
  }

  private String answer() {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.matches("http://.*|\\d+")) {
          return line;
        }
      }
      throw new AssertionError("the cluster ended with " + process.waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
