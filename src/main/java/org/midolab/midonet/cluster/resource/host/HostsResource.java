package org.midolab.midonet.cluster.resource.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.HostBuilder;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.nsdb.HostState;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /hosts} (Host-v3) and {@code /hosts/{id}/interfaces} (Interface-v1). Agents create hosts.
 * Clients read them, set their weights, and delete hosts that are not alive and have no bindings.
 */
final class HostsResource implements Resource {

  private record InterfaceView(UUID hostId, HostState.Interface link) {}

  private record View(Host host, boolean alive, List<HostState.Interface> interfaces) {

    List<String> addresses() {
      Set<String> addresses = new LinkedHashSet<>();
      interfaces.forEach(link -> addresses.addAll(link.addresses()));
      return List.copyOf(addresses);
    }
  }

  private static final Shape<InterfaceView, Void> INTERFACE =
      Shape.<InterfaceView, Void>of(MediaType.of("Interface", 1))
          .readOnly("hostId", Kinds.ID, InterfaceView::hostId)
          .readOnly("name", Kinds.TEXT, view -> view.link().name())
          .readOnly("mac", Kinds.MAC, view -> view.link().mac())
          .readOnly("mtu", Kinds.integer(0, Integer.MAX_VALUE), view -> view.link().mtu())
          .readOnly(
              "status",
              Kinds.integer(0, 3),
              view -> (view.link().up() ? 1 : 0) | (view.link().hasLink() ? 2 : 0))
          .readOnly(
              "type",
              Kinds.named(HostState.Type.class, HostsResource::typeName),
              view -> view.link().type())
          .readOnly(
              "endpoint",
              Kinds.named(HostState.Endpoint.class, Enum::name),
              view -> view.link().endpoint())
          .readOnly("portType", Kinds.TEXT, view -> view.link().portType())
          .readOnly("addresses", Kinds.list(Kinds.TEXT), view -> view.link().addresses())
          .link(
              "uri",
              (view, links) ->
                  links.to("hosts", view.hostId(), "interfaces", Links.encode(view.link().name())))
          .link("host", (view, links) -> links.to("hosts", view.hostId()))
          .build();

  private static final Shape<View, HostBuilder> SHAPE =
      Shape.of(
              Host.class,
              HostBuilder.class,
              View::host,
              Function.<HostBuilder>identity(),
              MediaType.of("Host", 1, 3))
          .readOnly("id", Kinds.ID)
          .readOnly("name", Kinds.TEXT)
          .readOnly("alive", Kinds.BOOLEAN, View::alive)
          .readOnly("addresses", Kinds.list(Kinds.TEXT), View::addresses)
          .defaulted("floodingProxyWeight", Kinds.integer(0, 65535), 1)
          .defaulted("containerWeight", Kinds.integer(0, Integer.MAX_VALUE), 1)
          .defaulted("containerLimit", Kinds.integer(-1, Integer.MAX_VALUE), -1)
          .defaulted("enforceContainerLimit", Kinds.BOOLEAN, false)
          .embedded(
              "hostInterfaces",
              INTERFACE,
              view ->
                  view.interfaces().stream()
                      .map(link -> new InterfaceView(view.host().id(), link))
                      .toList())
          .self("hosts")
          .below("interfaces", "interfaces")
          .below("ports", "ports")
          .build();

  private final TopologyStore topology;
  private final StateStore state;
  private final Crud<Host> crud;

  HostsResource(TopologyStore topology, StateStore state) {
    this.topology = topology;
    this.state = state;
    this.crud = new Crud<>(topology, Host.class, "host");
  }

  private static String typeName(HostState.Type type) {
    return type.name().charAt(0) + type.name().substring(1).toLowerCase(Locale.ROOT);
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("hosts", "hosts")
        .advertise("hostTemplate", "hosts/{id}")
        .list("/hosts", SHAPE, this::list)
        .get("/hosts/{id}", SHAPE, this::get)
        .put("/hosts/{id}", SHAPE, this::update)
        .successStatus(200)
        .delete("/hosts/{id}", this::delete)
        .list("/hosts/{id}/interfaces", INTERFACE, this::listInterfaces)
        .get("/hosts/{id}/interfaces/{name}", INTERFACE, this::getInterface);
  }

  private Reply list(Request request) {
    Set<UUID> alive = state.hostsAlive().keySet();
    return crud.list(request, Map.of(), host -> write(host, alive.contains(host.id()), request));
  }

  private Reply get(Request request) {
    return crud.get(request, host -> write(host, state.hostAlive(host.id()).isPresent(), request));
  }

  private ObjectNode write(Host host, boolean alive, Request request) {
    View view = new View(host, alive, interfaces(host.id()));
    return SHAPE.write(view, request.links(), request.version());
  }

  private List<HostState.Interface> interfaces(UUID host) {
    return state.hostState(host).map(HostState::interfaces).orElse(List.of());
  }

  private Reply update(Request request) {
    return crud.update(
            request,
            (transaction, before) ->
                SHAPE.read(request.body(), HostBuilder.builder(before)).id(before.id()).build())
        .with(200, new Reply.Content.None()); // as MidoNet answers here alone
  }

  private Reply delete(Request request) {
    return crud.delete(
        request,
        (transaction, host) -> {
          if (state.hostAlive(host.id()).isPresent()) {
            throw new ApiException(
                403, "host " + host.name() + " is alive; stop its agent before you delete it");
          }
          List<UUID> bound = transaction.referencing(Host.class, host.id(), Port.class, "hostId");
          if (!bound.isEmpty()) {
            throw new ApiException(
                403, "host " + host.name() + " has port " + bound.getFirst() + " bound to it");
          }
        });
  }

  private Reply listInterfaces(Request request) {
    crud.mustExist(request.id());
    return Reply.list(
        interfaces(request.id()).stream()
            .map(
                link ->
                    INTERFACE.write(
                        new InterfaceView(request.id(), link),
                        request.links(),
                        request.version())));
  }

  private Reply getInterface(Request request) {
    crud.mustExist(request.id());
    String name = request.parameter("name");
    return interfaces(request.id()).stream()
        .filter(link -> link.name().equals(name))
        .findFirst()
        .map(
            link ->
                Reply.of(
                    INTERFACE.write(
                        new InterfaceView(request.id(), link), request.links(), request.version())))
        .orElseThrow(() -> ApiException.notFound("the host has no such interface"));
  }
}
