package org.midolab.lab.bench;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * Watches a service during a benchmark. The benchmark fails if the service's process ended and was
 * restarted, or ran out of memory and continued.
 */
final class ServiceWatch {

  private static final String OUT_OF_MEMORY = "OutOfMemoryError";
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final Node node;
  private final String unit;
  private final State begun;

  ServiceWatch(Node node, String unit) {
    this.node = node;
    this.unit = unit;
    this.begun = state();
    if (begun.pid() == 0) {
      throw new LabFailure(unit + " does not run on " + node.name());
    }
  }

  /**
   * The service's state, as systemd reports it.
   *
   * @param pid id of the main process; 0 if the service does not run
   * @param restarts number of restarts
   */
  record State(int pid, int restarts) {

    static State parse(String text) {
      return new State(number(text, "MainPID=(\\d+)"), number(text, "NRestarts=(\\d+)"));
    }

    private static int number(String text, String pattern) {
      var found = Pattern.compile(pattern).matcher(text);
      if (!found.find()) {
        throw new LabFailure("the output of systemctl does not match " + pattern + ": " + text);
      }
      return Integer.parseInt(found.group(1));
    }
  }

  private State state() {
    return State.parse(
        node.exec("systemctl", "show", unit, "-p", "MainPID", "-p", "NRestarts")
            .orFail("the state of " + unit + " on " + node.name())
            .out());
  }

  /**
   * Checks that the service still runs in the same process.
   *
   * @throws LabFailure if it does not
   */
  void checkSameProcess() {
    State now = state();
    if (!now.equals(begun)) {
      throw new LabFailure(
          "%s on %s did not run through the benchmark: %s became %s; its last log lines:\n%s"
              .formatted(unit, node.name(), begun, now, journal("tail -n 10")));
    }
  }

  /**
   * Checks the same as {@link #checkSameProcess}, and that the service did not run out of memory.
   * Called at the end, because it searches the whole journal of the service.
   *
   * @throws LabFailure if the service ran out of memory, even if it continued
   */
  void checkHealth() {
    checkSameProcess();
    String output = journal("grep -m 5 " + OUT_OF_MEMORY + " || true");
    if (!output.isEmpty()) {
      throw new LabFailure("%s on %s ran out of memory:\n%s".formatted(unit, node.name(), output));
    }
  }

  /** Returns the output of a shell filter over the unit's whole journal. */
  private String journal(String filter) {
    String line = "journalctl -q -u " + unit + " --no-pager -o cat | { " + filter + "; }";
    return node.exec(LIMIT, List.of("/bin/sh", "-c", line)).orFail(line).out().strip();
  }

  /** Returns the peak of the process's resident memory, in MiB. */
  double peakResident() {
    return resident(
        node.exec("cat", "/proc/" + begun.pid() + "/status").orFail("memory of " + unit).out());
  }

  static double resident(String status) {
    var found = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(status);
    if (!found.find()) {
      throw new LabFailure("no VmHWM in: " + status);
    }
    return Long.parseLong(found.group(1)) / 1024.0;
  }
}
