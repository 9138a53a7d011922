package org.midolab.midonet.cluster.neutron;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /neutron} ({@code neutron.Neutron-v3}) and the paths below it (docs:
 * contract.md#neutron-api). Other paths of MidoNet are newer than 5.0 or belong to services that
 * this cluster does not have.
 */
public final class NeutronApi {

  private static final MediaType ROOT = MediaType.of("neutron.Neutron", 3);

  private static final List<NeutronType<?, ?>> TYPES =
      List.of(
          NeutronTypes.NETWORK,
          NeutronTypes.SUBNET,
          NeutronTypes.PORT,
          NeutronTypes.ROUTER,
          NeutronTypes.FLOATING_IP,
          NeutronTypes.SECURITY_GROUP,
          NeutronTypes.SECURITY_GROUP_RULE);

  /** LBaaS v1, which has its own object in the root document. */
  private static final List<NeutronType<?, ?>> LOAD_BALANCING =
      List.of(
          NeutronTypes.VIP, NeutronTypes.POOL, NeutronTypes.MEMBER, NeutronTypes.HEALTH_MONITOR);

  private NeutronApi() {}

  /**
   * @param warnings adds a warning to the answer if parts of the written objects are not enforced
   * @param natPorts source ports for dynamic SNAT to a router's address
   */
  public static void declare(
      Api.Builder api,
      TopologyStore topology,
      BiFunction<Reply, Collection<TopologyObject>, Reply> warnings,
      Range natPorts) {
    NeutronStore store = new NeutronStore(topology, warnings::apply, natPorts);
    absent(api);
    api.advertise("neutron", "neutron").get("/neutron", ROOT, NeutronApi::root);
    for (NeutronType<?, ?> type : TYPES) {
      if (type == NeutronTypes.SECURITY_GROUP) {
        new SecurityGroups(store).declare(api);
      } else {
        new NeutronCollection<>(type, store).declare(api);
      }
    }
    new RouterInterfaces(store).declare(api);
    new LoadBalancerPools(store).declare(api);
    new NeutronCollection<>(NeutronTypes.VIP, store).declare(api);
    new NeutronCollection<>(NeutronTypes.MEMBER, store).declare(api);
    new HealthMonitors(store).declare(api);
  }

  /**
   * Declares other paths that MidoNet's plugin may use; they are answered with 404 and the reason.
   */
  private static void absent(Api.Builder api) {
    Map<String, List<String>> absent = new LinkedHashMap<>();
    absent.put(
        "Neutron's LBaaS v2 (later than MidoNet 5.0)",
        List.of("lbs_v2", "listeners_v2", "pools_v2", "pool_members_v2", "health_monitors_v2"));
    absent.put("Neutron's firewall service", List.of("firewalls"));
    absent.put(
        "Neutron's VPN service (later than MidoNet 5.0)",
        List.of("vpnservices", "ipsec_site_connections"));
    absent.put(
        "peering of routers, with its gateway devices and L2 gateways (later than MidoNet 5.0)",
        List.of("gateway_devices", "remote_mac_entries", "l2_gateway_connections"));
    absent.put("Neutron's own BGP (later than MidoNet 5.0)", List.of("bgp_speakers", "bgp_peers"));
    absent.put("tap as a service", List.of("tap_services", "tap_flows"));
    absent.put(
        "logging of firewalls (later than MidoNet 5.0)",
        List.of("firewall_logs", "logging_resources"));
    absent.put("Neutron's QoS (later than MidoNet 5.0)", List.of("qos_policies"));
    absent.forEach(
        (what, paths) ->
            paths.forEach(
                path ->
                    api.absent(
                        "/neutron/" + path,
                        "/neutron/" + path + ": " + what + " is not part of this cluster")));
  }

  private static void addLinks(List<NeutronType<?, ?>> types, ObjectNode out, Request request) {
    for (NeutronType<?, ?> type : types) {
      String key = type.path().substring(type.path().lastIndexOf('/') + 1);
      out.put(key, request.links().to("neutron", type.path()));
      out.put(type.template(), request.links().to("neutron", type.path(), "{id}"));
    }
  }

  private static Reply root(Request request) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("uri", request.links().to("neutron"));
    addLinks(TYPES, root, request);
    ObjectNode balancing = root.putObject("load_balancer");
    addLinks(LOAD_BALANCING, balancing, request);
    balancing.put(
        "pool_health_monitor", request.links().to("neutron", "lb", "pool_health_monitor"));
    for (String verb : List.of("add_router_interface", "remove_router_interface")) {
      root.put(verb + "_template", request.links().to("neutron", "routers", "{id}", verb));
    }
    return Reply.of(root);
  }
}
