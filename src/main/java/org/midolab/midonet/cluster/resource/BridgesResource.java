package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /bridges} (Bridge-v5). Its ports and tables are resources of their own. */
final class BridgesResource implements Resource {

  private static final Shape<Network, NetworkBuilder> SHAPE =
      Shape.<Network, NetworkBuilder>of(MediaType.of("Bridge", 1, 5))
          .optional("id", Kinds.ID, Network::id, NetworkBuilder::id)
          .optional("tenantId", Kinds.text(0, 255), Network::tenantId, NetworkBuilder::tenantId)
          .optional("name", Kinds.text(0, 255), Network::name, NetworkBuilder::name)
          .defaulted(
              "adminStateUp",
              Kinds.BOOLEAN,
              true,
              Network::adminStateUp,
              NetworkBuilder::adminStateUp)
          .optional(
              "inboundFilterId",
              Kinds.ID,
              Network::inboundFilterId,
              NetworkBuilder::inboundFilterId)
          .optional(
              "outboundFilterId",
              Kinds.ID,
              Network::outboundFilterId,
              NetworkBuilder::outboundFilterId)
          .link("uri", (bridge, links) -> links.to("bridges", bridge.id()))
          .link(
              "inboundFilter",
              (bridge, links) -> RoutersResource.chain(links, bridge.inboundFilterId()))
          .link(
              "outboundFilter",
              (bridge, links) -> RoutersResource.chain(links, bridge.outboundFilterId()))
          .link("ports", (bridge, links) -> links.to("bridges", bridge.id(), "ports"))
          .link("peerPorts", (bridge, links) -> links.to("bridges", bridge.id(), "peer_ports"))
          .link("macTable", (bridge, links) -> links.to("bridges", bridge.id(), "mac_table"))
          .link("arpTable", (bridge, links) -> links.to("bridges", bridge.id(), "arp_table"))
          .link(
              "macPortTemplate",
              (bridge, links) ->
                  links.to("bridges", bridge.id(), "mac_table", "{macAddress}_{portId}"))
          .link(
              "vlanMacTableTemplate",
              (bridge, links) -> links.to("bridges", bridge.id(), "vlans", "{vlanId}", "mac_table"))
          .link(
              "vlanMacPortTemplate",
              (bridge, links) ->
                  links.to(
                      "bridges",
                      bridge.id(),
                      "vlans",
                      "{vlanId}",
                      "mac_table",
                      "{macAddress}_{portId}"))
          .build();

  private final TopologyStore topology;
  private final Crud<Network> crud;

  BridgesResource(TopologyStore topology) {
    this.topology = topology;
    this.crud = new Crud<>(topology, Network.class, "bridge");
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("bridges", "bridges")
        .advertise("bridgeTemplate", "bridges/{id}")
        .list(
            "/bridges",
            SHAPE.type(),
            request -> crud.list(request, Network::tenantId, bridge -> write(bridge, request)))
        .post("/bridges", SHAPE.type(), this::create)
        .get(
            "/bridges/{id}",
            SHAPE.type(),
            request -> crud.get(request, bridge -> write(bridge, request)))
        .put("/bridges/{id}", SHAPE.type(), this::update)
        .delete("/bridges/{id}", crud::delete);
  }

  private static ObjectNode write(Network bridge, Request request) {
    return SHAPE.write(bridge, request.links(), request.version());
  }

  private Reply create(Request request) {
    NetworkBuilder body = SHAPE.read(request.body(), NetworkBuilder.builder());
    Network bridge = topology.create(body.id(Crud.newId(body.id())).build());
    return Reply.created(request.links().to("bridges", bridge.id()));
  }

  private Reply update(Request request) {
    NetworkBuilder body = SHAPE.read(request.body(), NetworkBuilder.builder());
    return crud.update(request, (transaction, before) -> body.id(before.id()).build());
  }
}
