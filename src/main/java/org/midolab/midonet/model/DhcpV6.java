package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * An IPv6 subnet of a network with the fixed addresses of its DHCPv6 clients (RFC 8415). As in
 * MidoNet it is stored, but no agent answers DHCPv6 (docs: contract.md#dhcp).
 *
 * @param subnet unique in its network
 */
@RecordBuilder
public record DhcpV6(UUID id, UUID networkId, Prefix6 subnet, List<Host> hosts)
    implements TopologyObject, DhcpV6Builder.With {

  public DhcpV6 {
    hosts = hosts == null ? List.of() : List.copyOf(hosts);
  }

  /**
   * The address of one client.
   *
   * @param clientId its DUID as text
   */
  public record Host(String clientId, Ip6 address, String name) {}
}
