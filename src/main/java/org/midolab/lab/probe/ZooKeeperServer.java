package org.midolab.lab.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Probes of a ZooKeeper server by its four-letter commands over the network. */
public final class ZooKeeperServer {

  /** The client port, as in the guide. */
  public static final int PORT = 2181;

  private static final int TIMEOUT_MILLIS = 3000;

  private ZooKeeperServer() {}

  /** Returns the server's answer to a four-letter command. */
  public static Probe<String> word(LabNode node, String word) {
    return Probe.of(
        "ZooKeeper's answer on " + node.name() + " to " + word,
        () -> ask(node.management(), word).strip());
  }

  /**
   * Returns the role of each server in the ensemble, by node: {@code leader}, {@code follower}, or
   * the reason why it is unknown.
   */
  public static Probe<Map<String, String>> modes(Iterable<LabNode> nodes) {
    return Probe.of(
        "the roles in the ZooKeeper ensemble",
        () -> {
          var modes = new TreeMap<String, String>();
          nodes.forEach(node -> modes.put(node.name(), mode(node)));
          return modes;
        });
  }

  private static String mode(LabNode node) {
    try {
      return ask(node.management(), "srvr")
          .lines()
          .filter(line -> line.startsWith("Mode: "))
          .map(line -> line.substring("Mode: ".length()).strip())
          .findFirst()
          .orElse("not serving");
    } catch (IOException e) {
      return "no answer (" + e.getMessage() + ")";
    }
  }

  private static String ask(String host, String word) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, PORT), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
