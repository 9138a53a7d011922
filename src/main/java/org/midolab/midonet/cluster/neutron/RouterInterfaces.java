package org.midolab.midonet.cluster.neutron;

import java.util.UUID;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronRouterInterface;

/**
 * {@code PUT /neutron/routers/{id}/add_router_interface} and {@code …/remove_router_interface}.
 * Both may be asked again; Neutron deletes an interface's port, and the interface with it, before
 * it asks to remove the interface, and may have deleted the router too.
 */
record RouterInterfaces(NeutronStore store) {

  void declare(Api.Builder api) {
    api.exchange("/neutron/routers/{id}/add_router_interface", RouterShapes.INTERFACE, this::add)
        .exchange(
            "/neutron/routers/{id}/remove_router_interface", RouterShapes.INTERFACE, this::remove);
  }

  private static RouterShapes.Attachment read(Request request) {
    RouterShapes.AttachmentBody body =
        RouterShapes.INTERFACE.read(request.body(), new RouterShapes.AttachmentBody());
    return new RouterShapes.Attachment(request.id(), body.portId, body.subnetId, body.tenantId);
  }

  private static Reply answer(RouterShapes.Attachment asked, Request request) {
    return Reply.of(RouterShapes.INTERFACE.write(asked, request.links(), request.version()));
  }

  private Reply add(Request request) {
    RouterShapes.Attachment asked = read(request);
    return store.write(
        answer(asked, request),
        changes -> {
          mustExist(changes, asked.routerId());
          NeutronPort port = changes.view().port(asked.portId());
          if (port == null) {
            throw ApiException.notFound("there is no port " + asked.portId());
          }
          NeutronRouterInterface wanted =
              new NeutronRouterInterface(
                  port.id(), asked.routerId(), port.id(), subnet(asked, port));
          NeutronRouterInterface before =
              changes.view().find(NeutronRouterInterface.class, port.id());
          if (before == null) {
            changes.create(wanted);
          } else if (before.routerId().equals(asked.routerId())) {
            changes.update(wanted);
          } else {
            throw ApiException.conflict(
                "port " + port.id() + " is an interface of router " + before.routerId());
          }
        });
  }

  private static UUID subnet(RouterShapes.Attachment asked, NeutronPort port) {
    if (asked.subnetId() != null) {
      return asked.subnetId();
    }
    return port.fixedIps().isEmpty() ? null : port.fixedIps().getFirst().subnetId();
  }

  private Reply remove(Request request) {
    RouterShapes.Attachment asked = read(request);
    return store.write(
        answer(asked, request),
        changes -> {
          NeutronRouterInterface before =
              changes.view().find(NeutronRouterInterface.class, asked.portId());
          if (before != null && before.routerId().equals(asked.routerId())) {
            changes.delete(NeutronRouterInterface.class, before.id());
          }
        });
  }

  private static void mustExist(NeutronStore.Changes changes, UUID router) {
    if (changes.view().router(router) == null) {
      throw ApiException.notFound("there is no router " + router);
    }
  }
}
