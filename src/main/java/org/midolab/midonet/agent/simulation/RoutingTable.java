package org.midolab.midonet.agent.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;

/**
 * A router's routes in a binary trie over the bits of the destination. Immutable.
 *
 * <p>In addition to the given routes, every address of the router's own ports is a {@link
 * Route.NextHop#LOCAL} destination.
 *
 * <pre>
 *   0.0.0.0/0 ●            A lookup follows the bits of the destination and collects the nodes with routes.
 *        0/   \1           The depth at which it leaves the trie is the number of bits that the result
 *        ●     ○           depends on.
 *             0/ \1
 * </pre>
 */
public final class RoutingTable {

  private static final class Node {
    private final Node[] child = new Node[2];
    private List<Route> routes = List.of();
  }

  private final Node root = new Node();
  private final List<Route> routes;

  private RoutingTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    this.routes.forEach(this::insert);
  }

  /**
   * Returns the table of a router.
   *
   * @param routes stored and learned routes, also those through inactive ports: a lookup skips
   *     unusable routes
   * @param ports the router's own ports
   */
  public static RoutingTable of(Collection<Route> routes, Collection<Port> ports) {
    List<Route> all = new ArrayList<>(routes);
    Set<Ip4> local = new HashSet<>();
    for (Route route : routes) {
      if (route.nextHop() == Route.NextHop.LOCAL && route.destination().length() == 32) {
        local.add(route.destination().address());
      }
    }
    for (Port port : ports) {
      if (port.portAddress() != null && local.add(port.portAddress())) {
        all.add(ownAddress(port));
      }
    }
    // the same order on every agent, so that all agents choose the same of several equal routes
    all.sort(Comparator.comparing(Route::id));
    return new RoutingTable(all);
  }

  private static Route ownAddress(Port port) {
    Prefix address = Prefix.host(port.portAddress());
    return new Route(
        port.id(),
        port.routerId(),
        Prefix.ANY,
        address,
        Route.NextHop.LOCAL,
        port.id(),
        null,
        0,
        false);
  }

  /** Returns all routes, including those of the router's own addresses, ordered by id. */
  public List<Route> routes() {
    return routes;
  }

  private void insert(Route route) {
    int bits = route.destination().address().bits();
    Node node = root;
    for (int depth = 0; depth < route.destination().length(); depth++) {
      int bit = bits >>> 31 - depth & 1;
      if (node.child[bit] == null) {
        node.child[bit] = new Node();
      }
      node = node.child[bit];
    }
    List<Route> more = new ArrayList<>(node.routes);
    more.add(route);
    node.routes = List.copyOf(more);
  }

  /**
   * Returns the best usable routes: those with the longest destination prefix and, among these, the
   * lowest weight.
   *
   * @param destination the address as 32 bits
   * @param usable called for routes in order of decreasing prefix length, and no more after a
   *     prefix has a usable route
   */
  Lookup lookup(int destination, Predicate<Route> usable) {
    Node[] path = new Node[33];
    int found = 0;
    int depth = 0;
    Node node = root;
    while (node != null) {
      if (!node.routes.isEmpty()) {
        path[found++] = node;
      }
      if (depth == 32) {
        break;
      }
      node = isLeaf(node) ? null : node.child[destination >>> 31 - depth++ & 1];
    }
    while (found > 0) {
      List<Route> best = lightest(path[--found].routes, usable);
      if (!best.isEmpty()) {
        return new Lookup(best, depth);
      }
    }
    return new Lookup(List.of(), depth);
  }

  private static boolean isLeaf(Node node) {
    return node.child[0] == null && node.child[1] == null;
  }

  private static List<Route> lightest(List<Route> candidates, Predicate<Route> usable) {
    if (candidates.size() == 1) {
      return usable.test(candidates.getFirst()) ? candidates : List.of();
    }
    List<Route> best = new ArrayList<>(candidates.size());
    for (Route route : candidates) {
      if (usable.test(route)) {
        if (!best.isEmpty() && route.weight() < best.getFirst().weight()) {
          best.clear();
        }
        if (best.isEmpty() || route.weight() == best.getFirst().weight()) {
          best.add(route);
        }
      }
    }
    return best;
  }

  /**
   * Result of a lookup.
   *
   * @param routes the best routes, with equal prefix and weight; empty if there is none
   * @param bits number of leading bits of the destination that the result depends on, 0 to 32
   */
  record Lookup(List<Route> routes, int bits) {}
}
