package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.ChainBuilder;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.neutron.FloatingIp;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronRouterInterface;
import org.midolab.midonet.model.neutron.NeutronSubnet.HostRoute;

/**
 * Translates a router to a virtual router with the same id, chains for address translation, the
 * port of its gateway, and its extra routes. The rules have this order (docs:
 * contract.md#neutron-translation); {@link FloatingIpTranslation} and {@link InterfaceTranslation}
 * add theirs at the marked positions:
 *
 * <pre>
 *   OS_PRE_ROUTING_ID                      OS_POST_ROUTING_ID
 *     dnat of each floating IP (F)           jump OS_SKIP_SNAT_ID:        return if to the external port
 *     rev_snat of the gateway's address                                   accept if from the external port
 *     drop other packets to that address                                  accept unless dst rewritten
 *     rev_snat of interfaces (I)             jump OS_FLOAT_SNAT_EXACT_ID: snat by fixed IP and port (F)
 *                                            jump OS_FLOAT_SNAT_ID:       snat by fixed IP (F)
 *                                            snat to the gateway's address, out of the gateway
 *                                            snat to the gateway's address, if dst was rewritten
 *                                            drop other packets to the gateway
 *                                            snat to the interface's own address (I)
 * </pre>
 *
 * <p>An edge router, which has uplinks and no gateway, uses these chains only while it has floating
 * IPs. Without them they have no effect, and the guide's list of routers, step 7.1, shows it
 * without filters.
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

  /** Returns the id of the port group of an edge router's uplinks, which share connection state. */
  static UUID uplinkGroup(UUID routerId) {
    return DerivedId.of("router-uplinks", routerId);
  }

  /** Returns the id of the port group of a router's interfaces, which firewalls match. */
  static UUID interfaceGroup(UUID routerId) {
    return DerivedId.of("router-interfaces", routerId);
  }

  private static UUID notRewritten(UUID routerId) {
    return DerivedId.of("not-rewritten", skipSnat(routerId));
  }

  private static UUID gatewayReverseSnat(UUID routerId) {
    return DerivedId.of("gateway-rev-snat", routerId);
  }

  private static UUID dropToGateway(UUID routerId) {
    return DerivedId.of("gateway-drop-in", routerId);
  }

  static List<TopologyPart> of(NeutronRouter router, View view) {
    UUID id = router.id();
    boolean filtered = translates(router, view);
    List<TopologyPart> parts = new ArrayList<>();
    parts.add(chain(preRouting(id), "OS_PRE_ROUTING_", router));
    parts.add(chain(postRouting(id), "OS_POST_ROUTING_", router));
    parts.add(chain(forward(id), "OS_FORWARD_", router));
    parts.add(chain(skipSnat(id), "OS_SKIP_SNAT_", router));
    parts.add(chain(floatSnatExact(id), "OS_FLOAT_SNAT_EXACT_", router));
    parts.add(chain(floatSnat(id), "OS_FLOAT_SNAT_", router));
    parts.add(
        new TopologyPart.StoredObject(
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
    parts.add(group(uplinkGroup(id), "OS_PORT_GROUP_", router, true));
    parts.add(group(interfaceGroup(id), "OS_PORT_GROUP_ROUTER_INTF_", router, false));
    for (UUID chain : List.of(skipSnat(id), floatSnatExact(id), floatSnat(id))) {
      Rule jump = Rules.jump(DerivedId.of("jump", chain), postRouting(id), chain);
      parts.add(new TopologyPart.ChainRule(jump, TopologyPart.LAST));
    }
    parts.add(
        new TopologyPart.ChainRule(
            Rules.of(
                Rule.Type.ACCEPT,
                notRewritten(id),
                skipSnat(id),
                Rules.condition().conjunctionInv(true).matchNwDstRewritten(true).build()),
            TopologyPart.LAST));
    RouterPort gateway = gateway(router, view);
    if (gateway != null) {
      parts.addAll(gateway(router, gateway, view));
    }
    parts.addAll(extraRoutes(router, gateway, view));
    return parts;
  }

  /** Returns whether the router uses its chains: those of an edge router may have no effect. */
  private static boolean translates(NeutronRouter router, View view) {
    return router.gwPortId() != null
        || InterfaceTranslation.routerPortsOf(router.id(), view).stream()
            .noneMatch(routerPort -> routerPort.network().isUplink())
        || view.floatingIpsOf(router.id()).stream().anyMatch(FloatingIp::isAssociated);
  }

  private static TopologyPart chain(UUID id, String prefix, NeutronRouter router) {
    return new TopologyPart.StoredObject(
        ChainBuilder.builder()
            .id(id)
            .tenantId(router.tenantId())
            .name(prefix + router.id())
            .build());
  }

  private static TopologyPart group(
      UUID id, String prefix, NeutronRouter router, boolean stateful) {
    return new TopologyPart.StoredObject(
        new PortGroup(id, router.tenantId(), prefix + router.id(), stateful));
  }

  /** Returns the router port of the gateway, or null when there is none. */
  static RouterPort gateway(NeutronRouter router, View view) {
    return router.gwPortId() == null
        ? null
        : RouterPort.of(router.id(), view.port(router.gwPortId()), view);
  }

  private static List<TopologyPart> gateway(NeutronRouter router, RouterPort gateway, View view) {
    List<TopologyPart> parts = new ArrayList<>(gateway.portAndAddress());
    Ip4 nextHop = gateway.subnet().gateway();
    if (nextHop != null) {
      parts.add(gateway.route("default", Prefix.ANY, Prefix.ANY, nextHop));
    }
    parts.addAll(skipSnat(gateway));
    if (router.translatesSource()) {
      parts.addAll(gatewaySnat(gateway, view));
    }
    return parts;
  }

  /**
   * Returns the rules for packets that are exempt from SNAT, on routers that reach floating IPs.
   */
  static List<TopologyPart> skipSnat(RouterPort externalPort) {
    UUID chain = skipSnat(externalPort.routerId());
    Rule leaving =
        Rules.of(
            Rule.Type.RETURN,
            DerivedId.of("leaving", chain, externalPort.id()),
            chain,
            Rules.condition().outPortIds(Set.of(externalPort.id())).build());
    Rule entering =
        Rules.of(
            Rule.Type.ACCEPT,
            DerivedId.of("entering", chain, externalPort.id()),
            chain,
            Rules.condition().inPortIds(Set.of(externalPort.id())).build());
    return List.of(
        new TopologyPart.ChainRule(leaving, TopologyPart.FIRST),
        new TopologyPart.ChainRule(
            entering,
            new TopologyPart.Position.Before(Set.of(notRewritten(externalPort.routerId())))));
  }

  private static List<TopologyPart> gatewaySnat(RouterPort gateway, View view) {
    UUID router = gateway.routerId();
    UUID pre = preRouting(router);
    UUID post = postRouting(router);
    Prefix address = Prefix.host(gateway.ip());
    TopologyPart.Position preInterfaces =
        new TopologyPart.Position.Before(interfaceRules(router, view));
    List<TopologyPart> parts = new ArrayList<>();
    for (Rule rule :
        List.of(
            Rules.reverseSnat(
                gatewayReverseSnat(router), pre, Rules.condition().nwDst(address).build()),
            Rules.of(
                Rule.Type.DROP,
                dropToGateway(router),
                pre,
                Rules.condition().nwDst(address).nwProto(Rules.ICMP).nwProtoInv(true).build()),
            Rules.dynamicSnat(
                DerivedId.of("gateway-snat", router),
                post,
                fromOthers(gateway),
                gateway.ip(),
                view.natPorts()),
            Rules.dynamicSnat(
                DerivedId.of("gateway-snat-rewritten", router),
                post,
                Rules.condition().matchNwDstRewritten(true),
                gateway.ip(),
                view.natPorts()),
            Rules.of(
                Rule.Type.DROP,
                DerivedId.of("gateway-drop-out", router),
                post,
                fromOthers(gateway).build()))) {
      parts.add(new TopologyPart.ChainRule(rule, preInterfaces));
    }
    return parts;
  }

  /** Returns a condition for packets out of the gateway that are not from its own address. */
  private static ConditionBuilder fromOthers(RouterPort gateway) {
    return Rules.condition()
        .outPortIds(Set.of(gateway.id()))
        .nwSrc(Prefix.host(gateway.ip()))
        .nwSrcInv(true);
  }

  /** Returns the ids of the interfaces' rules, which are last in both chains. */
  private static Set<UUID> interfaceRules(UUID routerId, View view) {
    Set<UUID> rules = new HashSet<>();
    for (NeutronRouterInterface each : view.interfacesOf(routerId)) {
      rules.add(InterfaceTranslation.reverseSnatRule(each.id()));
      rules.add(InterfaceTranslation.snatRule(each.id()));
    }
    return rules;
  }

  /** Returns the ids of the rules after the floating IPs in {@code OS_PRE_ROUTING}. */
  static Set<UUID> rulesAfterFloatingIps(UUID routerId, View view) {
    Set<UUID> rules = interfaceRules(routerId, view);
    rules.add(gatewayReverseSnat(routerId));
    rules.add(dropToGateway(routerId));
    return rules;
  }

  private static List<TopologyPart> extraRoutes(
      NeutronRouter router, RouterPort gateway, View view) {
    List<TopologyPart> parts = new ArrayList<>();
    if (router.routes().isEmpty()) {
      return parts;
    }
    List<RouterPort> routerPorts = new ArrayList<>();
    if (gateway != null) {
      routerPorts.add(gateway);
    }
    routerPorts.addAll(InterfaceTranslation.routerPortsOf(router.id(), view));
    for (HostRoute route : router.routes()) {
      if (route.destination().indexOf(':') < 0 && route.nexthop().indexOf(':') < 0) {
        Ip4 via = Ip4.parse(route.nexthop());
        routerPorts.stream()
            .filter(routerPort -> routerPort.prefix().contains(via))
            .findFirst()
            .map(
                routerPort ->
                    routerPort.route("extra", Prefix.ANY, Prefix.parse(route.destination()), via))
            .ifPresent(parts::add);
      }
    }
    return parts;
  }
}
