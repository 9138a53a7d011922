package org.midolab.midonet.cluster.resource.service;

import java.util.UUID;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Owner;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Siblings;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.Vip;
import org.midolab.midonet.model.VipBuilder;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;
import org.midolab.midonet.nsdb.Versioned;

/**
 * {@code /vips} and {@code /pools/{id}/vips} (VIP-v1). A VIP belongs to a pool and thereby to a
 * load balancer. Address and port are unique in the load balancer.
 */
final class VipsResource {

  /**
   * @param loadBalancerId the load balancer of its pool, or null
   */
  record View(Vip vip, UUID loadBalancerId) {}

  /** Properties of a request. */
  static final class Body {
    private final VipBuilder vip = VipBuilder.builder();

    /** Null when it is left out or equals the present value. */
    private UUID loadBalancerId;

    /**
     * Returns the VIP, after a check that the load balancer of the request, if given, is that of
     * the pool.
     */
    private Vip build(TopologyStore topology) {
      Vip made = vip.build();
      if (loadBalancerId != null
          && made.poolId() != null
          && !loadBalancerId.equals(balancerOf(topology, made))) {
        throw ApiException.invalid("loadBalancerId", "must be that of the pool, or be left out");
      }
      return made;
    }
  }

  static final Shape<View, Body> SHAPE =
      Shape.of(
              Vip.class,
              VipBuilder.class,
              View::vip,
              (Body body) -> body.vip,
              MediaType.of("VIP", 1))
          .optional("id", Kinds.ID)
          .optional("poolId", Kinds.ID)
          .optional(
              "loadBalancerId",
              Kinds.ID,
              View::loadBalancerId,
              (body, id) -> body.loadBalancerId = id)
          .required("address", Kinds.IP4)
          .defaulted("protocolPort", Kinds.L4_PORT, 0)
          .optional("sessionPersistence", Kinds.upperCase(Vip.Persistence.class))
          .defaulted("adminStateUp", Kinds.BOOLEAN, true)
          .self("vips")
          .reference("pool", "pools")
          .link(
              "loadBalancer",
              (view, links) ->
                  view.loadBalancerId() == null
                      ? null
                      : links.to("load_balancers", view.loadBalancerId()))
          .build();

  private VipsResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.of(
            new Crud<>(topology, Vip.class, "VIP"),
            "vips",
            SHAPE,
            vip -> new View(vip, balancerOf(topology, vip)),
            new Form<>(Body::new, (body, id) -> body.vip.id(id), body -> body.build(topology)))
        .named("vips", "vipTemplate")
        .deletedAgain()
        .ownedBy(
            new Owner<>(
                new Crud<>(topology, Pool.class, "pool"),
                "pools",
                "vips",
                "poolId",
                Vip::poolId,
                (body, id) -> body.vip.poolId(id),
                true))
        .keeping((before, body) -> keepBalancer(topology, before, body))
        .checking(VipsResource::check)
        .build();
  }

  /** Returns the load balancer of the VIP's pool, or null. */
  private static UUID balancerOf(TopologyStore topology, Vip vip) {
    return topology
        .find(Pool.class, vip.poolId())
        .map(pool -> pool.value().loadBalancerId())
        .orElse(null);
  }

  /**
   * Accepts the previous load balancer in an update, since clients send it back when they move a
   * VIP to another pool.
   */
  private static void keepBalancer(TopologyStore topology, Vip before, Body body) {
    if (body.loadBalancerId != null && body.loadBalancerId.equals(balancerOf(topology, before))) {
      body.loadBalancerId = null;
    }
  }

  private static void check(Transaction transaction, Vip before, Vip after) {
    UUID balancer =
        transaction
            .find(Pool.class, after.poolId())
            .map(Versioned::value)
            .orElseThrow(
                () ->
                    ApiException.invalid(
                        "poolId", "must name a pool, but there is no " + after.poolId()))
            .loadBalancerId();
    if (balancer == null) {
      return;
    }
    for (Pool pool :
        Siblings.locked(transaction, LoadBalancer.class, balancer, Pool.class, "loadBalancerId")
            .objects()) {
      Siblings.of(transaction, Pool.class, pool.id(), Vip.class, "poolId")
          .refuse(
              other ->
                  other.address().equals(after.address())
                      && other.protocolPort() == after.protocolPort()
                      && !other.id().equals(after.id()),
              "the load balancer has a VIP "
                  + after.address()
                  + ":"
                  + after.protocolPort()
                  + " already");
    }
  }
}
