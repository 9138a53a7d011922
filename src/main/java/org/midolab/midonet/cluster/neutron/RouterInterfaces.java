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
 * Both requests may be repeated. Neutron deletes an interface's port, and thereby the interface,
 * before it requests the removal of the interface, and may also have deleted the router.
 */
record RouterInterfaces(NeutronStore store) {

  void declare(Api.Builder api) {
    api.putAnswered("/neutron/routers/{id}/add_router_interface", RouterShapes.INTERFACE, this::add)
        .putAnswered(
            "/neutron/routers/{id}/remove_router_interface", RouterShapes.INTERFACE, this::remove);
  }

  private static RouterShapes.Attachment read(Request request) {
    RouterShapes.AttachmentBody body =
        RouterShapes.INTERFACE.read(request.body(), new RouterShapes.AttachmentBody());
    return new RouterShapes.Attachment(request.id(), body.portId, body.subnetId, body.tenantId);
  }

  private static Reply answer(RouterShapes.Attachment attachment, Request request) {
    return Reply.of(RouterShapes.INTERFACE.write(attachment, request.links(), request.version()));
  }

  private Reply add(Request request) {
    RouterShapes.Attachment attachment = read(request);
    return store.write(
        answer(attachment, request),
        changes -> {
          mustExist(changes, attachment.routerId());
          NeutronPort port = changes.view().port(attachment.portId());
          if (port == null) {
            throw ApiException.notFound("there is no port " + attachment.portId());
          }
          if (Preconditions.hasUnknownHost(port, changes.view())) {
            throw ApiException.notFound(
                "there is no host '"
                    + port.hostName()
                    + "', to which port "
                    + port.id()
                    + " is bound; start its agent first");
          }
          NeutronRouterInterface desired =
              new NeutronRouterInterface(
                  port.id(), attachment.routerId(), port.id(), subnet(attachment, port));
          NeutronRouterInterface before =
              changes.view().find(NeutronRouterInterface.class, port.id());
          if (before == null) {
            changes.create(desired);
          } else if (before.routerId().equals(attachment.routerId())) {
            changes.update(desired);
          } else {
            throw ApiException.conflict(
                "port " + port.id() + " is an interface of router " + before.routerId());
          }
        });
  }

  private static UUID subnet(RouterShapes.Attachment attachment, NeutronPort port) {
    if (attachment.subnetId() != null) {
      return attachment.subnetId();
    }
    return port.fixedIps().isEmpty() ? null : port.fixedIps().getFirst().subnetId();
  }

  private Reply remove(Request request) {
    RouterShapes.Attachment attachment = read(request);
    return store.write(
        answer(attachment, request),
        changes -> {
          NeutronRouterInterface before =
              changes.view().find(NeutronRouterInterface.class, attachment.portId());
          if (before != null && before.routerId().equals(attachment.routerId())) {
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
