package org.midolab.midonet.cluster.resource.device;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Siblings;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/** {@code /routers} (Router-v3, v2 accepted). Ports, routes and BGP are separate resources. */
final class RoutersResource {

  private static final long NO_BGP = -1;
  private static final long HIGHEST_AS = Integer.MAX_VALUE;

  private static final Shape<Router, RouterBuilder> SHAPE =
      Shape.of(Router.class, RouterBuilder.class, MediaType.of("Router", 2, 3))
          .optional("id", Kinds.ID)
          .optional("tenantId", Kinds.NAME)
          .optional("name", Kinds.NAME)
          .defaulted("adminStateUp", Kinds.BOOLEAN, true)
          .optional("inboundFilterId", Kinds.ID)
          .optional("outboundFilterId", Kinds.ID)
          .defaulted(
              "asNumber",
              Kinds.count(NO_BGP, HIGHEST_AS),
              NO_BGP,
              Router::asNumber,
              (builder, number) -> builder.asNumber(number == 0 ? NO_BGP : number))
          .optional("localRedirectChainId", Kinds.ID)
          .optional("forwardChainId", Kinds.ID)
          .optional("loadBalancerId", Kinds.ID)
          .defaulted("inboundMirrorIds", MirrorsResource.IDS, List.of())
          .defaulted("outboundMirrorIds", MirrorsResource.IDS, List.of())
          .self("routers")
          .reference("inboundFilter", "chains")
          .reference("outboundFilter", "chains")
          .reference("localRedirectChain", "chains")
          .reference("forwardChain", "chains")
          .reference("loadBalancer", "load_balancers")
          .below("ports", "ports")
          .below("peerPorts", "peer_ports")
          .below("routes", "routes")
          .below("bgpNetworks", "bgp_networks")
          .below("bgpPeers", "bgp_peers")
          .build();

  private RoutersResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, Router.class, "router"),
            "routers",
            SHAPE,
            new Form<>(RouterBuilder::builder, RouterBuilder::id, RouterBuilder::build))
        .named("routers", "routerTemplate")
        .tenants(Router::tenantId)
        .checking(RoutersResource::check)
        .build();
  }

  private static void check(Transaction transaction, Router before, Router after) {
    UUID balancer = after.loadBalancerId();
    if (balancer != null) {
      Siblings.locked(transaction, LoadBalancer.class, balancer, Router.class, "loadBalancerId")
          .refuse(
              other -> !other.id().equals(after.id()),
              "load balancer " + balancer + " is another router's");
    }
  }
}
