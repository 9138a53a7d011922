package org.midolab.lab.probe;

import java.util.List;

/** Probes of the routes in a node's kernel. */
public final class HostRoute {

  private HostRoute() {}

  /**
   * Returns the next hops of a multipath route to a prefix, as {@code ip route} prints them,
   * without those that the kernel marks as dead. Returns an empty list if there is one next hop or
   * none.
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
