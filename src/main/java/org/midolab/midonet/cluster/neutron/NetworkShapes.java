package org.midolab.midonet.cluster.neutron;

import static org.midolab.midonet.cluster.neutron.NeutronKinds.TEXT;

import java.util.List;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronNetworkBuilder;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPortBuilder;
import org.midolab.midonet.model.neutron.NeutronSubnet;
import org.midolab.midonet.model.neutron.NeutronSubnetBuilder;

/**
 * JSON of networks, subnets and ports as Neutron sends them: {@code neutron.Network-v1}, {@code
 * neutron.Subnet-v1}, {@code neutron.Port-v1}. Other properties are ignored.
 */
final class NetworkShapes {

  static final Shape<NeutronNetwork, NeutronNetworkBuilder> NETWORK =
      Shape.<NeutronNetwork, NeutronNetworkBuilder>of(NeutronType.media("Network"))
          .ignoringUnknown()
          .required("id", Kinds.ID, NeutronNetwork::id, NeutronNetworkBuilder::id)
          .optional("tenant_id", TEXT, NeutronNetwork::tenantId, NeutronNetworkBuilder::tenantId)
          .optional("name", TEXT, NeutronNetwork::name, NeutronNetworkBuilder::name)
          .defaulted(
              "admin_state_up",
              Kinds.BOOLEAN,
              true,
              NeutronNetwork::adminStateUp,
              NeutronNetworkBuilder::adminStateUp)
          .optional("status", TEXT, NeutronNetwork::status, NeutronNetworkBuilder::status)
          .defaulted(
              "shared", Kinds.BOOLEAN, false, NeutronNetwork::shared, NeutronNetworkBuilder::shared)
          .defaulted(
              "router:external",
              Kinds.BOOLEAN,
              false,
              NeutronNetwork::external,
              NeutronNetworkBuilder::external)
          .optional(
              "provider:network_type",
              TEXT,
              NeutronNetwork::networkType,
              NeutronNetworkBuilder::networkType)
          .build();

  static final Shape<NeutronSubnet, NeutronSubnetBuilder> SUBNET =
      Shape.<NeutronSubnet, NeutronSubnetBuilder>of(NeutronType.media("Subnet"))
          .ignoringUnknown()
          .required("id", Kinds.ID, NeutronSubnet::id, NeutronSubnetBuilder::id)
          .optional("tenant_id", TEXT, NeutronSubnet::tenantId, NeutronSubnetBuilder::tenantId)
          .required(
              "network_id", Kinds.ID, NeutronSubnet::networkId, NeutronSubnetBuilder::networkId)
          .optional("name", TEXT, NeutronSubnet::name, NeutronSubnetBuilder::name)
          .defaulted(
              "ip_version",
              Kinds.integer(4, 6),
              4,
              NeutronSubnet::ipVersion,
              NeutronSubnetBuilder::ipVersion)
          .required("cidr", NeutronKinds.SUBNET, NeutronSubnet::cidr, NeutronSubnetBuilder::cidr)
          .optional(
              "gateway_ip",
              NeutronKinds.ADDRESS,
              NeutronSubnet::gatewayIp,
              NeutronSubnetBuilder::gatewayIp)
          .defaulted(
              "enable_dhcp",
              Kinds.BOOLEAN,
              true,
              NeutronSubnet::enableDhcp,
              NeutronSubnetBuilder::enableDhcp)
          .defaulted(
              "dns_nameservers",
              Kinds.list(NeutronKinds.ADDRESS),
              List.of(),
              NeutronSubnet::dnsNameservers,
              NeutronSubnetBuilder::dnsNameservers)
          .defaulted(
              "host_routes",
              Kinds.list(NeutronKinds.ROUTE),
              List.of(),
              NeutronSubnet::hostRoutes,
              NeutronSubnetBuilder::hostRoutes)
          .defaulted(
              "allocation_pools",
              Kinds.list(NeutronKinds.POOL),
              List.of(),
              NeutronSubnet::allocationPools,
              NeutronSubnetBuilder::allocationPools)
          .defaulted(
              "shared", Kinds.BOOLEAN, false, NeutronSubnet::shared, NeutronSubnetBuilder::shared)
          .build();

  static final Shape<NeutronPort, NeutronPortBuilder> PORT =
      Shape.<NeutronPort, NeutronPortBuilder>of(NeutronType.media("Port"))
          .ignoringUnknown()
          .required("id", Kinds.ID, NeutronPort::id, NeutronPortBuilder::id)
          .optional("tenant_id", TEXT, NeutronPort::tenantId, NeutronPortBuilder::tenantId)
          .required("network_id", Kinds.ID, NeutronPort::networkId, NeutronPortBuilder::networkId)
          .optional("name", TEXT, NeutronPort::name, NeutronPortBuilder::name)
          .required(
              "mac_address",
              Kinds.UNICAST_MAC,
              NeutronPort::macAddress,
              NeutronPortBuilder::macAddress)
          .defaulted(
              "admin_state_up",
              Kinds.BOOLEAN,
              true,
              NeutronPort::adminStateUp,
              NeutronPortBuilder::adminStateUp)
          .optional("status", TEXT, NeutronPort::status, NeutronPortBuilder::status)
          .optional("device_id", TEXT, NeutronPort::deviceId, NeutronPortBuilder::deviceId)
          .optional("device_owner", TEXT, NeutronPort::deviceOwner, NeutronPortBuilder::deviceOwner)
          .defaulted(
              "fixed_ips",
              Kinds.list(NeutronKinds.FIXED_IP),
              List.of(),
              NeutronPort::fixedIps,
              NeutronPortBuilder::fixedIps)
          .defaulted(
              "security_groups",
              Kinds.list(Kinds.ID),
              List.of(),
              NeutronPort::securityGroups,
              NeutronPortBuilder::securityGroups)
          .optional("binding:host_id", TEXT, NeutronPort::hostName, NeutronPortBuilder::hostName)
          .optional("binding:vif_type", TEXT, NeutronPort::vifType, NeutronPortBuilder::vifType)
          .part(
              new Restriction<>(
                  "binding:vnic_type",
                  TEXT,
                  type -> type.isEmpty() || type.equals("normal"),
                  "must be normal: the agent does not see, and so cannot filter, the packets of"
                      + " other interfaces"))
          .optional(
              "binding:profile",
              NeutronKinds.PROFILE,
              port -> new NeutronKinds.Profile(port.interfaceName()),
              (builder, profile) -> builder.interfaceName(profile.interfaceName()))
          .defaulted(
              "port_security_enabled",
              Kinds.BOOLEAN,
              true,
              NeutronPort::portSecurityEnabled,
              NeutronPortBuilder::portSecurityEnabled)
          .defaulted(
              "allowed_address_pairs",
              Kinds.list(NeutronKinds.ADDRESS_PAIR),
              List.of(),
              NeutronPort::allowedAddressPairs,
              NeutronPortBuilder::allowedAddressPairs)
          .defaulted(
              "extra_dhcp_opts",
              Kinds.list(NeutronKinds.DHCP_OPTION),
              List.of(),
              NeutronPort::extraDhcpOpts,
              NeutronPortBuilder::extraDhcpOpts)
          .build();

  private NetworkShapes() {}
}
