package org.midolab.midonet.cluster.neutron;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /neutron} ({@code neutron.Neutron-v3}) and all below it (fact sheet "midonet", §3.5). What
 * MidoNet has there besides came after 5.0 or belongs to services that this cluster has not.
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

  /** LBaaS v1, which the root document names apart. */
  private static final List<NeutronType<?, ?>> LOAD_BALANCING =
      List.of(
          NeutronTypes.VIP, NeutronTypes.POOL, NeutronTypes.MEMBER, NeutronTypes.HEALTH_MONITOR);

  private NeutronApi() {}

  /**
   * @param warnings says with an answer what of the objects that were written has no effect yet
   */
  public static void declare(
      Api.Builder api,
      TopologyStore topology,
      BiFunction<Reply, Collection<TopologyObject>, Reply> warnings) {
    NeutronStore store = new NeutronStore(topology, warnings::apply);
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
    new NeutronCollection<>(NeutronTypes.HEALTH_MONITOR, store).declare(api);
  }

  private static void name(List<NeutronType<?, ?>> types, ObjectNode out, Request request) {
    for (NeutronType<?, ?> type : types) {
      String key = type.path().substring(type.path().lastIndexOf('/') + 1);
      out.put(key, request.links().to("neutron", type.path()));
      out.put(type.template(), request.links().to("neutron", type.path(), "{id}"));
    }
  }

  private static Reply root(Request request) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("uri", request.links().to("neutron"));
    name(TYPES, root, request);
    ObjectNode balancing = root.putObject("load_balancer");
    name(LOAD_BALANCING, balancing, request);
    balancing.put(
        "pool_health_monitor", request.links().to("neutron", "lb", "pool_health_monitor"));
    for (String verb : List.of("add_router_interface", "remove_router_interface")) {
      root.put(verb + "_template", request.links().to("neutron", "routers", "{id}", verb));
    }
    return Reply.of(root);
  }
}
