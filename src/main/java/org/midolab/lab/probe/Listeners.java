package org.midolab.lab.probe;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The TCP sockets on which a node listens, as {@code address:port}, as the node's {@code ss}
 * reports them.
 */
public record Listeners(Set<String> sockets) {

  public Listeners {
    sockets = Set.copyOf(sockets);
  }

  public static Probe<Listeners> of(LabNode node) {
    return Probe.of(
        "the TCP listeners of " + node.name(),
        () -> {
          var shown = node.run("ss", "-H", "-t", "-l", "-n");
          if (!shown.ok()) {
            throw new LabException("ss: " + shown.all());
          }
          return parse(shown.out());
        });
  }

  /**
   * Reports whether a process listens on that address and port, or on the port of a wildcard
   * address.
   */
  public boolean at(String address, int port) {
    return sockets.contains(address + ":" + port) || everywhere(port);
  }

  public boolean everywhere(int port) {
    return sockets.contains("*:" + port)
        || sockets.contains("0.0.0.0:" + port)
        || sockets.contains("[::]:" + port);
  }

  public boolean any(int port) {
    return sockets.stream().anyMatch(s -> s.endsWith(":" + port));
  }

  static Listeners parse(String ss) {
    return new Listeners(
        ss.lines()
            .map(line -> line.strip().split("\\s+"))
            .filter(words -> words.length >= 4)
            .map(
                words ->
                    words[3]
                        .replace("[::ffff:", "")
                        .replaceFirst("^([0-9.]+)]:", "$1:")
                        .replaceFirst("%[a-z0-9]+:", ":"))
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public String toString() {
    return new TreeSet<>(sockets).toString();
  }
}
