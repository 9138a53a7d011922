package org.midolab.lab.probe;

import java.util.List;

/** A node's own routes, as its kernel has them. */
public final class HostRoute {

  private HostRoute() {}

  /**
   * The next hops among which a node spreads what it sends to a prefix, as {@code ip route} prints
   * them, without those that the kernel calls dead; empty for one or none.
   */
  public static Probe<List<String>> nextHops(LabNode node, String prefix) {
    return Probe.of(
        "the next hops of " + node.name() + " to " + prefix,
        () ->
            node.run("ip", "route", "show", prefix)
                .out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("nexthop "))
                .filter(line -> !line.contains(" dead"))
                .distinct()
                .toList());
  }
}
