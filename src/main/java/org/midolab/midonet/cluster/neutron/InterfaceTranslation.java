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
 * An interface is a router port with a route to its subnet: linked to the network's port, or, on an
 * uplink network, bound to the interface of a host (docs: contract.md#edge-router).
 *
 * <p>Hosts of one subnet that reach each other through the router, as by floating IPs, see its
 * address as source, so that answers come back through it.
 */
final class InterfaceTranslation {

  private InterfaceTranslation() {}

  static UUID undoOwn(UUID interfaceId) {
    return DerivedId.of("interface-rev-snat", interfaceId);
  }

  static UUID toOwn(UUID interfaceId) {
    return DerivedId.of("interface-snat", interfaceId);
  }

  private static RouterEnd end(NeutronRouterInterface attached, View view) {
    return RouterEnd.of(attached.routerId(), view.port(attached.portId()), view);
  }

  /** A router's ends of its interfaces. */
  static List<RouterEnd> endsOf(UUID routerId, View view) {
    return view.interfacesOf(routerId).stream()
        .map(each -> end(each, view))
        .filter(Objects::nonNull)
        .toList();
  }

  static List<Want> of(NeutronRouterInterface attached, View view) {
    NeutronRouter router = view.router(attached.routerId());
    RouterEnd end = end(attached, view);
    if (router == null || end == null) {
      return List.of();
    }
    List<Want> wants = new ArrayList<>(end.portAndAddress());
    wants.add(end.route("subnet", Prefix.ANY, end.prefix(), null));
    if (end.network().isUplink()) {
      wants.add(new Want.Member(end.id(), RouterTranslation.uplinkGroup(router.id())));
      wants.addAll(PortTranslation.binding(end.id(), end.port(), view));
      return wants;
    }
    wants.add(new Want.Member(end.id(), RouterTranslation.interfaceGroup(router.id())));
    DhcpTranslation.server(end.subnet().id(), view)
        .map(via -> end.route("metadata", end.prefix(), DhcpTranslation.METADATA, via))
        .ifPresent(wants::add);
    wants.addAll(ownAddress(attached.id(), end, view));
    if (servesFloatingIps(router, end, view)) {
      wants.addAll(RouterTranslation.skipSnat(end));
    }
    return wants;
  }

  private static List<Want> ownAddress(UUID id, RouterEnd end, View view) {
    Set<UUID> port = Set.of(end.id());
    return List.of(
        new Want.InChain(
            Rules.undoSharedNat(
                undoOwn(id),
                RouterTranslation.preRouting(end.routerId()),
                Rules.when().inPortIds(port).nwDst(Prefix.host(end.ip())).build()),
            Want.LAST),
        new Want.InChain(
            Rules.sharedNat(
                toOwn(id),
                RouterTranslation.postRouting(end.routerId()),
                Rules.when()
                    .inPortIds(port)
                    .outPortIds(port)
                    .nwDst(DhcpTranslation.METADATA)
                    .nwDstInv(true),
                end.ip(),
                view.natPorts()),
            Want.LAST));
  }

  /** Whether floating IPs are reached by this interface instead of by the gateway. */
  private static boolean servesFloatingIps(NeutronRouter router, RouterEnd end, View view) {
    if (!end.network().external()) {
      return false;
    }
    NeutronPort gateway = router.gwPortId() == null ? null : view.port(router.gwPortId());
    return (gateway == null || !gateway.networkId().equals(end.network().id()))
        && view.floatingIpsOf(router.id()).stream()
            .anyMatch(
                each -> each.isAssociated() && each.floatingNetworkId().equals(end.network().id()));
  }
}
