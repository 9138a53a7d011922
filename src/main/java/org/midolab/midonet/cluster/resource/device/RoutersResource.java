package org.midolab.midonet.cluster.resource.device;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Siblings;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.resource.filter.FilterResources;
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
      Shape.<Router, RouterBuilder>of(MediaType.of("Router", 2, 3))
          .optional("id", Kinds.ID, Router::id, RouterBuilder::id)
          .optional("tenantId", Kinds.NAME, Router::tenantId, RouterBuilder::tenantId)
          .optional("name", Kinds.NAME, Router::name, RouterBuilder::name)
          .defaulted(
              "adminStateUp",
              Kinds.BOOLEAN,
              true,
              Router::adminStateUp,
              RouterBuilder::adminStateUp)
          .optional(
              "inboundFilterId", Kinds.ID, Router::inboundFilterId, RouterBuilder::inboundFilterId)
          .optional(
              "outboundFilterId",
              Kinds.ID,
              Router::outboundFilterId,
              RouterBuilder::outboundFilterId)
          .defaulted(
              "asNumber",
              Kinds.count(NO_BGP, HIGHEST_AS),
              NO_BGP,
              Router::asNumber,
              (builder, number) -> builder.asNumber(number == 0 ? NO_BGP : number))
          .optional(
              "localRedirectChainId",
              Kinds.ID,
              Router::localRedirectChainId,
              RouterBuilder::localRedirectChainId)
          .optional(
              "forwardChainId", Kinds.ID, Router::forwardChainId, RouterBuilder::forwardChainId)
          .optional(
              "loadBalancerId", Kinds.ID, Router::loadBalancerId, RouterBuilder::loadBalancerId)
          .defaulted(
              "inboundMirrorIds",
              MirrorsResource.IDS,
              List.of(),
              Router::inboundMirrorIds,
              RouterBuilder::inboundMirrorIds)
          .defaulted(
              "outboundMirrorIds",
              MirrorsResource.IDS,
              List.of(),
              Router::outboundMirrorIds,
              RouterBuilder::outboundMirrorIds)
          .link("uri", (router, links) -> links.to("routers", router.id()))
          .link(
              "inboundFilter",
              (router, links) -> FilterResources.chain(links, router.inboundFilterId()))
          .link(
              "outboundFilter",
              (router, links) -> FilterResources.chain(links, router.outboundFilterId()))
          .link(
              "localRedirectChain",
              (router, links) -> FilterResources.chain(links, router.localRedirectChainId()))
          .link(
              "forwardChain",
              (router, links) -> FilterResources.chain(links, router.forwardChainId()))
          .link(
              "loadBalancer",
              (router, links) ->
                  router.loadBalancerId() == null
                      ? null
                      : links.to("load_balancers", router.loadBalancerId()))
          .link("ports", (router, links) -> links.to("routers", router.id(), "ports"))
          .link("peerPorts", (router, links) -> links.to("routers", router.id(), "peer_ports"))
          .link("routes", (router, links) -> links.to("routers", router.id(), "routes"))
          .link("bgpNetworks", (router, links) -> links.to("routers", router.id(), "bgp_networks"))
          .link("bgpPeers", (router, links) -> links.to("routers", router.id(), "bgp_peers"))
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
