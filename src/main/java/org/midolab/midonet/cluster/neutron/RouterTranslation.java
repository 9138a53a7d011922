package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.ChainBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronRouterInterface;
import org.midolab.midonet.model.neutron.NeutronSubnet.HostRoute;

/**
 * A router is a router of the same id with the chains that translate addresses, its end of the
 * gateway, and its extra routes. The order of rules (docs: contract.md#neutron-translation); {@link
 * FloatingIpTranslation} and {@link InterfaceTranslation} add theirs at the places marked:
 *
 * <pre>
 *   OS_PRE_ROUTING_ID                      OS_POST_ROUTING_ID
 *     dnat of each floating IP (F)           jump OS_SKIP_SNAT_ID:        return to the outside
 *     rev_snat of the gateway's address                                   accept from the outside
 *     drop what else is sent to that                                      accept unless dst rewritten
 *     rev_snat of interfaces (I)             jump OS_FLOAT_SNAT_EXACT_ID: snat by fixed IP and port (F)
 *                                            jump OS_FLOAT_SNAT_ID:       snat by fixed IP (F)
 *                                            snat to the gateway's address, out of the gateway
 *                                            snat to the gateway's address, if dst was rewritten
 *                                            drop what is left, out of the gateway
 *                                            snat to the interface's own address (I)
 * </pre>
 *
 * <p>An edge router, which has uplinks and no gateway, has these chains and leaves its packets
 * alone: the guide's list of routers, step 7.1, shows it without filters.
 */
final class RouterTranslation {

  private RouterTranslation() {}

  static UUID preRouting(UUID routerId) {
    return DerivedId.of("router-pre-routing", routerId);
  }

  static UUID postRouting(UUID routerId) {
    return DerivedId.of("router-post-routing", routerId);
  }

  static UUID forward(UUID routerId) {
    return DerivedId.of("router-forward", routerId);
  }

  static UUID skipSnat(UUID routerId) {
    return DerivedId.of("router-skip-snat", routerId);
  }

  static UUID floatSnatExact(UUID routerId) {
    return DerivedId.of("router-float-snat-exact", routerId);
  }

  static UUID floatSnat(UUID routerId) {
    return DerivedId.of("router-float-snat", routerId);
  }

  /** The group of an edge router's uplinks, which share connection state. */
  static UUID uplinkGroup(UUID routerId) {
    return DerivedId.of("router-uplinks", routerId);
  }

  /** The group of a router's interfaces, by which firewalls know them. */
  static UUID interfaceGroup(UUID routerId) {
    return DerivedId.of("router-interfaces", routerId);
  }

  private static UUID undoGateway(UUID routerId) {
    return DerivedId.of("gateway-rev-snat", routerId);
  }

  private static UUID dropToGateway(UUID routerId) {
    return DerivedId.of("gateway-drop-in", routerId);
  }

  static List<Want> of(NeutronRouter router, View view) {
    UUID id = router.id();
    boolean filtered = router.gwPortId() != null || !isAtTheEdge(id, view);
    List<Want> wants = new ArrayList<>();
    wants.add(chain(preRouting(id), "OS_PRE_ROUTING_", router));
    wants.add(chain(postRouting(id), "OS_POST_ROUTING_", router));
    wants.add(chain(forward(id), "OS_FORWARD_", router));
    wants.add(chain(skipSnat(id), "OS_SKIP_SNAT_", router));
    wants.add(chain(floatSnatExact(id), "OS_FLOAT_SNAT_EXACT_", router));
    wants.add(chain(floatSnat(id), "OS_FLOAT_SNAT_", router));
    wants.add(
        new Want.Thing(
            RouterBuilder.builder()
                .id(id)
                .tenantId(router.tenantId())
                .name(router.name())
                .adminStateUp(router.adminStateUp())
                .inboundFilterId(filtered ? preRouting(id) : null)
                .outboundFilterId(filtered ? postRouting(id) : null)
                .forwardChainId(filtered ? forward(id) : null)
                .asNumber(-1)
                .build()));
    wants.add(group(uplinkGroup(id), "OS_PORT_GROUP_", router, true));
    wants.add(group(interfaceGroup(id), "OS_PORT_GROUP_ROUTER_INTF_", router, false));
    for (UUID chain : List.of(skipSnat(id), floatSnatExact(id), floatSnat(id))) {
      Rule jump = Rules.jump(DerivedId.of("jump", chain), postRouting(id), chain);
      wants.add(new Want.InChain(jump, Want.LAST));
    }
    RouterEnd gateway = gateway(router, view);
    if (gateway != null) {
      wants.addAll(gateway(router, gateway, view));
    }
    wants.addAll(extraRoutes(router, gateway, view));
    return wants;
  }

  private static boolean isAtTheEdge(UUID routerId, View view) {
    return InterfaceTranslation.endsOf(routerId, view).stream()
        .anyMatch(end -> end.network().isUplink());
  }

  private static Want chain(UUID id, String prefix, NeutronRouter router) {
    return new Want.Thing(
        ChainBuilder.builder()
            .id(id)
            .tenantId(router.tenantId())
            .name(prefix + router.id())
            .build());
  }

