package org.midolab.lab.probe;

import java.util.List;

/** Probes of the routes in a node's kernel. */
public final class HostRoute {

  private HostRoute() {}

  /** The live next hops of a node to a prefix, see {@link #parseNextHops}. */
  public static Probe<List<String>> nextHops(LabNode node, String prefix) {
    return Probe.of(
        "the next hops of " + node.name() + " to " + prefix,
        () -> parseNextHops(raw(node, prefix).text()));
  }

  /** What {@code ip route show PREFIX} prints on a node. */
  public static RawAnswer raw(LabNode node, String prefix) {
    return RawAnswer.of(node, "ip", "route", "show", prefix);
  }

  /**
   * The next hops among which a node spreads what it sends, in what {@code ip route show} printed,
   * without those that the kernel calls dead; empty for one or none.
   */
  public static List<String> parseNextHops(String printed) {
    return printed
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("nexthop "))
        .filter(line -> !line.contains(" dead"))
        .distinct()
        .toList();
  }
}
