package org.midolab.midonet.cluster.neutron;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.neutron.FloatingIp;
import org.midolab.midonet.model.neutron.NeutronRouter;

/**
 * Translates a floating IP to rules of its router and an ARP entry of the external network. The
 * rules are static NAT between floating and fixed IP; the ARP entry resolves the floating IP to the
 * router's MAC.
 */
final class FloatingIpTranslation {

  private FloatingIpTranslation() {}

  static List<TopologyPart> of(FloatingIp floating, View view) {
    NeutronRouter router = floating.isAssociated() ? view.router(floating.routerId()) : null;
    RouterPort externalPort = router == null ? null : externalPort(router, floating, view);
    if (externalPort == null) {
      return List.of();
    }
    Prefix fixed = Prefix.host(floating.fixedIpAddress());
    Rule dnat =
        Rules.staticNat(
            Rule.Type.DNAT,
            DerivedId.of("floating-dnat", floating.id(), router.id()),
            RouterTranslation.preRouting(router.id()),
            Rules.condition().nwDst(Prefix.host(floating.floatingIpAddress())).build(),
            floating.fixedIpAddress());
    Rule exact =
        Rules.staticNat(
            Rule.Type.SNAT,
            DerivedId.of("floating-snat-exact", floating.id(), router.id()),
            RouterTranslation.floatSnatExact(router.id()),
            Rules.condition().outPortIds(Set.of(externalPort.id())).nwSrc(fixed).build(),
            floating.floatingIpAddress());
    Rule any =
        Rules.staticNat(
            Rule.Type.SNAT,
            snat(floating.id(), router.id()),
            RouterTranslation.floatSnat(router.id()),
            Rules.condition().nwSrc(fixed).build(),
            floating.floatingIpAddress());
    return List.of(
        new TopologyPart.ChainRule(
            dnat,
            new TopologyPart.Position.Before(
                RouterTranslation.rulesAfterFloatingIps(router.id(), view))),
        new TopologyPart.ChainRule(exact, TopologyPart.LAST),
        new TopologyPart.ChainRule(any, position(router, externalPort, view)),
        new TopologyPart.ArpEntry(
            floating.floatingNetworkId(), floating.floatingIpAddress(), externalPort.mac()));
  }

  private static UUID snat(UUID floatingId, UUID routerId) {
    return DerivedId.of("floating-snat", floatingId, routerId);
  }

  /** Returns the router's port on the floating IP's network, or null when it has none. */
  static RouterPort externalPort(NeutronRouter router, FloatingIp floating, View view) {
    RouterPort gateway = RouterTranslation.gateway(router, view);
    if (gateway != null && gateway.network().id().equals(floating.floatingNetworkId())) {
      return gateway;
    }
    return InterfaceTranslation.routerPortsOf(router.id(), view).stream()
        .filter(routerPort -> routerPort.network().id().equals(floating.floatingNetworkId()))
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns the position of the SNAT rule. Of several floating IPs of a fixed address, the one of
   * the gateway's network becomes the source address.
   */
  private static TopologyPart.Position position(
      NeutronRouter router, RouterPort externalPort, View view) {
    boolean byGateway = externalPort.port().id().equals(router.gwPortId());
    boolean others =
        byGateway
            && InterfaceTranslation.routerPortsOf(router.id(), view).stream()
                .anyMatch(routerPort -> routerPort.network().external());
    if (!others) {
      return TopologyPart.LAST;
    }
    return new TopologyPart.Position.Before(
        view.floatingIpsOf(router.id()).stream()
            .filter(each -> !each.floatingNetworkId().equals(externalPort.network().id()))
            .map(each -> snat(each.id(), router.id()))
            .collect(Collectors.toSet()));
  }
}
