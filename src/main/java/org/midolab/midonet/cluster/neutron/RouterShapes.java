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
      Shape.<NeutronRouter, NeutronRouterBuilder>of(NeutronType.media("Router"))
          .ignoringUnknown()
          .required("id", Kinds.ID, NeutronRouter::id, NeutronRouterBuilder::id)
          .optional("tenant_id", TEXT, NeutronRouter::tenantId, NeutronRouterBuilder::tenantId)
          .optional("name", TEXT, NeutronRouter::name, NeutronRouterBuilder::name)
          .defaulted(
              "admin_state_up",
              Kinds.BOOLEAN,
              true,
              NeutronRouter::adminStateUp,
              NeutronRouterBuilder::adminStateUp)
          .optional("status", TEXT, NeutronRouter::status, NeutronRouterBuilder::status)
          .optional("gw_port_id", Kinds.ID, NeutronRouter::gwPortId, NeutronRouterBuilder::gwPortId)
          .optional(
              "external_gateway_info",
              NeutronKinds.GATEWAY,
              NeutronRouter::gateway,
              NeutronRouterBuilder::gateway)
          .defaulted(
              "routes",
              Kinds.list(NeutronKinds.ROUTE),
              List.of(),
              NeutronRouter::routes,
              NeutronRouterBuilder::routes)
          .build();

  static final Shape<FloatingIp, FloatingIpBuilder> FLOATING_IP =
      Shape.<FloatingIp, FloatingIpBuilder>of(NeutronType.media("FloatingIp"))
          .ignoringUnknown()
          .required("id", Kinds.ID, FloatingIp::id, FloatingIpBuilder::id)
          .optional("tenant_id", TEXT, FloatingIp::tenantId, FloatingIpBuilder::tenantId)
          .required(
              "floating_ip_address",
              Kinds.IP4,
              FloatingIp::floatingIpAddress,
              FloatingIpBuilder::floatingIpAddress)
          .required(
              "floating_network_id",
              Kinds.ID,
              FloatingIp::floatingNetworkId,
              FloatingIpBuilder::floatingNetworkId)
          .optional("router_id", Kinds.ID, FloatingIp::routerId, FloatingIpBuilder::routerId)
          .optional("port_id", Kinds.ID, FloatingIp::portId, FloatingIpBuilder::portId)
          .optional(
              "fixed_ip_address",
              Kinds.IP4,
              FloatingIp::fixedIpAddress,
              FloatingIpBuilder::fixedIpAddress)
          .optional("status", TEXT, FloatingIp::status, FloatingIpBuilder::status)
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
