package org.midolab.lab.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * How long a command of ours takes from its start to its end on a node, by the node's own clock:
 * once to warm up, then as often as is counted.
 */
final class StartUp {

  /** Says the nanoseconds of each run. Its first argument is how often, the others the command. */
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
   * @param bound of the median, in seconds
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
