package org.midolab.midonet.cluster.resource.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.BgpPeer;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.RouteBuilder;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /routers/{id}/routes} and {@code /routes} (Route-v1): configured routes, the local routes
 * of the ports' addresses, and routes learned by BGP.
 */
final class RoutesResource implements Resource {

  private static final Shape<Route, RouteBuilder> SHAPE =
      Shape.of(Route.class, RouteBuilder.class, MediaType.of("Route", 1))
          .optional("id", Kinds.ID)
          .readOnly("routerId", Kinds.ID)
          .required(
              "type",
              Kinds.named(Route.NextHop.class, RoutesResource::typeName),
              Route::nextHop,
              RouteBuilder::nextHop)
          .prefix(
              "srcNetworkAddr",
              "srcNetworkLength",
              true,
              Route::source,
              (builder, source) -> builder.source(source.network()))
          .prefix(
              "dstNetworkAddr",
              "dstNetworkLength",
              true,
              Route::destination,
              (builder, destination) -> builder.destination(destination.network()))
          .optional("nextHopPort", Kinds.ID, Route::nextHopPortId, RouteBuilder::nextHopPortId)
          .optional("nextHopGateway", Kinds.IP4, Route::gateway, RouteBuilder::gateway)
          .defaulted("weight", Kinds.integer(0, Integer.MAX_VALUE), 0)
          .readOnly("learned", Kinds.BOOLEAN)
          .self("routes")
          .reference("router", "routers")
          .build();

  private final TopologyStore topology;
  private final StateStore state;
  private final Crud<Route> crud;
  private final Crud<Router> routers;

  RoutesResource(TopologyStore topology, StateStore state) {
    this.topology = topology;
    this.state = state;
    this.crud = new Crud<>(topology, Route.class, "route");
    this.routers = new Crud<>(topology, Router.class, "router");
  }

  private static String typeName(Route.NextHop nextHop) {
    return switch (nextHop) {
      case PORT -> "Normal";
      case LOCAL -> "Local";
      case BLACKHOLE -> "BlackHole";
      case REJECT -> "Reject";
    };
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("routeTemplate", "routes/{id}")
        .list("/routers/{id}/routes", SHAPE, this::list)
        .post("/routers/{id}/routes", SHAPE, this::create)
        .get("/routes/{id}", SHAPE, this::get)
        .delete("/routes/{id}", this::delete);
  }

  private static ObjectNode write(Route route, Request request) {
    return SHAPE.write(route, request.links(), request.version());
  }

  private Reply list(Request request) {
    UUID routerId = request.id();
    routers.mustExist(routerId);
    Stream<Route> stored =
        topology.stream(Route.class, topology.referencing(Router.class, routerId, Route.class));
    return Reply.list(Stream.concat(stored, learned(routerId)).map(route -> write(route, request)));
  }

  /**
   * Returns the routes that the router's bound ports have learned; they are read when the stream is
   * consumed.
   */
  private Stream<Route> learned(UUID routerId) {
    return Stream.of(routerId)
        .flatMap(
            id ->
                topology.stream(
                    Port.class, topology.referencing(Router.class, id, Port.class, "routerId")))
        .filter(Port::isExterior)
        .flatMap(port -> state.routes(port.hostId(), port.id()).stream());
  }

  /** Finds a learned route on the routers that have BGP peers. */
  private Optional<Route> findLearned(UUID id) {
    Set<UUID> speakers = new HashSet<>();
    for (BgpPeer peer : topology.list(BgpPeer.class)) {
      speakers.add(peer.routerId());
    }
    return speakers.stream()
        .flatMap(this::learned)
        .filter(route -> route.id().equals(id))
        .findFirst();
  }

  private Reply get(Request request) {
    if (topology.exists(Route.class, request.id())) {
      return crud.get(request, route -> write(route, request));
    }
    return findLearned(request.id())
        .map(route -> Reply.of(write(route, request)))
        .orElseThrow(() -> ApiException.notFound("there is no route " + request.id()));
  }

  private Reply delete(Request request) {
    if (!topology.exists(Route.class, request.id()) && findLearned(request.id()).isPresent()) {
      throw ApiException.conflict(
          "route "
              + request.id()
              + " was learned by BGP; it is removed when the peer withdraws it or the session ends");
    }
    return crud.delete(request);
  }

  private Reply create(Request request) {
    RouteBuilder body = SHAPE.read(request.body(), RouteBuilder.builder()).routerId(request.id());
    boolean forwards =
        body.nextHop() == Route.NextHop.PORT || body.nextHop() == Route.NextHop.LOCAL;
    if (forwards && body.nextHopPortId() == null) {
      throw ApiException.invalid(
          "nextHopPort", "must be given for a route of type " + typeName(body.nextHop()));
    }
    if (Ip4.ANY.equals(body.gateway())) {
      body.gateway(null);
    }
    Route route = body.id(Crud.newId(body.id())).build();
    topology.write(
        transaction -> {
          routers.find(transaction, route.routerId());
          if (route.nextHopPortId() != null) {
            Port port =
                transaction
                    .find(Port.class, route.nextHopPortId())
                    .map(found -> found.value())
                    .orElse(null);
            if (port == null || !route.routerId().equals(port.routerId())) {
              throw ApiException.invalid("nextHopPort", "must be a port of this router");
            }
          }
          transaction.create(route);
        });
    return Reply.created(request.links().to("routes", route.id()));
  }
}
