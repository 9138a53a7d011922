package org.midolab.midonet.cluster.resource.filter;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.nsdb.TopologyStore;

/** Resources of this package, and links to chains for other resources. */
public final class FilterResources {

  private FilterResources() {}

  /** Chains, rules, port groups and IP address groups. */
  public static List<Resource> of(TopologyStore topology) {
    return List.of(
        ChainsResource.of(topology),
        new RulesResource(topology),
        PortGroupsResource.of(topology),
        new PortGroupPortsResource(topology),
        new IpAddrGroupsResource(topology));
  }

  /** Returns the URI of a chain, or null for no chain. */
  public static String chain(Links links, UUID id) {
    return id == null ? null : links.to("chains", id);
  }
}
