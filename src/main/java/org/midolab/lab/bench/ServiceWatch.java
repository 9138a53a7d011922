package org.midolab.lab.bench;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * A service that has to live through a benchmark in one piece: a process that ended and was started
 * anew, or ran out of memory and went on, is a failure, however fast it was.
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
   * What systemd says.
   *
   * @param pid 0 when it does not run
   */
  record State(int pid, int restarts) {

    static State parse(String text) {
      return new State(number(text, "MainPID=(\\d+)"), number(text, "NRestarts=(\\d+)"));
    }

    private static int number(String text, String pattern) {
      var found = Pattern.compile(pattern).matcher(text);
      if (!found.find()) {
        throw new LabFailure("systemctl says nothing of " + pattern + ": " + text);
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
   * @throws LabFailure when it is not the process that it was
   */
  void mustLive() {
    State now = state();
    if (!now.equals(begun)) {
      throw new LabFailure(
          "%s on %s did not live through it: %s became %s; its last words:\n%s"
              .formatted(unit, node.name(), begun, now, journal("tail -n 10")));
    }
  }

  /**
   * As {@link #mustLive}, and in good health: for the end, since all that it wrote is looked
   * through.
   *
   * @throws LabFailure when it ran out of memory, even if it went on
   */
  void mustBeWell() {
    mustLive();
    String said = journal("grep -m 5 " + OUT_OF_MEMORY + " || true");
    if (!said.isEmpty()) {
      throw new LabFailure("%s on %s ran out of memory:\n%s".formatted(unit, node.name(), said));
    }
  }

  /** What a filter leaves of all that the unit wrote. */
  private String journal(String filter) {
    String line = "journalctl -q -u " + unit + " --no-pager -o cat | { " + filter + "; }";
    return node.exec(LIMIT, List.of("/bin/sh", "-c", line)).orFail(line).out().strip();
  }

  /** The most memory that the process ever held, in MiB. */
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
