package org.midolab.midonet.agent.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * The hosts that a network serves by DHCP: those of its enabled subnets, by MAC (docs:
 * contract.md#dhcp). A subnet with neither a server address nor a gateway is left out, because its
 * answers could not name their server (RFC 2131 §4.3.1). Immutable.
 */
public final class DhcpTable {

  public static final DhcpTable EMPTY = new DhcpTable(Map.of());

  private static final Comparator<Dhcp> ORDER =
      Comparator.<Dhcp, Ip4>comparing(dhcp -> dhcp.subnet().address())
          .thenComparing(dhcp -> dhcp.subnet().length())
          .thenComparing(Dhcp::id);

  private final Map<Mac, List<Lease>> leases;

  private DhcpTable(Map<Mac, List<Lease>> leases) {
    this.leases = leases;
  }

  /**
   * One host in one subnet.
   *
   * @param server the source address of the answers, and their server identifier
   */
  record Lease(Dhcp subnet, Dhcp.Host host, Ip4 server) {

    Ip4 address() {
      return host.address();
    }
  }

  /**
   * Returns the table of a network.
   *
   * @param subnets the network's DHCP subnets, in any order
   */
  public static DhcpTable of(Collection<Dhcp> subnets) {
    Map<Mac, List<Lease>> leases = new HashMap<>();
    subnets.stream()
        .sorted(ORDER)
        .flatMap(subnet -> leasesOf(subnet).stream())
        .forEach(
            lease ->
                leases.computeIfAbsent(lease.host().mac(), m -> new ArrayList<>(1)).add(lease));
    return leases.isEmpty() ? EMPTY : new DhcpTable(leases);
  }

  /** Returns all leases of a subnet; empty if it is disabled or has no server. */
  static List<Lease> leasesOf(Dhcp subnet) {
    Ip4 server = subnet.serverAddress() != null ? subnet.serverAddress() : subnet.defaultGateway();
    return !subnet.enabled() || server == null
        ? List.of()
        : subnet.hosts().stream().map(host -> new Lease(subnet, host, server)).toList();
  }

  boolean isEmpty() {
    return leases.isEmpty();
  }

  /** Returns the leases of a host, the lowest subnet first; empty for unknown MACs. */
  List<Lease> of(Mac mac) {
    return leases.getOrDefault(mac, List.of());
  }
}
