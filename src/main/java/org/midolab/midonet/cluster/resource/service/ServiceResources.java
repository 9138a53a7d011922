package org.midolab.midonet.cluster.resource.service;

import java.time.InstantSource;
import java.util.List;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.nsdb.TopologyStore;

/** Resources of this package, grouped in the order of the root document. */
public final class ServiceResources {

  private ServiceResources() {}

  /** Load balancers, pools, their members, VIPs and health monitors. */
  public static List<Resource> loadBalancing(TopologyStore topology) {
    return List.of(
        new LoadBalancersResource(topology),
        PoolsResource.of(topology),
        PoolMembersResource.of(topology),
        VipsResource.of(topology),
        HealthMonitorsResource.of(topology));
  }

  /**
   * Trace requests and QoS policies.
   *
   * @param clock clock for the creation time of trace requests
   */
  public static List<Resource> tracesAndQos(TopologyStore topology, InstantSource clock) {
    return List.of(TraceRequestsResource.of(topology, clock), new QosPoliciesResource(topology));
  }
}
