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
 * A floating IP is rules of its router that exchange it for the fixed address and back, without
 * state, and an ARP entry of the external network that leads to the router.
 */
final class FloatingIpTranslation {

  private FloatingIpTranslation() {}

  static List<Want> of(FloatingIp floating, View view) {
    NeutronRouter router = floating.isAssociated() ? view.router(floating.routerId()) : null;
    RouterEnd outside = router == null ? null : outside(router, floating, view);
    if (outside == null) {
      return List.of();
    }
    Prefix fixed = Prefix.host(floating.fixedIpAddress());
    Rule dnat =
        Rules.fixedNat(
            Rule.Type.DNAT,
            DerivedId.of("floating-dnat", floating.id(), router.id()),
            RouterTranslation.preRouting(router.id()),
            Rules.when().nwDst(Prefix.host(floating.floatingIpAddress())).build(),
            floating.fixedIpAddress());
    Rule exact =
        Rules.fixedNat(
            Rule.Type.SNAT,
            DerivedId.of("floating-snat-exact", floating.id(), router.id()),
            RouterTranslation.floatSnatExact(router.id()),
            Rules.when().outPortIds(Set.of(outside.id())).nwSrc(fixed).build(),
            floating.floatingIpAddress());
    Rule any =
        Rules.fixedNat(
            Rule.Type.SNAT,
            snat(floating.id(), router.id()),
            RouterTranslation.floatSnat(router.id()),
            Rules.when().nwSrc(fixed).build(),
            floating.floatingIpAddress());
    return List.of(
        new Want.InChain(
            dnat, new Want.Place.Before(RouterTranslation.afterFloatingIps(router.id(), view))),
        new Want.InChain(exact, Want.LAST),
        new Want.InChain(any, place(router, outside, view)),
        new Want.ArpEntry(
            floating.floatingNetworkId(), floating.floatingIpAddress(), outside.mac()));
  }

  private static UUID snat(UUID floatingId, UUID routerId) {
    return DerivedId.of("floating-snat", floatingId, routerId);
  }

  /** The router's end by which it is on the floating IP's network; null when it is not. */
  static RouterEnd outside(NeutronRouter router, FloatingIp floating, View view) {
    RouterEnd gateway = RouterTranslation.gateway(router, view);
    if (gateway != null && gateway.network().id().equals(floating.floatingNetworkId())) {
      return gateway;
    }
    return InterfaceTranslation.endsOf(router.id(), view).stream()
        .filter(end -> end.network().id().equals(floating.floatingNetworkId()))
        .findFirst()
        .orElse(null);
  }

  /** A fixed address with several floating IPs leaves under that of the gateway's network. */
  private static Want.Place place(NeutronRouter router, RouterEnd outside, View view) {
    boolean byGateway = outside.port().id().equals(router.gwPortId());
    boolean others =
        byGateway
            && InterfaceTranslation.endsOf(router.id(), view).stream()
                .anyMatch(end -> end.network().external());
    if (!others) {
      return Want.LAST;
    }
    return new Want.Place.Before(
        view.floatingIpsOf(router.id()).stream()
            .filter(each -> !each.floatingNetworkId().equals(outside.network().id()))
            .map(each -> snat(each.id(), router.id()))
            .collect(Collectors.toSet()));
  }
}
