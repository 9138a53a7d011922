package org.midolab.lab.probe;

import java.time.Duration;

/** TCP servers on nodes. They end when they are closed, or by themselves. */
public final class TcpServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(5);

  private final LabNode node;
  private final String pid;

  private TcpServer(LabNode node, String pid) {
    this.node = node;
    this.pid = pid;
  }

  /**
   * Starts a server that sends the output of a command to one client. Returns when it listens.
   *
   * @param command shell command line
   */
  public static void sendOnce(LabNode node, String command, int port) {
    start(node, command + " | timeout 10 nc -l -N -q 1 " + port, port);
  }

  /** Starts a server that accepts connections for at most 20 s. Returns when it listens. */
  public static TcpServer accept(LabNode node, int port) {
    return start(node, "exec timeout 20 nc -l -k " + port, port);
  }

  private static TcpServer start(LabNode node, String line, int port) {
    var pid = node.shell("(" + line + ") > /dev/null 2>&1 < /dev/null & echo $!").text();
    Wait.until(
        START,
        Probe.of("the listeners of " + node.name(), () -> node.run("ss", "-Hltn").out()),
        Expectation.that("a listener on port " + port, out -> out.contains(":" + port + " ")));
    return new TcpServer(node, pid);
  }

  /** Ends the server. Returns when its port is free, after 2 s at most. */
  @Override
  public void close() {
    node.shell(closing(pid));
  }

  /** Returns the shell command line that ends a server. */
  static String closing(String pid) {
    return "kill %1$s 2> /dev/null && timeout 2 tail -s 0.1 --pid=%1$s -f /dev/null".formatted(pid);
  }
}
