package org.midolab.lab.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One ZooKeeper server, asked over the network by its four-letter words. */
public final class ZooKeeperServer {

  /** The client port, in the guide and in ours. */
  public static final int PORT = 2181;

  private static final int TIMEOUT_MILLIS = 3000;

  private ZooKeeperServer() {}

  /** What the server answers to a four-letter word. */
  public static Probe<String> word(LabNode node, String word) {
    return Probe.of(
        "ZooKeeper's answer on " + node.name() + " to " + word,
        () -> ask(node.management(), word).strip());
  }

  /**
   * The role that each server plays in the ensemble, by node: {@code leader}, {@code follower} or
   * why none is known.
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
      return "silent (" + e.getMessage() + ")";
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
