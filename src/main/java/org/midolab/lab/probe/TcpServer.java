package org.midolab.lab.probe;

import java.time.Duration;

/** TCP servers on nodes. They end by themselves. */
public final class TcpServer {

  private static final Duration START = Duration.ofSeconds(5);

  private TcpServer() {}

  /**
   * Starts a server that sends the output of a command to one client. Returns when it listens.
   *
   * @param command shell command line
   */
  public static void sendOnce(LabNode node, String command, int port) {
    start(node, command + " | timeout 10 nc -l -N -q 1 " + port, port);
  }

  /** Starts a server that accepts connections for 20 s. Returns when it listens. */
  public static void accept(LabNode node, int port) {
    start(node, "timeout 20 nc -l -k " + port, port);
  }

  private static void start(LabNode node, String line, int port) {
    node.shell("(" + line + ") > /dev/null 2>&1 < /dev/null &");
    Wait.until(
        START,
        Probe.of("the listeners of " + node.name(), () -> node.run("ss", "-Hltn").out()),
        Expectation.that("a listener on port " + port, out -> out.contains(":" + port + " ")));
  }
}
