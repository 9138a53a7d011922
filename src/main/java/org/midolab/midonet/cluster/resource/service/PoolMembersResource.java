package org.midolab.midonet.cluster.resource.service;

import java.util.UUID;
import java.util.function.Consumer;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Owner;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Siblings;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.PoolMemberBuilder;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/**
 * {@code /pool_members}, {@code /pools/{id}/pool_members} and the same below the pool's load
 * balancer (PoolMember-v1): the members of a pool. Address and port are unique in the pool.
 */
final class PoolMembersResource {

  private static final Shape<PoolMember, PoolMemberBuilder> SHAPE =
      Shape.of(PoolMember.class, PoolMemberBuilder.class, MediaType.of("PoolMember", 1))
          .optional("id", Kinds.ID)
          .optional("poolId", Kinds.ID)
          .required("address", Kinds.IP4)
          .defaulted("protocolPort", Kinds.L4_PORT, 0)
          .defaulted("weight", Kinds.integer(0, Integer.MAX_VALUE), 1)
          .defaulted("adminStateUp", Kinds.BOOLEAN, true)
          .readOnly("status", Kinds.upperCase(LbStatus.class))
          .readOnly("statusDescription", Kinds.TEXT, member -> null)
          .self("pool_members")
          .reference("pool", "pools")
          .build();

  private PoolMembersResource() {}

  static Resource of(TopologyStore topology) {
    Crud<Pool> pools = new Crud<>(topology, Pool.class, "pool");
    return Stored.plain(
            new Crud<>(topology, PoolMember.class, "pool member"),
            "pool_members",
            SHAPE,
            new Form<>(
                () -> PoolMemberBuilder.builder().status(LbStatus.ACTIVE),
                PoolMemberBuilder::id,
                PoolMemberBuilder::build))
        .named("poolMembers", "poolMemberTemplate")
        .deletedAgain()
        .ownedBy(ofPool(pools, "pools", request -> {}))
        .ownedBy(
            ofPool(
                pools,
                "load_balancers/{balancerId}/pools",
                request -> mustBeOfBalancer(pools, request)))
        .keeping((before, body) -> body.status(before.status()))
        .checking(PoolMembersResource::check)
        .build();
  }

  private static Owner<PoolMember, PoolMemberBuilder> ofPool(
      Crud<Pool> pools, String path, Consumer<Request> within) {
    return new Owner<>(
        pools,
        path,
        "pool_members",
        "poolId",
        PoolMember::poolId,
        PoolMemberBuilder::poolId,
        true,
        within);
  }

  private static void mustBeOfBalancer(Crud<Pool> pools, Request request) {
    UUID balancer = request.id("balancerId");
    if (!balancer.equals(pools.find(request.id()).value().loadBalancerId())) {
      throw ApiException.notFound("load balancer " + balancer + " has no pool " + request.id());
    }
  }

  private static void check(Transaction transaction, PoolMember before, PoolMember after) {
    Siblings.locked(transaction, Pool.class, after.poolId(), PoolMember.class, "poolId")
        .refuse(
            other ->
                other.address().equals(after.address())
                    && other.protocolPort() == after.protocolPort()
                    && !other.id().equals(after.id()),
            "the pool has a member " + after.address() + ":" + after.protocolPort() + " already");
  }
}
