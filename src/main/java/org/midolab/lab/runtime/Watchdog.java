package org.midolab.lab.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes away what a process was making, or a test run's lab, however that process ends. A process
 * of its own holds one end of our pipe: end of file means that we are gone, {@code kill -9}
 * included. It needs neither an image nor a port (docs:
 * operations.md#what-a-lab-makes-on-the-machine).
 */
final class Watchdog {

  /**
   * $1 the label of what to take, $2 the session in it, $3 the lab's state. More than one pass,
   * since the engine may still be busy with the last thing that it was asked for.
   */
  private static final String SCRIPT =
      """
      [ -n "$1" ] && [ -n "$2" ] || exit 2
      if read -r _; then exit 0; fi
      for pass in 1 2 3; do
        docker ps -aq --filter "label=$1=$2" | xargs -r docker rm -fv
        docker network ls -q --filter "label=$1=$2" | xargs -r docker network rm
        sleep 1
      done
      if [ -n "$3" ] && grep -qs "$2" "$3/state.json"; then rm -rf -- "$3"; fi
      """;

  private final Process process;

  private Watchdog(Process process) {
    this.process = process;
  }

  /**
   * @param session label of the objects that are removed
   */
  static Watchdog over(String session) {
    return start(session, "");
  }

  /**
   * @param session label of the objects that are removed
   * @param state the lab's directory; it is removed too if its state names the session
   */
  static Watchdog over(String session, Path state) {
    return start(session, state.toString());
  }

  private static Watchdog start(String session, String state) {
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
                      Labels.SESSION,
                      session,
                      state))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new EnvironmentException(
          "the watchdog cannot be started: " + e.getMessage(), "apt-get install util-linux", e);
    }
  }

  /** Sends the watchdog home: what it watched over may stay. */
  void release() {
    try (var pipe = process.getOutputStream()) {
      pipe.write('\n');
    } catch (IOException e) {
      process.destroy();
    }
  }
}
