package org.midolab.midonet.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the agent's state to the service manager (sd_notify(3)), and asks it what follows a stop.
 * Does nothing without a service manager.
 */
final class Systemd {

  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

  private static final String UNIT = "midolman.service";

  /** Limit of the question at a stop, well within the unit's TimeoutStopSec. */
  private static final long JOBS_SECONDS = 2;

  private Systemd() {}

  static void ready() {
    notify("--ready", "--status=registered and forwarding");
  }

  static void status(String text) {
    notify("--status=" + text);
  }

  /**
   * Returns whether the agent's unit is being restarted: systemd keeps the type of such a job until
   * the unit has stopped. Returns false without an answer, so that a stop is never taken for a
   * restart.
   */
  static boolean restartsAgent() {
    if (System.getenv("NOTIFY_SOCKET") == null) {
      return false;
    }
    try {
      Process process =
          new ProcessBuilder("systemctl", "list-jobs", "--no-legend", "--no-pager", UNIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(JOBS_SECONDS, TimeUnit.SECONDS)) {
        return hasRestart(
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
      process.destroyForcibly();
      LOG.warn("the service manager did not say whether it restarts the agent; this is a stop");
    } catch (IOException e) {
      LOG.warn("whether the agent is restarted is unknown, so this is a stop: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /**
   * Returns whether the output of {@code systemctl list-jobs --no-legend} has a restart of the
   * agent's unit: lines of job id, unit, type and state, separated by blanks.
   */
  static boolean hasRestart(String jobs) {
    return jobs.lines()
        .map(line -> List.of(line.strip().split("\\s+")))
        .anyMatch(job -> job.contains(UNIT) && job.contains("restart"));
  }

  private static void notify(String... words) {
    if (System.getenv("NOTIFY_SOCKET") == null) {
      return;
    }
    String[] command = new String[words.length + 2];
    command[0] = "systemd-notify";
    command[1] = "--pid=" + ProcessHandle.current().pid();
    System.arraycopy(words, 0, command, 2, words.length);
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.warn(
          "the agent's state could not be reported to the service manager: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
