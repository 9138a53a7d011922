package org.midolab.lab.runtime;

import java.io.IOException;
import java.util.List;

/**
 * Takes a test run's labs down however its JVM ends. A process of its own holds one end of our
 * pipe: end of file means that we are gone, {@code kill -9} included. It needs neither an image nor
 * a port (fact sheet "harness", §2).
 */
final class Watchdog implements AutoCloseable {

  private static final String SCRIPT =
      """
      cat > /dev/null
      docker ps -aq --filter "label=$1" | xargs -r docker rm -fv
      docker network ls -q --filter "label=$1" | xargs -r docker network rm
      """;

  private final Process process;

  private Watchdog(Process process) {
    this.process = process;
  }

  static Watchdog over(String session) {
    try {
      // A session of its own, so that a signal to our process group does not reach it.
      return new Watchdog(
          new ProcessBuilder(
                  List.of(
                      "setsid",
                      "sh",
                      "-c",
                      SCRIPT,
                      "midolab-watchdog",
                      Labels.SESSION + "=" + session))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new EnvironmentException(
          "the watchdog cannot be started: " + e.getMessage(), "apt-get install util-linux", e);
    }
  }

  /** Lets the watchdog do its work now and waits for its end. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
