package org.midolab.midonet.cluster.resource.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Unenforced;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/**
 * {@code /ports}, {@code /bridges/{id}/ports}, {@code /routers/{id}/ports} links of ports, and
 * linked ports of devices (Port-v4, PortLink-v1).
 *
 * <p>As in MidoNet, a PUT does not change a link or a binding, which are separate resources.
 */
final class PortsResource implements Resource {

  private static final Shape<Port, Peer> LINK =
      Shape.<Port, Peer>of(MediaType.of("PortLink", 1))
          // The client of MidoNet 5.0 sends the whole port.
          .ignoring(PortShape.BRIDGE.properties())
          .ignoring(PortShape.ROUTER.properties())
          .readOnly("portId", Kinds.ID, Port::id)
          .optional("peerId", Kinds.ID, Port::peerId, Peer::set)
          .link("uri", (port, links) -> links.to("ports", port.id(), "link"))
          .link("port", (port, links) -> links.to("ports", port.id()))
          .link(
              "peer",
              (port, links) -> port.peerId() == null ? null : links.to("ports", port.peerId()))
          .build();

  /** Properties of a request to link a port. */
  private static final class Peer {
    private UUID id;

    private void set(UUID value) {
      id = value;
    }
  }

  private final TopologyStore topology;
  private final StateStore state;
  private final RandomGenerator random;
  private final Crud<Port> crud;
  private final Crud<Network> bridges;
  private final Crud<Router> routers;

  /**
   * @param random generator for the MACs of router ports
   */
  PortsResource(TopologyStore topology, StateStore state, RandomGenerator random) {
    this.topology = topology;
    this.state = state;
    this.random = random;
    this.crud = new Crud<>(topology, Port.class, "port");
    this.bridges = new Crud<>(topology, Network.class, "bridge");
    this.routers = new Crud<>(topology, Router.class, "router");
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("ports", "ports")
        .advertise("portTemplate", "ports/{id}")
        .list(
            "/ports",
            PortShape.BOTH,
            request -> crud.list(request, Map.of(), port -> write(port, request)))
        .get(
            "/ports/{id}",
            PortShape.BOTH,
            request -> crud.get(request, port -> write(port, request)))
        .put("/ports/{id}", PortShape.BOTH, this::update)
        .delete("/ports/{id}", crud::delete)
        .list("/bridges/{id}/ports", PortShape.BOTH, request -> list(request, bridges))
        .post("/bridges/{id}/ports", PortShape.BOTH, this::createBridgePort)
        .list("/bridges/{id}/vxlan_ports", PortShape.BOTH, this::listVxlanPorts)
        .list("/bridges/{id}/peer_ports", PortShape.BOTH, request -> listPeers(request, bridges))
        .list("/routers/{id}/ports", PortShape.BOTH, request -> list(request, routers))
        .post("/routers/{id}/ports", PortShape.BOTH, this::createRouterPort)
        .list("/routers/{id}/peer_ports", PortShape.BOTH, request -> listPeers(request, routers))
        .get("/ports/{id}/link", LINK, this::getLink)
        .post("/ports/{id}/link", LINK, this::link)
        .delete("/ports/{id}/link", this::unlink);
  }

  private ObjectNode write(Port port, Request request) {
    boolean bound = port.isExterior();
    PortShape.View view =
        new PortShape.View(
            port,
            bound && state.portActive(port.hostId(), port.id()).isPresent(),
            bound && port.routerId() != null
                ? state.bgpStatus(port.hostId(), port.id()).orElse(null)
                : null);
    return PortShape.shapeOf(port).write(view, request.links(), request.version());
  }

  private Reply list(Request request, Crud<? extends TopologyObject> devices) {
    devices.mustExist(request.id());
    return Reply.list(
        topology.stream(Port.class, portIds(devices.type(), request.id()))
            .map(port -> write(port, request)));
  }

  private Reply listPeers(Request request, Crud<? extends TopologyObject> devices) {
    devices.mustExist(request.id());
    List<UUID> peers =
        topology.stream(Port.class, portIds(devices.type(), request.id()))
            .map(Port::peerId)
            .filter(Objects::nonNull)
            .toList();
    return Reply.list(topology.stream(Port.class, peers).map(port -> write(port, request)));
  }

