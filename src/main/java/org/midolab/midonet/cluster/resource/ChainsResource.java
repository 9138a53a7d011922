package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.ChainBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /chains} (Chain-v1). A chain is made and deleted; what changes are its rules. */
final class ChainsResource implements Resource {

  private static final Shape<Chain, ChainBuilder> SHAPE =
      Shape.<Chain, ChainBuilder>of(MediaType.of("Chain", 1))
          .optional("id", Kinds.ID, Chain::id, ChainBuilder::id)
          .optional("tenantId", Kinds.text(0, 255), Chain::tenantId, ChainBuilder::tenantId)
          .optional("name", Kinds.text(0, 255), Chain::name, ChainBuilder::name)
          .link("uri", (chain, links) -> links.to("chains", chain.id()))
          .link("rules", (chain, links) -> links.to("chains", chain.id(), "rules"))
          .build();

  private final TopologyStore topology;
  private final Crud<Chain> crud;

  ChainsResource(TopologyStore topology) {
    this.topology = topology;
    this.crud = new Crud<>(topology, Chain.class, "chain");
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("chains", "chains")
        .advertise("chainTemplate", "chains/{id}")
        .list(
            "/chains",
            SHAPE.type(),
            request -> crud.list(request, Chain::tenantId, chain -> write(chain, request)))
        .post("/chains", SHAPE.type(), this::create)
        .get(
            "/chains/{id}",
            SHAPE.type(),
            request -> crud.get(request, chain -> write(chain, request)))
        .delete("/chains/{id}", crud::delete);
  }

  private static ObjectNode write(Chain chain, Request request) {
    return SHAPE.write(chain, request.links(), request.version());
  }

  private Reply create(Request request) {
    ChainBuilder body = SHAPE.read(request.body(), ChainBuilder.builder());
    Chain chain = topology.create(body.id(Crud.newId(body.id())).build());
    return Reply.created(request.links().to("chains", chain.id()));
  }
}
