package org.midolab.midonet.cluster.resource.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.resource.filter.FilterResources;
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
      Shape.<Network, NetworkBuilder>of(MediaType.of("Bridge", 1, 5))
          .optional("id", Kinds.ID, Network::id, NetworkBuilder::id)
          .optional("tenantId", Kinds.NAME, Network::tenantId, NetworkBuilder::tenantId)
          .optional("name", Kinds.NAME, Network::name, NetworkBuilder::name)
          .defaulted(
              "adminStateUp",
              Kinds.BOOLEAN,
              true,
              Network::adminStateUp,
              NetworkBuilder::adminStateUp)
          .optional(
              "inboundFilterId",
              Kinds.ID,
              Network::inboundFilterId,
              NetworkBuilder::inboundFilterId)
          .optional(
              "outboundFilterId",
              Kinds.ID,
              Network::outboundFilterId,
              NetworkBuilder::outboundFilterId)
          .refused(
              "vxLanPortIds",
              JsonNodeFactory.instance.arrayNode(),
              "cannot be set, since there are no ports to VTEPs")
          .defaulted(
              "inboundMirrorIds",
              MirrorsResource.IDS,
              List.of(),
              Network::inboundMirrorIds,
              NetworkBuilder::inboundMirrorIds)
          .defaulted(
              "outboundMirrorIds",
              MirrorsResource.IDS,
              List.of(),
              Network::outboundMirrorIds,
              NetworkBuilder::outboundMirrorIds)
          .optional("qosPolicyId", Kinds.ID, Network::qosPolicyId, NetworkBuilder::qosPolicyId)
          .link("uri", (bridge, links) -> links.to("bridges", bridge.id()))
          .link(
              "inboundFilter",
              (bridge, links) -> FilterResources.chain(links, bridge.inboundFilterId()))
          .link(
              "outboundFilter",
              (bridge, links) -> FilterResources.chain(links, bridge.outboundFilterId()))
          .link("ports", (bridge, links) -> links.to("bridges", bridge.id(), "ports"))
          .link("peerPorts", (bridge, links) -> links.to("bridges", bridge.id(), "peer_ports"))
          .link("vxLanPorts", (bridge, links) -> links.to("bridges", bridge.id(), "vxlan_ports"))
          .link("dhcpSubnets", (bridge, links) -> links.to("bridges", bridge.id(), "dhcp"))
          .link("dhcpSubnet6s", (bridge, links) -> links.to("bridges", bridge.id(), "dhcpV6"))
          .link(
              "qosPolicy",
              (bridge, links) ->
                  bridge.qosPolicyId() == null
                      ? null
                      : links.to("qos_policies", bridge.qosPolicyId()))
          .link("macTable", (bridge, links) -> links.to("bridges", bridge.id(), "mac_table"))
          .link("arpTable", (bridge, links) -> links.to("bridges", bridge.id(), "arp_table"))
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
