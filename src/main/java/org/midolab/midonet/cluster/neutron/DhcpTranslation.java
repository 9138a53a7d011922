package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.DhcpBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;
import org.midolab.midonet.model.neutron.NeutronSubnet;

/**
 * Translates an IPv4 subnet to a DHCP subnet of the bridge, with the same id. Ports of instances
 * add their addresses to it. A DHCP port determines the server's address and the route to the
 * metadata service.
 */
final class DhcpTranslation {

  /** Address of the metadata service; instances reach it through the DHCP port of their subnet. */
  static final Prefix METADATA = Prefix.parse("169.254.169.254/32");

  private DhcpTranslation() {}

  static List<TopologyPart> of(NeutronSubnet subnet, View view) {
    NeutronNetwork network = view.network(subnet.networkId());
    if (network == null || network.isUplink() || !subnet.isIpv4()) {
      return List.of();
    }
    Optional<Ip4> server = server(subnet.id(), view);
    List<Dhcp.HostRoute> routes = new ArrayList<>();
    server.ifPresent(address -> routes.add(new Dhcp.HostRoute(METADATA, address)));
    subnet.hostRoutes().stream()
        .filter(route -> route.destination().indexOf(':') < 0)
        .map(
            route ->
                new Dhcp.HostRoute(Prefix.parse(route.destination()), Ip4.parse(route.nexthop())))
        .forEach(routes::add);
    return List.of(
        new TopologyPart.StoredObject(
            DhcpBuilder.builder()
                .id(subnet.id())
                .networkId(network.id())
                .subnet(subnet.prefix())
                .serverAddress(server.orElse(subnet.gateway()))
                .defaultGateway(subnet.gateway())
                .dnsServers(
                    subnet.dnsNameservers().stream()
                        .filter(address -> address.indexOf(':') < 0)
                        .map(Ip4::parse)
                        .toList())
                .routes(routes)
                .enabled(subnet.enableDhcp())
                .build()));
  }

  /** Returns the address of the subnet's DHCP port. */
  static Optional<Ip4> server(UUID subnetId, View view) {
    return view.dhcpPortsOf(subnetId).stream()
        .map(port -> addressIn(subnetId, port))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Ip4 addressIn(UUID subnetId, NeutronPort port) {
    return port.fixedIp4s().stream()
        .filter(fixed -> subnetId.equals(fixed.subnetId()))
        .map(FixedIp::ip4)
        .findFirst()
        .orElse(null);
  }

  /** Returns the DHCP entries of an instance's port: in each of its subnets, the first address. */
  static List<TopologyPart> hosts(NeutronPort port) {
    List<TopologyPart> parts = new ArrayList<>();
    Set<UUID> subnets = new HashSet<>();
    List<Dhcp.Option> options =
        port.extraDhcpOpts().stream()
            .filter(option -> option.ipVersion() == 4)
            .map(option -> new Dhcp.Option(option.name(), option.value()))
            .toList();
    for (FixedIp fixed : port.fixedIp4s()) {
      if (subnets.add(fixed.subnetId())) {
        Dhcp.Host host = new Dhcp.Host(port.macAddress(), fixed.ip4(), null, options);
        parts.add(new TopologyPart.DhcpHost(fixed.subnetId(), host));
      }
    }
    return parts;
  }
}
