package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronRouterInterface;

/**
 * Translates a router interface to a router port with a route to the subnet. The port is linked to
 * the network's port or, on an uplink network, bound to the interface of a host (docs:
 * contract.md#edge-router).
 *
 * <p>When hosts of one subnet reach each other through the router, for example by floating IPs,
 * their source address is translated to the router's, so that answers return through the router
 * (hairpin NAT).
 */
final class InterfaceTranslation {

  private InterfaceTranslation() {}

  static UUID reverseSnatRule(UUID interfaceId) {
    return DerivedId.of("interface-rev-snat", interfaceId);
  }

  static UUID snatRule(UUID interfaceId) {
    return DerivedId.of("interface-snat", interfaceId);
  }

  private static RouterPort routerPort(NeutronRouterInterface routerInterface, View view) {
    return RouterPort.of(routerInterface.routerId(), view.port(routerInterface.portId()), view);
  }

  /** Returns the router ports of a router's interfaces. */
  static List<RouterPort> routerPortsOf(UUID routerId, View view) {
    return view.interfacesOf(routerId).stream()
        .map(each -> routerPort(each, view))
        .filter(Objects::nonNull)
        .toList();
  }

  static List<TopologyPart> of(NeutronRouterInterface routerInterface, View view) {
    NeutronRouter router = view.router(routerInterface.routerId());
    RouterPort routerPort = routerPort(routerInterface, view);
    if (router == null || routerPort == null) {
      return List.of();
    }
    List<TopologyPart> parts = new ArrayList<>(routerPort.portAndAddress());
    parts.add(routerPort.route("subnet", Prefix.ANY, routerPort.prefix(), null));
    if (routerPort.network().isUplink()) {
      parts.add(
          new TopologyPart.GroupMember(
              routerPort.id(), RouterTranslation.uplinkGroup(router.id())));
      parts.addAll(PortTranslation.binding(routerPort.id(), routerPort.port(), view));
      return parts;
    }
    parts.add(
        new TopologyPart.GroupMember(
            routerPort.id(), RouterTranslation.interfaceGroup(router.id())));
    DhcpTranslation.server(routerPort.subnet().id(), view)
        .map(
            via -> routerPort.route("metadata", routerPort.prefix(), DhcpTranslation.METADATA, via))
        .ifPresent(parts::add);
    parts.addAll(hairpinNat(routerInterface.id(), routerPort, view));
    if (servesFloatingIps(router, routerPort, view)) {
      parts.addAll(RouterTranslation.skipSnat(routerPort));
    }
    return parts;
  }

  private static List<TopologyPart> hairpinNat(UUID id, RouterPort routerPort, View view) {
    Set<UUID> port = Set.of(routerPort.id());
    return List.of(
        new TopologyPart.ChainRule(
            Rules.reverseSnat(
                reverseSnatRule(id),
                RouterTranslation.preRouting(routerPort.routerId()),
                Rules.condition().inPortIds(port).nwDst(Prefix.host(routerPort.ip())).build()),
            TopologyPart.LAST),
        new TopologyPart.ChainRule(
            Rules.dynamicSnat(
                snatRule(id),
                RouterTranslation.postRouting(routerPort.routerId()),
                Rules.condition()
                    .inPortIds(port)
                    .outPortIds(port)
                    .matchForwardFlow(true)
                    .nwDst(DhcpTranslation.METADATA)
                    .nwDstInv(true),
                routerPort.ip(),
                view.natPorts()),
            TopologyPart.LAST));
  }

  /** Returns whether floating IPs are reached by this interface instead of the gateway. */
  private static boolean servesFloatingIps(NeutronRouter router, RouterPort routerPort, View view) {
    if (!routerPort.network().external()) {
      return false;
    }
    NeutronPort gateway = router.gwPortId() == null ? null : view.port(router.gwPortId());
    return (gateway == null || !gateway.networkId().equals(routerPort.network().id()))
        && view.floatingIpsOf(router.id()).stream()
            .anyMatch(
                each ->
                    each.isAssociated()
                        && each.floatingNetworkId().equals(routerPort.network().id()));
  }
}
