package org.midolab.midonet.agent.bgp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.midolab.linux.Cidr;
import org.midolab.linux.RouteEntry;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts the kernel's routes in a BGP namespace to routes of the virtual router. */
final class LearnedRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(LearnedRoutes.class);

  /** The administrative distance of eBGP, for kernel routes without a metric. */
  private static final int DISTANCE = 20;

  private LearnedRoutes() {}

  /**
   * Returns a route for each next hop of each kernel route that zebra installed for BGP.
   *
   * @param port the uplink port through which the routes were learned
   * @param most {@code agent.router.max_bgp_peer_routes}; routes beyond it are left out, ordered by
   *     destination and id
   */
  static Set<Route> of(Port port, Collection<RouteEntry> kernel, int most) {
    Set<Route> routes = new LinkedHashSet<>();
    kernel.stream()
        .filter(route -> route.protocol() == RouteEntry.BGP)
        .filter(route -> route.table() == RouteEntry.MAIN && route.type() == RouteEntry.UNICAST)
        .forEach(
            route ->
                route
                    .nextHops()
                    .forEach(
                        hop ->
                            hop.gateway()
                                .ifPresent(
                                    gateway ->
                                        routes.add(
                                            learned(
                                                port,
                                                prefix(route.destination()),
                                                ip4(gateway.getAddress()),
                                                route.metric())))));
    if (routes.size() > most) {
      LOG.warn(
          "port {} has learned {} routes, {} are used; raise agent.router.max_bgp_peer_routes for more",
          port.id(),
          routes.size(),
          most);
      return new LinkedHashSet<>(routes.stream().sorted(LearnedRoutes::order).limit(most).toList());
    }
    return routes;
  }

  private static int order(Route a, Route b) {
    int byDestination = a.destination().address().compareTo(b.destination().address());
    return byDestination != 0 ? byDestination : a.id().compareTo(b.id());
  }

  private static Route learned(Port port, Prefix destination, Ip4 gateway, int metric) {
    // A route has the same id after each restart, so that a restart changes nothing in the NSDB.
    String identity = port.id() + " " + destination + " " + gateway;
    return new Route(
        UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)),
        port.routerId(),
        Prefix.ANY,
        destination,
        Route.NextHop.PORT,
        port.id(),
        gateway,
        metric > 0 ? metric : DISTANCE,
        true);
  }

  private static Prefix prefix(Cidr cidr) {
    return new Prefix(ip4(cidr.address().getAddress()), cidr.prefixLength());
  }

  private static Ip4 ip4(byte[] address) {
    return new Ip4(ByteBuffer.wrap(address).getInt());
  }
}
