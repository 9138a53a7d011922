package org.midolab.midonet.cluster.resource.filter;

import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.ChainBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /chains} (Chain-v1). Chains are created and deleted; only their rules change. */
final class ChainsResource {

  private static final Shape<Chain, ChainBuilder> SHAPE =
      Shape.of(Chain.class, ChainBuilder.class, MediaType.of("Chain", 1))
          .optional("id", Kinds.ID)
          .optional("tenantId", Kinds.NAME)
          .optional("name", Kinds.NAME)
          .self("chains")
          .below("rules", "rules")
          .build();

  private ChainsResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, Chain.class, "chain"),
            "chains",
            SHAPE,
            new Form<>(ChainBuilder::builder, ChainBuilder::id, ChainBuilder::build))
        .named("chains", "chainTemplate")
        .tenants(Chain::tenantId)
        .without(Stored.Verb.UPDATE)
        .build();
  }
}
