package org.midolab.midonet.cluster.resource.host;

import java.util.List;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.TopologyStore;

/** Resources of this package, grouped in the order of the root document. */
public final class HostResources {

  private HostResources() {}

  /** Hosts and their interfaces. */
  public static List<Resource> hosts(TopologyStore topology, StateStore state) {
    return List.of(new HostsResource(topology, state));
  }

  /** Tunnel zones and their members. */
  public static List<Resource> tunnelZones(TopologyStore topology) {
    return List.of(TunnelZonesResource.of(topology), TunnelZoneHostsResource.of(topology));
  }

  /** Returns the resource of the configuration. */
  public static List<Resource> configuration(Nsdb nsdb) {
    return List.of(new ConfResource(nsdb));
  }
}
