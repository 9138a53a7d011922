package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.model.Prefix;

/**
 * A subnet of a network.
 *
 * @param ipVersion 4 or 6
 * @param cidr {@code address/length}
 * @param gatewayIp default gateway of its hosts, or null
 */
@RecordBuilder
public record NeutronSubnet(
    UUID id,
    String tenantId,
    UUID networkId,
    String name,
    int ipVersion,
    String cidr,
    String gatewayIp,
    boolean enableDhcp,
    List<String> dnsNameservers,
    List<HostRoute> hostRoutes,
    List<Pool> allocationPools,
    boolean shared)
    implements NeutronObject, NeutronSubnetBuilder.With {

  public NeutronSubnet {
    dnsNameservers = dnsNameservers == null ? List.of() : List.copyOf(dnsNameservers);
    hostRoutes = hostRoutes == null ? List.of() : List.copyOf(hostRoutes);
    allocationPools = allocationPools == null ? List.of() : List.copyOf(allocationPools);
  }

  /** A route that DHCP announces to hosts, or a route of a router. */
  public record HostRoute(String destination, String nexthop) {}

  /** Range of addresses that Neutron allocates, both ends included. */
  public record Pool(String start, String end) {}

  public boolean isIpv4() {
    return ipVersion == 4;
  }

  /** Returns the prefix of an IPv4 subnet, without host bits. */
  public Prefix prefix() {
    return Prefix.parse(cidr).network();
  }

  /** Returns the gateway of an IPv4 subnet, or null. */
  public Ip4 gateway() {
    return gatewayIp == null ? null : Ip4.parse(gatewayIp);
  }
}