  private static Want group(UUID id, String prefix, NeutronRouter router, boolean stateful) {
    return new Want.Thing(new PortGroup(id, router.tenantId(), prefix + router.id(), stateful));
  }

  /** The router's end of its gateway, or null when it has none. */
  static RouterEnd gateway(NeutronRouter router, View view) {
    return router.gwPortId() == null
        ? null
        : RouterEnd.of(router.id(), view.port(router.gwPortId()), view);
  }

  private static List<Want> gateway(NeutronRouter router, RouterEnd gateway, View view) {
    List<Want> wants = new ArrayList<>(gateway.portAndAddress());
    Ip4 outside = gateway.subnet().gateway();
    if (outside != null) {
      wants.add(gateway.route("default", Prefix.ANY, Prefix.ANY, outside));
    }
    wants.addAll(skipSnat(gateway));
    if (router.translatesSource()) {
      wants.addAll(sharedAddress(gateway, view));
    }
    return wants;
  }

  /** What must not get another source address, where a router has a way to floating IPs. */
  static List<Want> skipSnat(RouterEnd outside) {
    UUID chain = skipSnat(outside.routerId());
    UUID last = DerivedId.of("not-rewritten", chain);
    Rule leaving =
        Rules.of(
            Rule.Type.RETURN,
            DerivedId.of("leaving", chain, outside.id()),
            chain,
            Rules.when().outPortIds(Set.of(outside.id())).build());
    Rule entering =
        Rules.of(
            Rule.Type.ACCEPT,
            DerivedId.of("entering", chain, outside.id()),
            chain,
            Rules.when().inPortIds(Set.of(outside.id())).build());
    Rule notRewritten =
        Rules.of(
            Rule.Type.ACCEPT,
            last,
            chain,
            Rules.when().conjunctionInv(true).matchNwDstRewritten(true).build());
    return List.of(
        new Want.InChain(leaving, Want.FIRST),
        new Want.InChain(entering, new Want.Place.Before(Set.of(last))),
        new Want.InChain(notRewritten, Want.LAST));
  }

  private static List<Want> sharedAddress(RouterEnd gateway, View view) {
    UUID router = gateway.routerId();
    UUID pre = preRouting(router);
    UUID post = postRouting(router);
    Set<UUID> gatewayPort = Set.of(gateway.id());
    Prefix address = Prefix.host(gateway.ip());
    Want.Place preInterfaces = new Want.Place.Before(interfaceRules(router, view));
    List<Want> wants = new ArrayList<>();
    for (Rule rule :
        List.of(
            Rules.undoSharedNat(undoGateway(router), pre, Rules.when().nwDst(address).build()),
            Rules.of(
                Rule.Type.DROP,
                dropToGateway(router),
                pre,
                Rules.when()
                    .inPortIds(gatewayPort)
                    .nwDst(address)
                    .nwProto(Rules.ICMP)
                    .nwProtoInv(true)
                    .build()),
            Rules.sharedNat(
                DerivedId.of("gateway-snat", router),
                post,
                Rules.when().outPortIds(gatewayPort),
                gateway.ip(),
                view.natPorts()),
            Rules.sharedNat(
                DerivedId.of("gateway-snat-rewritten", router),
                post,
                Rules.when().matchNwDstRewritten(true),
                gateway.ip(),
                view.natPorts()),
            Rules.of(
                Rule.Type.DROP,
                DerivedId.of("gateway-drop-out", router),
                post,
                Rules.when().outPortIds(gatewayPort).build()))) {
      wants.add(new Want.InChain(rule, preInterfaces));
    }
    return wants;
  }

  /** The rules of a router's interfaces, which come last in the chains of both directions. */
  private static Set<UUID> interfaceRules(UUID routerId, View view) {
    Set<UUID> rules = new HashSet<>();
    for (NeutronRouterInterface each : view.interfacesOf(routerId)) {
      rules.add(InterfaceTranslation.undoOwn(each.id()));
      rules.add(InterfaceTranslation.toOwn(each.id()));
    }
    return rules;
  }

  /** What comes after the floating IPs in {@code OS_PRE_ROUTING}. */
  static Set<UUID> afterFloatingIps(UUID routerId, View view) {
    Set<UUID> rules = interfaceRules(routerId, view);
    rules.add(undoGateway(routerId));
    rules.add(dropToGateway(routerId));
    return rules;
  }

  private static List<Want> extraRoutes(NeutronRouter router, RouterEnd gateway, View view) {
    List<Want> wants = new ArrayList<>();
    if (router.routes().isEmpty()) {
      return wants;
    }
    List<RouterEnd> ends = new ArrayList<>();
    if (gateway != null) {
      ends.add(gateway);
    }
    ends.addAll(InterfaceTranslation.endsOf(router.id(), view));
    for (HostRoute route : router.routes()) {
      if (route.destination().indexOf(':') < 0 && route.nexthop().indexOf(':') < 0) {
        Ip4 via = Ip4.parse(route.nexthop());
        ends.stream()
            .filter(end -> end.prefix().contains(via))
            .findFirst()
            .map(end -> end.route("extra", Prefix.ANY, Prefix.parse(route.destination()), via))
            .ifPresent(wants::add);
      }
    }
    return wants;
  }
}
