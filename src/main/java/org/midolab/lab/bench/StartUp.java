package org.midolab.lab.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * Measures how long a command takes on a node from its start to its end, by the node's own clock.
 * One run before the counted runs warms up the caches.
 */
final class StartUp {

  /**
   * Prints the time of each run in nanoseconds. The first argument is the number of runs, the
   * others are the command.
   */
  private static final String SCRIPT =
      """
      runs=$1
      shift
      "$@" >/dev/null 2>&1
      while [ "$runs" -gt 0 ]; do
        begun=$(date +%s%N)
        "$@" >/dev/null || exit 1
        echo $(($(date +%s%N) - begun))
        runs=$((runs - 1))
      done
      """;

  private final Node node;
  private final int runs;

  StartUp(Node node, int runs) {
    this.node = node;
    this.runs = runs;
  }

  /**
   * Runs the command.
   *
   * @param bound of the median, in seconds, such as {@code ≤ 0.3}
   */
  Series of(String bound, String... command) {
    var line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh", "" + runs));
    line.addAll(List.of(command));
    String name = String.join(" ", command);
    var took =
        node.exec(Duration.ofSeconds(60L + 10L * runs), line).orFail(name).out().lines().toList();
    if (took.size() != runs) {
      throw new LabFailure(name + " was not timed " + runs + " times: " + took);
    }
    return new Series(
        name, "s", bound, took.stream().map(nanos -> Long.parseLong(nanos) / 1e9).toList());
  }
}
