package org.midolab.lab.spec;

import java.util.List;
import java.util.Optional;

/**
 * One node of a lab.
 *
 * @param engine the container engine that runs the node; only {@link Engine#LOCAL} is supported
 * @param loopback addresses on {@code lo} besides 127.0.0.1
 */
public record NodePlan(
    String name,
    NodeKind kind,
    Engine engine,
    List<Cidr> loopback,
    List<Route> routes,
    Optional<BgpPlan> bgp) {

  public NodePlan {
    loopback = List.copyOf(loopback);
    routes = List.copyOf(routes);
  }

  /**
   * Returns the main services of the node by their unit names. A service comes after those that it
   * needs.
   */
  public List<String> services() {
    return bgp.map(plan -> List.of(plan.software().unit())).orElseGet(kind::services);
  }

  /** The container engine that a node runs on, by its name in the lab file. */
  public record Engine(String name) {
    public static final Engine LOCAL = new Engine("local");
  }

  /** A static route; {@code to} is 0.0.0.0/0 for {@code default}. */
  public record Route(Cidr to, Cidr via) {}
}
