package org.midolab.midonet.agent;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the agent's state to the service manager (sd_notify(3)). Does nothing without a service
 * manager.
 */
final class Systemd {

  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

  private Systemd() {}

  static void ready() {
    notify("--ready", "--status=registered and forwarding");
  }

  static void status(String text) {
    notify("--status=" + text);
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
