package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /routers} (Router-v3). Its ports, routes and BGP are resources of their own. */
final class RoutersResource implements Resource {

  private static final long NO_BGP = -1;
  private static final long HIGHEST_AS = 4_294_967_295L;

  private static final Shape<Router, RouterBuilder> SHAPE =
      Shape.<Router, RouterBuilder>of(MediaType.of("Router", 2, 3))
          .optional("id", Kinds.ID, Router::id, RouterBuilder::id)
          .optional("tenantId", Kinds.text(0, 255), Router::tenantId, RouterBuilder::tenantId)
          .optional("name", Kinds.text(0, 255), Router::name, RouterBuilder::name)
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
          .link("uri", (router, links) -> links.to("routers", router.id()))
          .link("inboundFilter", (router, links) -> chain(links, router.inboundFilterId()))
          .link("outboundFilter", (router, links) -> chain(links, router.outboundFilterId()))
          .link(
              "localRedirectChain", (router, links) -> chain(links, router.localRedirectChainId()))
          .link("forwardChain", (router, links) -> chain(links, router.forwardChainId()))
          .link("ports", (router, links) -> links.to("routers", router.id(), "ports"))
          .link("peerPorts", (router, links) -> links.to("routers", router.id(), "peer_ports"))
          .link("routes", (router, links) -> links.to("routers", router.id(), "routes"))
          .link("bgpNetworks", (router, links) -> links.to("routers", router.id(), "bgp_networks"))
          .link("bgpPeers", (router, links) -> links.to("routers", router.id(), "bgp_peers"))
          .build();

  private final TopologyStore topology;
  private final Crud<Router> crud;

  RoutersResource(TopologyStore topology) {
    this.topology = topology;
    this.crud = new Crud<>(topology, Router.class, "router");
  }

  /** Where a chain is, or null for none. */
  static String chain(Links links, UUID id) {
    return id == null ? null : links.to("chains", id);
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("routers", "routers")
        .advertise("routerTemplate", "routers/{id}")
        .list(
            "/routers",
            SHAPE.type(),
            request -> crud.list(request, Router::tenantId, router -> write(router, request)))
        .post("/routers", SHAPE.type(), this::create)
        .get(
            "/routers/{id}",
            SHAPE.type(),
            request -> crud.get(request, router -> write(router, request)))
        .put("/routers/{id}", SHAPE.type(), this::update)
        .delete("/routers/{id}", crud::delete);
  }

  private static ObjectNode write(Router router, Request request) {
    return SHAPE.write(router, request.links(), request.version());
  }

  private Reply create(Request request) {
    RouterBuilder body = SHAPE.read(request.body(), RouterBuilder.builder());
    Router router = topology.create(body.id(Crud.newId(body.id())).build());
    return Reply.created(request.links().to("routers", router.id()));
  }

  private Reply update(Request request) {
    RouterBuilder body = SHAPE.read(request.body(), RouterBuilder.builder());
    return crud.update(request, (transaction, before) -> body.id(before.id()).build());
  }
}
