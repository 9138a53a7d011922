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
 * Endpoints of pools, and of their associations with health monitors: {@code
 * /neutron/lb/pools/{id}/health_monitors}, which MidoNet's own client uses, and {@code
 * /neutron/lb/pool_health_monitor}. If a pool has no router id, the router with an interface in its
 * subnet balances it.
 */
final class LoadBalancerPools
    extends NeutronCollection<NeutronLoadBalancerPool, NeutronLoadBalancerPoolBuilder> {

  private static final String MONITORS_PATH = "/neutron/lb/pool_health_monitor";
  private static final String POOL_PATH = "/neutron/lb/pools/{id}/health_monitors";

  /** Association of a health monitor with a pool. */
  private static final class PoolMonitor {
    private UUID poolId;
    private UUID monitorId;

    private PoolMonitor of(UUID pool, UUID monitor) {
      poolId = pool;
      monitorId = monitor;
      return this;
    }
  }

  private static final Shape<PoolMonitor, PoolMonitor> POOL_MONITOR =
      Shape.<PoolMonitor, PoolMonitor>of(NeutronType.media("lb.PoolHealthMonitor"))
          .ignoringUnknown()
          .required(
              "pool_id",
              Kinds.ID,
              poolMonitor -> poolMonitor.poolId,
              (poolMonitor, id) -> poolMonitor.poolId = id)
          .required(
              "id",
              Kinds.ID,
              poolMonitor -> poolMonitor.monitorId,
              (poolMonitor, id) -> poolMonitor.monitorId = id)
          .build();

  LoadBalancerPools(NeutronStore store) {
    super(NeutronTypes.POOL, store);
  }

  @Override
  void declare(Api.Builder api) {
    super.declare(api);
    api.list(MONITORS_PATH, POOL_MONITOR, this::listPoolMonitors)
        .postAnswered(MONITORS_PATH, POOL_MONITOR, this::addPoolMonitor)
        .delete(MONITORS_PATH + "/{id}", this::removePoolMonitor)
        .query(List.of("pool_id"))
        .postAnswered(POOL_PATH, POOL_MONITOR, this::addMonitorToPool)
        .delete(POOL_PATH + "/{monitorId}", this::removeMonitorFromPool);
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

  private Reply listPoolMonitors(Request request) {
    return Reply.list(
        topology().list(NeutronLoadBalancerPool.class).stream()
            .flatMap(
                pool ->
                    pool.healthMonitors().stream().map(id -> new PoolMonitor().of(pool.id(), id)))
            .map(
                poolMonitor ->
                    POOL_MONITOR.write(poolMonitor, request.links(), request.version())));
  }

  /** The body is the whole monitor; only its id is used. */
  private Reply addMonitorToPool(Request request) {
    request.body().put("pool_id", request.id().toString());
    return addPoolMonitor(request);
  }

  private Reply addPoolMonitor(Request request) {
    PoolMonitor poolMonitor = POOL_MONITOR.read(request.body(), new PoolMonitor());
    Reply reply =
        store()
            .write(
                Reply.created(request.links().to("neutron", "lb", "pools", poolMonitor.poolId)),
                changes -> {
                  if (changes.view().find(NeutronHealthMonitor.class, poolMonitor.monitorId)
                      == null) {
                    throw noMonitor(poolMonitor.monitorId);
                  }
                  attach(changes, poolMonitor.poolId, poolMonitor.monitorId);
                });
    return reply.with(
        201,
        new Reply.Content.Json(
            POOL_MONITOR.write(poolMonitor, request.links(), request.version())));
  }

  private static ApiException noMonitor(UUID id) {
    return ApiException.notFound("there is no health monitor " + id);
  }

  /**
   * Adds a monitor at the end of a pool's monitors.
   *
   * @throws ApiException 404 when the pool does not exist
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

  /** Removes a monitor from a pool. Succeeds if it is not associated. */
  private Reply removeMonitorFromPool(Request request) {
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

  /**
   * Removes a monitor from the pool of the query's {@code pool_id}, or from all pools without it.
   */
  private Reply removePoolMonitor(Request request) {
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
