package org.midolab.midonet.cluster.resource.filter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /port_groups/{id}/ports} and {@code /ports/{id}/port_groups} (PortGroupPort-v1):
 * memberships of ports in port groups, listed by group or by port.
 */
final class PortGroupPortsResource implements Resource {

  private record View(UUID groupId, UUID portId) {}

  /** Properties of a request. */
  private static final class Body {
    private UUID portId;

    private void portId(UUID value) {
      portId = value;
    }
  }

  private static final Shape<View, Body> SHAPE =
      Shape.<View, Body>of(MediaType.of("PortGroupPort", 1))
          .readOnly("portGroupId", Kinds.ID, View::groupId)
          .required("portId", Kinds.ID, View::portId, Body::portId)
          .link(
              "uri",
              (view, links) -> links.to("port_groups", view.groupId(), "ports", view.portId()))
          .link("portGroup", (view, links) -> links.to("port_groups", view.groupId()))
          .link("port", (view, links) -> links.to("ports", view.portId()))
          .build();

  private final TopologyStore topology;
  private final Crud<PortGroup> groups;
  private final Crud<Port> ports;

  PortGroupPortsResource(TopologyStore topology) {
    this.topology = topology;
    this.groups = new Crud<>(topology, PortGroup.class, "port group");
    this.ports = new Crud<>(topology, Port.class, "port");
  }

  @Override
  public void declare(Api.Builder api) {
    api.list("/port_groups/{id}/ports", SHAPE, this::listPorts)
        .post("/port_groups/{id}/ports", SHAPE, this::create)
        .get("/port_groups/{id}/ports/{portId}", SHAPE, this::get)
        .delete("/port_groups/{id}/ports/{portId}", this::delete)
        .list("/ports/{id}/port_groups", SHAPE, this::listGroups);
  }

  private static ObjectNode write(View view, Request request) {
    return SHAPE.write(view, request.links(), request.version());
  }

  private Reply listPorts(Request request) {
    groups.mustExist(request.id());
    return Reply.list(
        topology.referencing(PortGroup.class, request.id(), Port.class, "portGroupIds").stream()
            .map(portId -> write(new View(request.id(), portId), request)));
  }

  private Reply listGroups(Request request) {
    Port port = ports.find(request.id()).value();
    return Reply.list(
        port.portGroupIds().stream()
            .sorted()
            .map(groupId -> write(new View(groupId, port.id()), request)));
  }

  private Reply get(Request request) {
    mustBeMember(ports.find(request.id("portId")).value(), request.id());
    return Reply.of(write(new View(request.id(), request.id("portId")), request));
  }

  private Reply create(Request request) {
    Body body = SHAPE.read(request.body(), new Body());
    UUID groupId = request.id();
    topology.write(
        transaction -> {
          groups.find(transaction, groupId);
          Port port = ports.find(transaction, body.portId).value();
          Set<UUID> all = new HashSet<>(port.portGroupIds());
          if (!all.add(groupId)) {
            throw ApiException.conflict("port " + port.id() + " is in that group already");
          }
          transaction.update(port.withPortGroupIds(all));
        });
    return Reply.created(request.links().to("port_groups", groupId, "ports", body.portId));
  }

  private Reply delete(Request request) {
    topology.write(
        transaction -> {
          Port port = ports.find(transaction, request.id("portId")).value();
          mustBeMember(port, request.id());
          Set<UUID> rest = new HashSet<>(port.portGroupIds());
          rest.remove(request.id());
          transaction.update(port.withPortGroupIds(rest));
        });
    return Reply.done();
  }

  private static void mustBeMember(Port port, UUID groupId) {
    if (!port.portGroupIds().contains(groupId)) {
      throw ApiException.notFound("port " + port.id() + " is not in port group " + groupId);
    }
  }
}
