package org.midolab.midonet.cluster.resource;

import java.util.UUID;
import java.util.function.Function;
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
 * {@code /vips} and {@code /pools/{id}/vips} (VIP-v1). A VIP belongs to a pool, and by it to a load
 * balancer, in which no two have the same address and port.
 */
final class VipsResource {

  /**
   * @param loadBalancerId its pool's, or null
   */
  record View(Vip vip, UUID loadBalancerId) {}

  static final Shape<View, VipBuilder> SHAPE =
      Shape.<View, VipBuilder>of(MediaType.of("VIP", 1))
          .optional("id", Kinds.ID, of(Vip::id), VipBuilder::id)
          .optional("poolId", Kinds.ID, of(Vip::poolId), VipBuilder::poolId)
          .readOnly("loadBalancerId", Kinds.ID, View::loadBalancerId)
          .required("address", Kinds.IP4, of(Vip::address), VipBuilder::address)
          .required("protocolPort", Kinds.L4_PORT, of(Vip::protocolPort), VipBuilder::protocolPort)
          .optional(
              "sessionPersistence",
              Kinds.upperCase(Vip.Persistence.class),
              of(Vip::sessionPersistence),
              VipBuilder::sessionPersistence)
          .defaulted(
              "adminStateUp", Kinds.BOOLEAN, true, of(Vip::adminStateUp), VipBuilder::adminStateUp)
          .link("uri", (view, links) -> links.to("vips", view.vip().id()))
          .link("pool", (view, links) -> links.to("pools", view.vip().poolId()))
          .link(
              "loadBalancer",
              (view, links) ->
                  view.loadBalancerId() == null
                      ? null
                      : links.to("load_balancers", view.loadBalancerId()))
          .build();

  private VipsResource() {}

  private static <X> Function<View, X> of(Function<Vip, X> getter) {
    return view -> getter.apply(view.vip());
  }

  static Resource of(TopologyStore topology) {
    return Stored.of(
            new Crud<>(topology, Vip.class, "VIP"),
            "vips",
            SHAPE,
            vip -> view(topology, vip),
            new Form<>(VipBuilder::builder, VipBuilder::id, VipBuilder::build))
        .named("vips", "vipTemplate")
        .deletedAgain()
        .ownedBy(
            new Owner<>(
                new Crud<>(topology, Pool.class, "pool"),
                "pools",
                "vips",
                "poolId",
                Vip::poolId,
                VipBuilder::poolId,
                true))
        .checking(VipsResource::check)
        .build();
  }

  private static View view(TopologyStore topology, Vip vip) {
    return new View(
        vip,
        topology
            .find(Pool.class, vip.poolId())
            .map(pool -> pool.value().loadBalancerId())
            .orElse(null));
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
