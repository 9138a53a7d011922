package org.midolab.midonet.cluster.resource.service;

import java.util.Objects;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Owner;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /pools}, {@code /load_balancers/{id}/pools} and {@code /health_monitors/{id}/pools}
 * (Pool-v1). {@link PoolMembersResource} handles members.
 */
final class PoolsResource {

  private static final Shape<Pool, PoolBuilder> SHAPE =
      Shape.of(Pool.class, PoolBuilder.class, MediaType.of("Pool", 1))
          .optional("id", Kinds.ID)
          .optional("loadBalancerId", Kinds.ID)
          .optional("healthMonitorId", Kinds.ID)
          .required("lbMethod", Kinds.upperCase(Pool.Method.class))
          .defaulted("protocol", Kinds.upperCase(Pool.Protocol.class), Pool.Protocol.TCP)
          .defaulted("adminStateUp", Kinds.BOOLEAN, true)
          .readOnly("status", Kinds.upperCase(LbStatus.class))
          .readOnly("mappingStatus", Kinds.upperCase(Pool.MappingStatus.class))
          .self("pools")
          .reference("loadBalancer", "load_balancers")
          .reference("healthMonitor", "health_monitors")
          .below("poolMembers", "pool_members")
          .below("vips", "vips")
          .build();

  private PoolsResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, Pool.class, "pool"),
            "pools",
            SHAPE,
            new Form<>(PoolsResource::fresh, PoolBuilder::id, PoolsResource::mapped))
        .named("pools", "poolTemplate")
        .deletedAgain()
        .ownedBy(
            new Owner<>(
                new Crud<>(topology, LoadBalancer.class, "load balancer"),
                "load_balancers",
                "pools",
                "loadBalancerId",
                Pool::loadBalancerId,
                PoolBuilder::loadBalancerId,
                false))
        .ownedBy(
            new Owner<>(
                new Crud<>(topology, HealthMonitor.class, "health monitor"),
                "health_monitors",
                "pools",
                "healthMonitorId",
                Pool::healthMonitorId,
                PoolBuilder::healthMonitorId,
                false))
        .filter("hm_id", (pool, id) -> id.equals(Objects.toString(pool.healthMonitorId())))
        .keeping(PoolsResource::keep)
        .build();
  }

  private static PoolBuilder fresh() {
    return PoolBuilder.builder().status(LbStatus.ACTIVE);
  }

  /**
   * Builds the pool with its mapping status. Without a health monitor there is no mapping to apply.
   */
  private static Pool mapped(PoolBuilder body) {
    Pool pool = body.build();
    if (pool.mappingStatus() != null) {
      return pool;
    }
    return pool.withMappingStatus(
        pool.healthMonitorId() == null
            ? Pool.MappingStatus.ACTIVE
            : Pool.MappingStatus.PENDING_CREATE);
  }

  private static void keep(Pool before, PoolBuilder body) {
    body.status(before.status());
    if (Objects.equals(before.healthMonitorId(), body.healthMonitorId())) {
      body.mappingStatus(before.mappingStatus());
    }
  }
}
