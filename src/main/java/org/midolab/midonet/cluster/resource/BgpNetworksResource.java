package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.BgpNetwork;
import org.midolab.midonet.model.BgpNetworkBuilder;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /routers/{id}/bgp_networks} and {@code /bgp_networks} (BgpNetwork-v1). */
final class BgpNetworksResource implements Resource {

  private static final Shape<BgpNetwork, BgpNetworkBuilder> SHAPE =
      Shape.<BgpNetwork, BgpNetworkBuilder>of(MediaType.of("BgpNetwork", 1))
          .optional("id", Kinds.ID, BgpNetwork::id, BgpNetworkBuilder::id)
          .readOnly("routerId", Kinds.ID, BgpNetwork::routerId)
          .prefix(
              "subnetAddress",
              "subnetLength",
              true,
              BgpNetwork::subnet,
              (builder, subnet) -> builder.subnet(subnet.network()))
          .link("uri", (network, links) -> links.to("bgp_networks", network.id()))
          .link("router", (network, links) -> links.to("routers", network.routerId()))
          .build();

  private final TopologyStore topology;
  private final Crud<BgpNetwork> crud;
  private final Crud<Router> routers;

  BgpNetworksResource(TopologyStore topology) {
    this.topology = topology;
    this.crud = new Crud<>(topology, BgpNetwork.class, "BGP network");
    this.routers = new Crud<>(topology, Router.class, "router");
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("bgpNetworkTemplate", "bgp_networks/{id}")
        .list("/routers/{id}/bgp_networks", SHAPE.type(), this::list)
        .post("/routers/{id}/bgp_networks", SHAPE.type(), this::create)
        .get(
            "/bgp_networks/{id}",
            SHAPE.type(),
            request -> crud.get(request, network -> write(network, request)))
        .delete("/bgp_networks/{id}", crud::delete);
  }

  private static ObjectNode write(BgpNetwork network, Request request) {
    return SHAPE.write(network, request.links(), request.version());
  }

  private Reply list(Request request) {
    routers.mustExist(request.id());
    return crud.listReferring(Router.class, request.id(), network -> write(network, request));
  }

  private Reply create(Request request) {
    BgpNetworkBuilder body = SHAPE.read(request.body(), BgpNetworkBuilder.builder());
    UUID routerId = request.id();
    BgpNetwork network = body.id(Crud.newId(body.id())).routerId(routerId).build();
    topology.write(
        transaction -> {
          routers.find(transaction, routerId);
          Siblings.of(transaction, Router.class, routerId, BgpNetwork.class, "routerId")
              .refuse(
                  other -> other.subnet().equals(network.subnet()),
                  "the router announces " + network.subnet() + " already");
          transaction.create(network);
        });
    return Reply.created(request.links().to("bgp_networks", network.id()));
  }
}
