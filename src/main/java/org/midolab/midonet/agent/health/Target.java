package org.midolab.midonet.agent.health;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.Vip;

/**
 * A member that is to be probed.
 *
 * @param delay nanoseconds from probe to probe
 * @param timeout nanoseconds after which a probe without an answer has failed
 * @param retries failures in a row that make the member inactive, 1 or more
 */
record Target(UUID memberId, UUID routerId, Endpoint at, long delay, long timeout, int retries) {

  /**
   * Most failures that make a member inactive: Neutron's limit. More of them within one delay would
   * need more probes than a tick sends.
   */
  static final int MOST_RETRIES = 10;

  /** Returns the members behind VIPs that are served, of pools with a monitor that is up. */
  static List<Target> of(Topology topology) {
    List<Target> targets = new ArrayList<>();
    for (Pool pool : topology.all(Pool.class)) {
      LoadBalancer balancer = topology.find(LoadBalancer.class, pool.loadBalancerId());
      HealthMonitor monitor = monitor(topology, pool);
      List<Router> routers = topology.routersOf(pool.loadBalancerId());
      if (monitor != null
          && pool.adminStateUp()
          && balancer != null
          && balancer.adminStateUp()
          && !routers.isEmpty()
          && topology.vipsOf(pool.id()).stream().anyMatch(Target::isServed)) {
        topology.poolMembersOf(pool.id()).stream()
            .filter(member -> member.adminStateUp() && member.protocolPort() > 0)
            .forEach(member -> targets.add(of(monitor, routers.getFirst(), member)));
      }
    }
    return targets;
  }

  /** Returns the pool's monitor, or null if it has none or it is administratively down. */
  static @Nullable HealthMonitor monitor(Topology topology, Pool pool) {
    HealthMonitor monitor = topology.find(HealthMonitor.class, pool.healthMonitorId());
    if (monitor == null || !monitor.adminStateUp()) {
      return null;
    }
    return switch (monitor.type()) {
      case TCP -> monitor;
    };
  }

  private static boolean isServed(Vip vip) {
    return vip.adminStateUp() && vip.protocolPort() > 0;
  }

  private static Target of(HealthMonitor monitor, Router router, PoolMember member) {
    return new Target(
        member.id(),
        router.id(),
        new Endpoint(member.address(), member.protocolPort()),
        TimeUnit.SECONDS.toNanos(Math.max(1, monitor.delay())),
        TimeUnit.SECONDS.toNanos(Math.max(1, monitor.timeout())),
        Math.clamp(monitor.maxRetries(), 1, MOST_RETRIES));
  }
}
