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
 * Pools, and which monitor probes which pool: {@code /neutron/lb/pools/{id}/health_monitors}, by
 * which MidoNet's own client says it, and {@code /neutron/lb/pool_health_monitor}. A pool that
 * names no router is balanced by the one that has an interface in its subnet.
 */
final class LoadBalancerPools
    extends NeutronCollection<NeutronLoadBalancerPool, NeutronLoadBalancerPoolBuilder> {

  private static final String PROBES = "/neutron/lb/pool_health_monitor";
  private static final String OF_POOL = "/neutron/lb/pools/{id}/health_monitors";

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
        .postAnswered(PROBES, PROBE, this::addProbe)
        .delete(PROBES + "/{id}", this::removeProbe)
        .query(List.of("pool_id"))
        .postAnswered(OF_POOL, PROBE, this::addProbeOfPool)
        .delete(OF_POOL + "/{monitorId}", this::removeProbeOfPool);
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

  /** The body is the whole monitor, of which only the id counts. */
  private Reply addProbeOfPool(Request request) {
    request.body().put("pool_id", request.id().toString());
    return addProbe(request);
  }

  private Reply addProbe(Request request) {
    Probe probe = PROBE.read(request.body(), new Probe());
    Reply reply =
        store()
            .write(
                Reply.created(request.links().to("neutron", "lb", "pools", probe.poolId)),
                changes -> {
                  if (changes.view().find(NeutronHealthMonitor.class, probe.monitorId) == null) {
                    throw noMonitor(probe.monitorId);
                  }
                  attach(changes, probe.poolId, probe.monitorId);
                });
    return reply.with(
        201, new Reply.Content.Json(PROBE.write(probe, request.links(), request.version())));
  }

  private static ApiException noMonitor(UUID id) {
    return ApiException.notFound("there is no health monitor " + id);
  }

  /**
   * Lets a monitor probe a pool, after those that do already.
   *
   * @throws ApiException 404 when there is no such pool
   */
  static void attach(NeutronStore.Changes changes, UUID poolId, UUID monitorId) {
    NeutronLoadBalancerPool pool = pool(changes, poolId);
    if (!pool.healthMonitors().contains(monitorId)) {
      List<UUID> monitors = new ArrayList<>(pool.healthMonitors());
      monitors.add(monitorId);
      changes.update(pool.withHealthMonitors(monitors));
    }
  }

  private static NeutronLoadBalancerPool pool(NeutronStore.Changes changes, UUID id) {
    NeutronLoadBalancerPool pool = changes.view().find(NeutronLoadBalancerPool.class, id);
    if (pool == null) {
      throw ApiException.notFound("there is no pool " + id);
    }
    return pool;
  }

  private static void detach(
      NeutronStore.Changes changes, NeutronLoadBalancerPool pool, UUID monitorId) {
    changes.update(
        pool.withHealthMonitors(
            pool.healthMonitors().stream().filter(each -> !each.equals(monitorId)).toList()));
  }

  /** What probes the pool no longer is detached already. */
  private Reply removeProbeOfPool(Request request) {
    UUID monitor = request.id("monitorId");
    return store()
        .write(
            Reply.done(),
            changes -> {
              NeutronLoadBalancerPool pool =
                  changes.view().find(NeutronLoadBalancerPool.class, request.id());
              if (pool != null && pool.healthMonitors().contains(monitor)) {
                detach(changes, pool, monitor);
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
                throw noMonitor(monitor);
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
                  detach(changes, pool, monitor);
                }
              }
            });
  }
}
