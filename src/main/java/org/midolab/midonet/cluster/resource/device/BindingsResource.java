package org.midolab.midonet.cluster.resource.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /hosts/{id}/ports} (HostInterfacePort-v1): bindings of virtual ports to interfaces of a
 * host. The host must exist; the interface may be created later.
 */
final class BindingsResource implements Resource {

  /** A name of an interface in Linux: 1 to 15 characters without blanks and slashes. */
  static final Kind<String> INTERFACE_NAME = Kinds.matching("[^\\s/]{1,15}", "an interface's name");

  /** Properties of a request. */
  private static final class Body {
    private UUID portId;
    private String interfaceName;

    private void portId(UUID value) {
      portId = value;
    }

    private void interfaceName(String value) {
      interfaceName = value;
    }
  }

  private static final Shape<Port, Body> SHAPE =
      Shape.<Port, Body>of(MediaType.of("HostInterfacePort", 1))
          .readOnly("hostId", Kinds.ID, Port::hostId)
          .required("portId", Kinds.ID, Port::id, Body::portId)
          .required("interfaceName", INTERFACE_NAME, Port::interfaceName, Body::interfaceName)
          .link("uri", (port, links) -> links.to("hosts", port.hostId(), "ports", port.id()))
          .link("host", (port, links) -> links.to("hosts", port.hostId()))
          .link("port", (port, links) -> links.to("ports", port.id()))
          .build();

  private final TopologyStore topology;
  private final Crud<Host> hosts;
  private final Crud<Port> ports;

  BindingsResource(TopologyStore topology) {
    this.topology = topology;
    this.hosts = new Crud<>(topology, Host.class, "host");
    this.ports = new Crud<>(topology, Port.class, "port");
  }

  @Override
  public void declare(Api.Builder api) {
    api.list("/hosts/{id}/ports", SHAPE, this::list)
        .post("/hosts/{id}/ports", SHAPE, this::create)
        .get("/hosts/{id}/ports/{portId}", SHAPE, this::get)
        .delete("/hosts/{id}/ports/{portId}", this::delete);
  }

  private static ObjectNode write(Port port, Request request) {
    return SHAPE.write(port, request.links(), request.version());
  }

  private Reply list(Request request) {
    hosts.mustExist(request.id());
    return Reply.list(
        topology.stream(
                Port.class, topology.referencing(Host.class, request.id(), Port.class, "hostId"))
            .filter(Port::isExterior)
            .map(port -> write(port, request)));
  }

  private Reply get(Request request) {
    Port port = ports.find(request.id("portId")).value();
    mustBeBoundTo(port, request.id());
    return Reply.of(write(port, request));
  }

  private Reply create(Request request) {
    Body body = SHAPE.read(request.body(), new Body());
    UUID hostId = request.id();
    topology.write(
        transaction -> {
          hosts.find(transaction, hostId);
          Port port = ports.find(transaction, body.portId).value();
          if (port.isExterior()) {
            throw ApiException.conflict(
                "port "
                    + port.id()
                    + " is bound to interface "
                    + port.interfaceName()
                    + " of host "
                    + port.hostId()
                    + " already; delete that binding first");
          }
          Port bound = port.withHostId(hostId).withInterfaceName(body.interfaceName);
          PortRules.checkBinding(transaction, bound);
          transaction.update(bound);
        });
    return Reply.created(request.links().to("hosts", hostId, "ports", body.portId));
  }

  private Reply delete(Request request) {
    topology.write(
        transaction -> {
          Port port = ports.find(transaction, request.id("portId")).value();
          mustBeBoundTo(port, request.id());
          transaction.update(
              port.withHostId(null).withInterfaceName(null).withPreviousHostId(port.hostId()));
        });
    return Reply.done();
  }

  private static void mustBeBoundTo(Port port, UUID hostId) {
    if (!hostId.equals(port.hostId())) {
      throw ApiException.notFound("port " + port.id() + " is not bound to host " + hostId);
    }
  }
}
