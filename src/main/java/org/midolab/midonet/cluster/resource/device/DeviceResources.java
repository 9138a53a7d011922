package org.midolab.midonet.cluster.resource.device;

import java.util.List;
import java.util.random.RandomGenerator;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.model.DhcpV6;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.TopologyStore;

/** Resources of this package, grouped in the order of the root document. */
public final class DeviceResources {

  private DeviceResources() {}

  /** Returns the resource of bindings of ports to interfaces of hosts. */
  public static List<Resource> bindings(TopologyStore topology) {
    return List.of(new BindingsResource(topology));
  }

  /**
   * Bridges, DHCP, routers, ports, routes and BGP.
   *
   * @param random generator for the MACs of new ports
   */
  public static List<Resource> devices(Nsdb nsdb, RandomGenerator random) {
    TopologyStore topology = nsdb.topology();
    StateStore state = nsdb.state();
    return List.of(
        BridgesResource.of(topology),
        new BridgeTablesResource(nsdb),
        new DhcpResource(topology),
        new DhcpV6Resource(topology),
        RoutersResource.of(topology),
        new PortsResource(topology, state, random),
        new RoutesResource(topology, state),
        BgpPeersResource.of(topology),
        BgpNetworksResource.of(topology));
  }

  /** Mirrors of ports and devices. */
  public static List<Resource> mirrors(TopologyStore topology) {
    return List.of(MirrorsResource.of(topology));
  }

  /** Where a DHCPv6 subnet is, below its bridge. */
  public static String uri(DhcpV6 subnet, Links links) {
    return DhcpV6Resource.uri(subnet, links);
  }
}
