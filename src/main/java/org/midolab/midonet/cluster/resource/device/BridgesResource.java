package org.midolab.midonet.cluster.resource.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /bridges} (Bridge-v5, v1 to v4 accepted). Ports, tables and DHCP subnets are separate
 * resources. {@code qosPolicyId} is newer than MidoNet 5.0. {@code vxLanPortIds} is always empty,
 * since VTEPs are not supported.
 */
final class BridgesResource {

  private static final Shape<Network, NetworkBuilder> SHAPE =
      Shape.of(Network.class, NetworkBuilder.class, MediaType.of("Bridge", 1, 5))
          .optional("id", Kinds.ID)
          .optional("tenantId", Kinds.NAME)
          .optional("name", Kinds.NAME)
          .defaulted("adminStateUp", Kinds.BOOLEAN, true)
          .optional("inboundFilterId", Kinds.ID)
          .optional("outboundFilterId", Kinds.ID)
          .refused(
              "vxLanPortIds",
              JsonNodeFactory.instance.arrayNode(),
              "cannot be set, since there are no ports to VTEPs")
          .defaulted("inboundMirrorIds", MirrorsResource.IDS, List.of())
          .defaulted("outboundMirrorIds", MirrorsResource.IDS, List.of())
          .optional("qosPolicyId", Kinds.ID)
          .self("bridges")
          .reference("inboundFilter", "chains")
          .reference("outboundFilter", "chains")
          .below("ports", "ports")
          .below("peerPorts", "peer_ports")
          .below("vxLanPorts", "vxlan_ports")
          .below("dhcpSubnets", "dhcp")
          .below("dhcpSubnet6s", "dhcpV6")
          .reference("qosPolicy", "qos_policies")
          .below("macTable", "mac_table")
          .below("arpTable", "arp_table")
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

  private BridgesResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, Network.class, "bridge"),
            "bridges",
            SHAPE,
            new Form<>(NetworkBuilder::builder, NetworkBuilder::id, NetworkBuilder::build))
        .named("bridges", "bridgeTemplate")
        .tenants(Network::tenantId)
        .build();
  }
}
