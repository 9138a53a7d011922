package org.midolab.midonet.cluster.resource.service;

import java.util.UUID;
import java.util.stream.Stream;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.LoadBalancerBuilder;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Vip;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /load_balancers} (LoadBalancer-v1). A router refers to its load balancer. {@link
 * PoolsResource} handles the pools; the VIPs are those of the pools.
 */
final class LoadBalancersResource implements Resource {

  private record View(LoadBalancer balancer, UUID routerId) {}

  /** Properties of a request. */
  private static final class Body {
    private final LoadBalancerBuilder balancer = LoadBalancerBuilder.builder();

    /** Null when it is left out or equals the present value. */
    private UUID routerId;

    private LoadBalancer build() {
      if (routerId != null) {
        throw ApiException.invalid(
            "routerId", "cannot be set here; set loadBalancerId of router " + routerId);
      }
      return balancer.build();
    }
  }

  private static final Shape<View, Body> SHAPE =
      Shape.of(
              LoadBalancer.class,
              LoadBalancerBuilder.class,
              View::balancer,
              (Body body) -> body.balancer,
              MediaType.of("LoadBalancer", 1))
          .optional("id", Kinds.ID)
          .optional("routerId", Kinds.ID, View::routerId, (body, id) -> body.routerId = id)
          .defaulted("adminStateUp", Kinds.BOOLEAN, true)
          .self("load_balancers")
          .link(
              "router",
              (view, links) ->
                  view.routerId() == null ? null : links.to("routers", view.routerId()))
          .below("pools", "pools")
          .below("vips", "vips")
          .build();

  private final TopologyStore topology;
  private final Crud<LoadBalancer> crud;

  LoadBalancersResource(TopologyStore topology) {
    this.topology = topology;
    this.crud = new Crud<>(topology, LoadBalancer.class, "load balancer");
  }

  @Override
  public void declare(Api.Builder api) {
    Stored.of(
            crud,
            "load_balancers",
            SHAPE,
            this::view,
            new Form<>(Body::new, (body, id) -> body.balancer.id(id), Body::build))
        .keeping(this::keepRouter)
        .named("loadBalancers", "loadBalancerTemplate")
        .build()
        .declare(api);
    api.list("/load_balancers/{id}/vips", VipsResource.SHAPE, this::vips);
  }

  private void keepRouter(LoadBalancer before, Body body) {
    if (body.routerId != null && body.routerId.equals(view(before).routerId())) {
      body.routerId = null;
    }
  }

  private View view(LoadBalancer balancer) {
    return new View(
        balancer,
        topology
            .referencing(LoadBalancer.class, balancer.id(), Router.class, "loadBalancerId")
            .stream()
            .findFirst()
            .orElse(null));
  }

  private Reply vips(Request request) {
    crud.mustExist(request.id());
    Stream<Vip> vips =
        topology.referencing(LoadBalancer.class, request.id(), Pool.class).stream()
            .flatMap(
                pool ->
                    topology.stream(Vip.class, topology.referencing(Pool.class, pool, Vip.class)));
    return Reply.list(
        vips.map(
            vip ->
                VipsResource.SHAPE.write(
                    new VipsResource.View(vip, request.id()), request.links(), request.version())));
  }
}
