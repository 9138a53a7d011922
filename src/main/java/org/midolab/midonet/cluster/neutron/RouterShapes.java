package org.midolab.midonet.cluster.neutron;

import static org.midolab.midonet.cluster.neutron.NeutronKinds.TEXT;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.neutron.FloatingIp;
import org.midolab.midonet.model.neutron.FloatingIpBuilder;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronRouterBuilder;

/**
 * JSON of routers, their interfaces and floating IPs as Neutron sends them: {@code
 * neutron.Router-v1}, {@code neutron.RouterInterface-v1}, {@code neutron.FloatingIp-v1}.
 */
final class RouterShapes {

  static final Shape<NeutronRouter, NeutronRouterBuilder> ROUTER =
      Shape.of(NeutronRouter.class, NeutronRouterBuilder.class, NeutronType.media("Router"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .optional("name", TEXT)
          .defaulted("admin_state_up", Kinds.BOOLEAN, true)
          .optional("status", TEXT)
          .optional("gw_port_id", Kinds.ID)
          .optional("external_gateway_info", "gateway", NeutronKinds.GATEWAY)
          .defaulted("routes", Kinds.list(NeutronKinds.ROUTE), List.of())
          .build();

  static final Shape<FloatingIp, FloatingIpBuilder> FLOATING_IP =
      Shape.of(FloatingIp.class, FloatingIpBuilder.class, NeutronType.media("FloatingIp"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .required("floating_ip_address", Kinds.IP4)
          .required("floating_network_id", Kinds.ID)
          .optional("router_id", Kinds.ID)
          .optional("port_id", Kinds.ID)
          .optional("fixed_ip_address", Kinds.IP4)
          .optional("status", TEXT)
          .build();

  /** Request to add or remove an interface, and the answer to it. */
  record Attachment(UUID routerId, UUID portId, UUID subnetId, String tenantId) {}

  /** An {@link Attachment} while it is read. */
  static final class AttachmentBody {
    UUID portId;
    UUID subnetId;
    String tenantId;
  }

  static final Shape<Attachment, AttachmentBody> INTERFACE =
      Shape.<Attachment, AttachmentBody>of(NeutronType.media("RouterInterface"))
          .ignoringUnknown()
          .readOnly("id", Kinds.ID, Attachment::routerId)
          .optional("tenant_id", TEXT, Attachment::tenantId, (body, id) -> body.tenantId = id)
          .required("port_id", Kinds.ID, Attachment::portId, (body, id) -> body.portId = id)
          .optional("subnet_id", Kinds.ID, Attachment::subnetId, (body, id) -> body.subnetId = id)
          .build();

  private RouterShapes() {}
}
