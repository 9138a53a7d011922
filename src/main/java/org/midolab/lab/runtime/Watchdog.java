package org.midolab.lab.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Removes the objects that this process was creating, or a test run's lab, however this process
 * ends. It is a separate process, which reads from a pipe of this one: end of file means that this
 * process has ended, {@code kill -9} included. It needs neither an image nor a port (docs:
 * operations.md#what-a-lab-makes-on-the-machine).
 */
final class Watchdog {

  /**
   * $1: the label of the objects to remove, $2: the session in the label, $3: the lab's state
   * directory. There is more than one pass, because the engine may still be working on the last
   * request of this process.
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
   * Starts a watchdog that removes the objects of a session.
   *
   * @param session label of the objects
   */
  static Watchdog start(String session) {
    return launch(session, "");
  }

  /**
   * Starts a watchdog that removes the objects of a session and a lab's state.
   *
   * @param session label of the objects
   * @param state the lab's directory; it is removed, too, if its state names the session
   */
  static Watchdog start(String session, Path state) {
    return launch(session, state.toString());
  }

  private static Watchdog launch(String session, String state) {
    try {
      // setsid puts it in a session of its own, so that a signal to our process group does not
      // reach it.
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

  /** Ends the watchdog without removing anything. */
  void release() {
    try (var pipe = process.getOutputStream()) {
      pipe.write('\n');
    } catch (IOException e) {
      process.destroy();
    }
  }
}
