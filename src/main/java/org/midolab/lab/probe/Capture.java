package org.midolab.lab.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The packets at an interface of a node during an action, as the node's own {@code tcpdump} prints
 * them.
 *
 * @param text tcpdump's lines
 */
public record Capture(String text) {

  private static final int MOST = 200;

  /**
   * Captures packets while the action runs.
   *
   * @param filter filter expression of tcpdump; empty for all packets
   * @param options further options of tcpdump, such as {@code -v}
   */
  public static Capture during(
      LabNode node, String interfaceName, String filter, List<String> options, Runnable action) {
    var seconds = 12;
    var line = line(seconds, interfaceName, MOST, filter, options);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var marker = "/tmp/capture." + interfaceName;
      var capture =
          CompletableFuture.supplyAsync(
              () ->
                  node.run(
                      Duration.ofSeconds(seconds + 10L),
                      List.of(
                          "/bin/sh",
                          "-c",
                          line + " 2> " + marker + " & echo $! > " + marker + ".pid; wait")),
              threads);
      Wait.until(
          Duration.ofSeconds(8),
          Probe.of(
              "tcpdump on " + node.name() + ":" + interfaceName,
              () -> node.run("cat", marker).out()),
          Expectation.that("listening", out -> out.contains("listening on")));
      action.run();
      node.shell(
          "sleep 0.3; kill -INT $(cat "
              + marker
              + ".pid) 2> /dev/null; rm -f "
              + marker
              + " "
              + marker
              + ".pid");
      return new Capture(capture.get(seconds + 12L, TimeUnit.SECONDS).out());
    } catch (ExecutionException | TimeoutException e) {
      throw new LabException(
          "the capture on " + node.name() + ":" + interfaceName + " failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted during a capture", e);
    }
  }

  /**
   * Captures packets on several nodes while the action runs.
   *
   * @return the captures in the order of the nodes
   */
  public static List<Capture> onEach(
      List<LabNode> nodes, String interfaceName, String filter, Runnable action) {
    if (nodes.isEmpty()) {
      action.run();
      return List.of();
    }
    var captures = new ArrayList<Capture>();
    var rest = nodes.subList(1, nodes.size());
    var first =
        during(
            nodes.getFirst(),
            interfaceName,
            filter,
            List.of(),
            () -> captures.addAll(onEach(rest, interfaceName, filter, action)));
    captures.addFirst(first);
    return captures;
  }

  /**
   * Captures packets until the given number has been captured.
   *
   * @param limit time limit, rounded up to whole seconds; the capture then has the packets so far
   */
  public static Capture first(
      LabNode node, String interfaceName, String filter, int packets, Duration limit) {
    return first(node, interfaceName, filter, List.of(), packets, limit);
  }

  /**
   * Does the same with further options of tcpdump, such as {@code -e} for the frames' addresses.
   */
  public static Capture first(
      LabNode node,
      String interfaceName,
      String filter,
      List<String> options,
      int packets,
      Duration limit) {
    var seconds = (int) limit.plusMillis(999).toSeconds();
    return new Capture(
        node.run(
                limit.plusSeconds(10),
                List.of(
                    "/bin/sh",
                    "-c",
                    line(seconds, interfaceName, packets, filter, options) + " 2> /dev/null"))
            .out());
  }

  private static String line(
      int seconds, String interfaceName, int most, String filter, List<String> options) {
    return "timeout %d tcpdump -l -n -i %s -c %d %s %s"
        .formatted(
            seconds,
            interfaceName,
            most,
            String.join(" ", options),
            filter.isEmpty() ? "" : "'" + filter + "'");
  }

  public List<String> lines() {
    return text.lines().filter(l -> !l.isBlank()).toList();
  }

  /** Reports whether some line contains all these texts. */
  public boolean shows(String... texts) {
    return lines().stream().anyMatch(line -> List.of(texts).stream().allMatch(line::contains));
  }

  @Override
  public String toString() {
    var lines = lines();
    return lines.isEmpty() ? "no packet" : lines.size() + " lines, the first " + lines.getFirst();
  }
}