  /** Answers with an empty list, since VTEPs are not supported. */
  private Reply listVxlanPorts(Request request) {
    bridges.mustExist(request.id());
    return Reply.list(Stream.empty());
  }

  private List<UUID> portIds(Class<? extends TopologyObject> device, UUID id) {
    String field = device == Router.class ? "routerId" : "networkId";
    return topology.referencing(device, id, Port.class, field);
  }

  private Reply createBridgePort(Request request) {
    PortBuilder body = PortShape.BRIDGE.read(request.body(), PortBuilder.builder());
    return create(request, body.networkId(request.id()), bridges);
  }

  private Reply createRouterPort(Request request) {
    PortBuilder body = PortShape.ROUTER.read(request.body(), PortBuilder.builder());
    if (body.portMac() == null) {
      body.portMac(Mac.random(random));
    }
    return create(request, body.routerId(request.id()), routers);
  }

  private Reply create(Request request, PortBuilder body, Crud<? extends TopologyObject> devices) {
    Port port = body.id(Crud.newId(body.id())).build();
    topology.write(
        transaction -> {
          devices.find(transaction, port.deviceId());
          checkEnds(transaction, port);
          transaction.create(port);
          if (port.routerId() != null) {
            PortRules.createLocalRoute(transaction, port);
          }
        });
    return Unenforced.warn(Reply.created(request.links().to("ports", port.id())), port);
  }

  private Reply update(Request request) {
    return crud.update(
        request,
        (transaction, before) -> {
          PortBuilder body = PortShape.shapeOf(before).read(request.body(), PortBuilder.builder());
          Port after = keepEnds(before, body);
          checkEnds(transaction, after);
          if (after.routerId() != null) {
            PortRules.moveLocalRoute(transaction, before, after);
          }
          return after;
        });
  }

  /**
   * Returns the port of a PUT, with the values that a PUT does not change.
   *
   * @throws ApiException 400 when the PUT contains another peer or binding
   */
  private static Port keepEnds(Port before, PortBuilder body) {
    mustStay("hostId", before.hostId(), body.hostId(), "binding");
    mustStay("interfaceName", before.interfaceName(), body.interfaceName(), "binding");
    mustStay("peerId", before.peerId(), body.peerId(), "link");
    if (body.portMac() == null) {
      body.portMac(before.portMac());
    }
    if (before.hostId() != null) {
      body.hostId(before.hostId()).interfaceName(before.interfaceName());
    }
    if (before.peerId() != null) {
      body.peerId(before.peerId());
    }
    return body.id(before.id())
        .networkId(before.networkId())
        .routerId(before.routerId())
        .tunnelKey(before.tunnelKey())
        .previousHostId(before.previousHostId())
        .portGroupIds(before.portGroupIds())
        .build();
  }

  private static void mustStay(String name, Object is, Object asked, String where) {
    if (is != null && asked != null && !is.equals(asked)) {
      throw ApiException.invalid(name, "cannot be changed; delete the port's " + where + " first");
    }
  }

  private void checkEnds(Transaction transaction, Port port) {
    PortRules.checkBinding(transaction, port);
    if (port.peerId() != null) {
      PortRules.checkLink(port, crud.find(transaction, port.peerId()).value());
    }
  }

  private Reply getLink(Request request) {
    Port port = crud.find(request.id()).value();
    return Reply.of(LINK.write(port, request.links(), request.version()));
  }

  private Reply link(Request request) {
    Peer peer = LINK.read(request.body(), new Peer());
    if (peer.id == null) {
      throw ApiException.invalid("peerId", "must be given");
    }
    topology.write(
        transaction -> {
          Port port = crud.find(transaction, request.id()).value();
          if (port.peerId() != null) {
            throw ApiException.conflict(
                "port " + port.id() + " is linked to port " + port.peerId() + " already");
          }
          PortRules.checkLink(port, crud.find(transaction, peer.id).value());
          transaction.update(port.withPeerId(peer.id));
        });
    return Reply.created(request.links().to("ports", request.id(), "link"));
  }

  private Reply unlink(Request request) {
    topology.write(
        transaction -> {
          Port port = crud.find(transaction, request.id()).value();
          if (port.peerId() != null) {
            transaction.update(port.withPeerId(null));
          }
        });
    return Reply.done();
  }
}
