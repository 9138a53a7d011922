package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.neutron.NeutronHealthMonitor;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPool;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolBuilder;
import org.midolab.midonet.model.neutron.NeutronRouterInterface;

/**
 * Pools, and {@code /neutron/lb/pool_health_monitor}, which says which monitor probes which pool. A
 * pool that names no router is balanced by the one that has an interface in its subnet.
 */
final class LoadBalancerPools
    extends NeutronCollection<NeutronLoadBalancerPool, NeutronLoadBalancerPoolBuilder> {

  private static final String PROBES = "/neutron/lb/pool_health_monitor";

  /** Which monitor and which pool. */
  private static final class Probe {
    private UUID poolId;
    private UUID monitorId;

    private Probe of(UUID pool, UUID monitor) {
      poolId = pool;
      monitorId = monitor;
      return this;
    }
  }

  private static final Shape<Probe, Probe> PROBE =
      Shape.<Probe, Probe>of(NeutronType.media("lb.PoolHealthMonitor"))
          .lenient()
          .required("pool_id", Kinds.ID, probe -> probe.poolId, (probe, id) -> probe.poolId = id)
          .required("id", Kinds.ID, probe -> probe.monitorId, (probe, id) -> probe.monitorId = id)
          .build();

  LoadBalancerPools(NeutronStore store) {
    super(NeutronTypes.POOL, store);
  }

  @Override
  void declare(Api.Builder api) {
    super.declare(api);
    api.list(PROBES, PROBE, this::listProbes)
        .post(PROBES, PROBE, this::addProbe)
        .delete(PROBES + "/{id}", this::removeProbe);
  }

  @Override
  NeutronLoadBalancerPool complete(NeutronLoadBalancerPool pool, View view) {
    if (pool.routerId() != null || pool.subnetId() == null) {
      return pool;
    }
    return view.interfacesIn(pool.subnetId()).stream()
        .findFirst()
        .map(NeutronRouterInterface::routerId)
        .map(pool::withRouterId)
        .orElse(pool);
  }

  private Reply listProbes(Request request) {
    return Reply.list(
        topology().list(NeutronLoadBalancerPool.class).stream()
            .flatMap(
                pool -> pool.healthMonitors().stream().map(id -> new Probe().of(pool.id(), id)))
            .map(probe -> PROBE.write(probe, request.links(), request.version())));
  }

  private Reply addProbe(Request request) {
    Probe probe = PROBE.read(request.body(), new Probe());
    return store()
        .write(
            Reply.created(request.links().to("neutron", "lb", "pools", probe.poolId)),
            changes -> {
              NeutronLoadBalancerPool pool = find(changes, probe.poolId);
              if (changes.view().find(NeutronHealthMonitor.class, probe.monitorId) == null) {
                throw ApiException.notFound("there is no health monitor " + probe.monitorId);
              }
              if (!pool.healthMonitors().contains(probe.monitorId)) {
                List<UUID> monitors = new ArrayList<>(pool.healthMonitors());
                monitors.add(probe.monitorId);
                changes.update(pool.withHealthMonitors(monitors));
              }
            });
  }

  /** Of one pool when the query names it by {@code pool_id}, else of all. */
  private Reply removeProbe(Request request) {
    UUID monitor = request.id();
    String only = request.query().get("pool_id");
    return store()
        .write(
            Reply.done(),
            changes -> {
              if (changes.view().find(NeutronHealthMonitor.class, monitor) == null) {
                throw ApiException.notFound("there is no health monitor " + monitor);
              }
              for (NeutronLoadBalancerPool pool :
                  changes
                      .view()
                      .referring(
                          NeutronHealthMonitor.class,
                          monitor,
                          NeutronLoadBalancerPool.class,
                          "healthMonitors")) {
                if (only == null || only.equals(pool.id().toString())) {
                  changes.update(
                      pool.withHealthMonitors(
                          pool.healthMonitors().stream()
                              .filter(each -> !each.equals(monitor))
                              .toList()));
                }
              }
            });
  }
}
