package org.midolab.midonet.cluster.neutron;

import java.util.List;
import java.util.stream.Stream;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.model.neutron.FloatingIp;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronSubnet.HostRoute;
import org.midolab.midonet.model.neutron.SecurityGroup;
import org.midolab.midonet.model.neutron.SecurityGroupRule;

/**
 * What other objects must be for an object to have an effect. An object without an effect is
 * refused, since nothing else would report it.
 */
final class Preconditions {

  private Preconditions() {}

  /**
   * Checks a new or changed object.
   *
   * @param before null when the object is new
   * @param after null when it is deleted
   * @throws ApiException 400, 404 or 409
   */
  static void check(NeutronObject before, NeutronObject after, View view) {
    switch (after) {
      case NeutronPort port -> host(port, view);
      case NeutronRouter router -> routes((NeutronRouter) before, router, view);
      case FloatingIp floating -> externalPort(floating, view);
      case SecurityGroupRule rule
          when view.find(SecurityGroup.class, rule.securityGroupId()) == null ->
          throw ApiException.notFound("there is no security group " + rule.securityGroupId());
      case null, default -> {
        // depends on nothing
      }
    }
  }

  /** Refuses a binding to an unknown host. */
  private static void host(NeutronPort port, View view) {
    if (hasUnknownHost(port, view)) {
      throw ApiException.invalid(
          "binding:host_id",
          "must name a host with a registered agent, but there is no host '"
              + port.hostName()
              + "'; start its agent first");
    }
  }

  /** Returns whether a port names an interface of a host that has no registered agent. */
  static boolean hasUnknownHost(NeutronPort port, View view) {
    return port.namesInterface() && view.hostNamed(port.hostName()) == null;
  }

  /** Refuses new extra routes whose next hop is in no subnet of the router. */
  private static void routes(NeutronRouter before, NeutronRouter router, View view) {
    if (router.gwPortId() != null && view.port(router.gwPortId()) == null) {
      return; // a dangling reference, which is reported as such
    }
    List<HostRoute> known = before == null ? List.of() : before.routes();
    List<RouterPort> ports =
        Stream.concat(
                Stream.ofNullable(RouterTranslation.gateway(router, view)),
                InterfaceTranslation.routerPortsOf(router.id(), view).stream())
            .toList();
    for (HostRoute route : router.routes()) {
      if (route.nexthop().indexOf(':') < 0 && !known.contains(route)) {
        Ip4 via = Ip4.parse(route.nexthop());
        if (ports.stream().noneMatch(port -> port.prefix().contains(via))) {
          throw ApiException.invalid(
              "routes",
              "must have next hops in the subnets of the router's ports, but "
                  + via
                  + " is in none of them");
        }
      }
    }
  }

  /** Refuses a floating IP whose router has no port in the floating IP's network. */
  private static void externalPort(FloatingIp floating, View view) {
    NeutronRouter router = floating.isAssociated() ? view.router(floating.routerId()) : null;
    NeutronNetwork network = view.network(floating.floatingNetworkId());
    if (router != null
        && network != null
        && FloatingIpTranslation.externalPort(router, floating, view) == null) {
      throw ApiException.conflict(
          "router "
              + router.id()
              + " has no gateway or interface in network "
              + network.id()
              + ", so it cannot serve the floating IP "
              + floating.floatingIpAddress());
    }
  }
}
