package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.PortGroupBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /port_groups} (PortGroup-v1). */
final class PortGroupsResource implements Resource {

  private static final Shape<PortGroup, PortGroupBuilder> SHAPE =
      Shape.<PortGroup, PortGroupBuilder>of(MediaType.of("PortGroup", 1))
          .optional("id", Kinds.ID, PortGroup::id, PortGroupBuilder::id)
          .optional("tenantId", Kinds.text(0, 255), PortGroup::tenantId, PortGroupBuilder::tenantId)
          .optional("name", Kinds.text(0, 255), PortGroup::name, PortGroupBuilder::name)
          .defaulted(
              "stateful", Kinds.BOOLEAN, false, PortGroup::stateful, PortGroupBuilder::stateful)
          .link("uri", (group, links) -> links.to("port_groups", group.id()))
          .link("ports", (group, links) -> links.to("port_groups", group.id(), "ports"))
          .build();

  private final TopologyStore topology;
  private final Crud<PortGroup> crud;

  PortGroupsResource(TopologyStore topology) {
    this.topology = topology;
    this.crud = new Crud<>(topology, PortGroup.class, "port group");
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("portGroups", "port_groups")
        .advertise("portGroupTemplate", "port_groups/{id}")
        .list(
            "/port_groups",
            SHAPE.type(),
            request -> crud.list(request, PortGroup::tenantId, group -> write(group, request)))
        .post("/port_groups", SHAPE.type(), this::create)
        .get(
            "/port_groups/{id}",
            SHAPE.type(),
            request -> crud.get(request, group -> write(group, request)))
        .put("/port_groups/{id}", SHAPE.type(), this::update)
        .delete("/port_groups/{id}", crud::delete);
  }

  private static ObjectNode write(PortGroup group, Request request) {
    return SHAPE.write(group, request.links(), request.version());
  }

  private Reply create(Request request) {
    PortGroupBuilder body = SHAPE.read(request.body(), PortGroupBuilder.builder());
    PortGroup group = topology.create(body.id(Crud.newId(body.id())).build());
    return Reply.created(request.links().to("port_groups", group.id()));
  }

  private Reply update(Request request) {
    PortGroupBuilder body = SHAPE.read(request.body(), PortGroupBuilder.builder());
    return crud.update(request, (transaction, before) -> body.id(before.id()).build());
  }
}
