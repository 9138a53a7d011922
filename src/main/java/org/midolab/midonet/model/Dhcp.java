package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * An IPv4 subnet of a network that answers DHCP requests of the subnet's hosts (RFC 2131; docs:
 * contract.md#dhcp).
 *
 * @param subnet unique in its network
 * @param serverAddress who the answers come from, or null for the default gateway
 * @param defaultGateway option 3, or null
 * @param dnsServers option 6
 * @param interfaceMtu option 26 in bytes, or null for the configured default
 * @param routes option 121 (RFC 3442)
 * @param enabled whether requests are answered
 */
@RecordBuilder
public record Dhcp(
    UUID id,
    UUID networkId,
    Prefix subnet,
    Ip4 serverAddress,
    Ip4 defaultGateway,
    List<Ip4> dnsServers,
    Integer interfaceMtu,
    List<HostRoute> routes,
    List<Host> hosts,
    boolean enabled)
    implements TopologyObject, DhcpBuilder.With {

  public Dhcp {
    dnsServers = dnsServers == null ? List.of() : List.copyOf(dnsServers);
    routes = routes == null ? List.of() : List.copyOf(routes);
    hosts = hosts == null ? List.of() : List.copyOf(hosts);
  }

  /** A route that DHCP announces to hosts. */
  public record HostRoute(Prefix destination, Ip4 gateway) {}

  /**
   * The address of the host with one MAC.
   *
   * @param name for people, or null; a host learns its own by an option
   * @param options more options, which beat those of the subnet
   */
  public record Host(Mac mac, Ip4 address, String name, List<Option> options) {

    public Host {
      options = options == null ? List.of() : List.copyOf(options);
    }
  }

  /**
   * A DHCP option of one host.
   *
   * @param name its number, or the name that Neutron uses
   * @param value text, or null
   */
  public record Option(String name, String value) {}
}
