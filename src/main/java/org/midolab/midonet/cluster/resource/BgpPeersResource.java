package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.BgpPeer;
import org.midolab.midonet.model.BgpPeerBuilder;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/**
 * {@code /routers/{id}/bgp_peers} and {@code /bgp_peers} (BgpPeer-v1). The password is handed out
 * again, since clients change an object by sending all of it back; it goes into no log.
 */
final class BgpPeersResource implements Resource {

  private static final long HIGHEST_AS = 4_294_967_295L;

  /** Longest key that Linux takes for TCP MD5 (RFC 2385). */
  private static final int LONGEST_PASSWORD = 80;

  private static final Shape<BgpPeer, BgpPeerBuilder> SHAPE =
      Shape.<BgpPeer, BgpPeerBuilder>of(MediaType.of("BgpPeer", 1))
          .optional("id", Kinds.ID, BgpPeer::id, BgpPeerBuilder::id)
          .readOnly("routerId", Kinds.ID, BgpPeer::routerId)
          .required(
              "asNumber", Kinds.count(1, HIGHEST_AS), BgpPeer::asNumber, BgpPeerBuilder::asNumber)
          .required("address", Kinds.IP4, BgpPeer::address, BgpPeerBuilder::address)
          .optional(
              "keepAlive", Kinds.integer(1, 65535), BgpPeer::keepAlive, BgpPeerBuilder::keepAlive)
          .optional(
              "holdTime", Kinds.integer(3, 65535), BgpPeer::holdTime, BgpPeerBuilder::holdTime)
          .optional(
              "connectRetry",
              Kinds.integer(1, 65535),
              BgpPeer::connectRetry,
              BgpPeerBuilder::connectRetry)
          .optional(
              "password",
              Kinds.text(1, LONGEST_PASSWORD),
              BgpPeer::password,
              BgpPeerBuilder::password)
          .link("uri", (peer, links) -> links.to("bgp_peers", peer.id()))
          .link("router", (peer, links) -> links.to("routers", peer.routerId()))
          .build();

  private final TopologyStore topology;
  private final Crud<BgpPeer> crud;
  private final Crud<Router> routers;

  BgpPeersResource(TopologyStore topology) {
    this.topology = topology;
    this.crud = new Crud<>(topology, BgpPeer.class, "BGP peer");
    this.routers = new Crud<>(topology, Router.class, "router");
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("bgpPeerTemplate", "bgp_peers/{id}")
        .list("/routers/{id}/bgp_peers", SHAPE.type(), this::list)
        .post("/routers/{id}/bgp_peers", SHAPE.type(), this::create)
        .get(
            "/bgp_peers/{id}",
            SHAPE.type(),
            request -> crud.get(request, peer -> write(peer, request)))
        .put("/bgp_peers/{id}", SHAPE.type(), this::update)
        .delete("/bgp_peers/{id}", crud::delete);
  }

  private static ObjectNode write(BgpPeer peer, Request request) {
    return SHAPE.write(peer, request.links(), request.version());
  }

  private Reply list(Request request) {
    routers.mustExist(request.id());
    return crud.listReferring(Router.class, request.id(), peer -> write(peer, request));
  }

  private Reply create(Request request) {
    BgpPeerBuilder body = SHAPE.read(request.body(), BgpPeerBuilder.builder());
    BgpPeer peer = body.id(Crud.newId(body.id())).routerId(request.id()).build();
    topology.write(
        transaction -> {
          routers.find(transaction, peer.routerId());
          addressMustBeFree(transaction, peer);
          transaction.create(peer);
        });
    return Reply.created(request.links().to("bgp_peers", peer.id()));
  }

  private Reply update(Request request) {
    BgpPeerBuilder body = SHAPE.read(request.body(), BgpPeerBuilder.builder());
    return crud.update(
        request,
        (transaction, before) -> {
          BgpPeer peer = body.id(before.id()).routerId(before.routerId()).build();
          addressMustBeFree(transaction, peer);
          return peer;
        });
  }

  private static void addressMustBeFree(Transaction transaction, BgpPeer peer) {
    UUID routerId = peer.routerId();
    Siblings.of(transaction, Router.class, routerId, BgpPeer.class, "routerId")
        .refuse(
            other -> other.address().equals(peer.address()) && !other.id().equals(peer.id()),
            "the router has a BGP peer " + peer.address() + " already");
  }
}
