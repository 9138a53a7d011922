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
      Shape.of(NeutronNetwork.class, NeutronNetworkBuilder.class, NeutronType.media("Network"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .optional("name", TEXT)
          .defaulted("admin_state_up", Kinds.BOOLEAN, true)
          .optional("status", TEXT)
          .defaulted("shared", Kinds.BOOLEAN, false)
          .defaulted("router:external", "external", Kinds.BOOLEAN, false)
          .optional("provider:network_type", "networkType", TEXT)
          .build();

  static final Shape<NeutronSubnet, NeutronSubnetBuilder> SUBNET =
      Shape.of(NeutronSubnet.class, NeutronSubnetBuilder.class, NeutronType.media("Subnet"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .required("network_id", Kinds.ID)
          .optional("name", TEXT)
          .defaulted("ip_version", Kinds.integer(4, 6), 4)
          .required("cidr", NeutronKinds.SUBNET)
          .optional("gateway_ip", NeutronKinds.ADDRESS)
          .defaulted("enable_dhcp", Kinds.BOOLEAN, true)
          .defaulted("dns_nameservers", Kinds.list(NeutronKinds.ADDRESS), List.of())
          .defaulted("host_routes", Kinds.list(NeutronKinds.ROUTE), List.of())
          .defaulted("allocation_pools", Kinds.list(NeutronKinds.POOL), List.of())
          .defaulted("shared", Kinds.BOOLEAN, false)
          .build();

  static final Shape<NeutronPort, NeutronPortBuilder> PORT =
      Shape.of(NeutronPort.class, NeutronPortBuilder.class, NeutronType.media("Port"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .required("network_id", Kinds.ID)
          .optional("name", TEXT)
          .required("mac_address", Kinds.UNICAST_MAC)
          .defaulted("admin_state_up", Kinds.BOOLEAN, true)
          .optional("status", TEXT)
          .optional("device_id", TEXT)
          .optional("device_owner", TEXT)
          .defaulted("fixed_ips", Kinds.list(NeutronKinds.FIXED_IP), List.of())
          .defaulted("security_groups", Kinds.list(Kinds.ID), List.of())
          .optional("binding:host_id", "hostName", TEXT)
          .optional("binding:vif_type", "vifType", TEXT)
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
          .defaulted("port_security_enabled", Kinds.BOOLEAN, true)
          .defaulted("allowed_address_pairs", Kinds.list(NeutronKinds.ADDRESS_PAIR), List.of())
          .defaulted("extra_dhcp_opts", Kinds.list(NeutronKinds.DHCP_OPTION), List.of())
          .build();

  private NetworkShapes() {}
}
