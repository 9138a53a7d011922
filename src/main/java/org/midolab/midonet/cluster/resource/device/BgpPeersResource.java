package org.midolab.midonet.cluster.resource.device;

import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Owner;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Siblings;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.BgpPeer;
import org.midolab.midonet.model.BgpPeerBuilder;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/**
 * {@code /routers/{id}/bgp_peers} and {@code /bgp_peers} (BgpPeer-v1). Answers contain the
 * password, since clients change an object by sending back the whole object. It is never logged.
 */
final class BgpPeersResource {

  private static final long HIGHEST_AS = Integer.MAX_VALUE;

  /** Shortest hold, keep-alive and retry times in seconds, as in MidoNet 5.0. */
  private static final int SHORTEST = 5;

  /** Longest key that Linux accepts for TCP MD5 (RFC 2385). */
  private static final int LONGEST_PASSWORD = 80;

  private static final Shape<BgpPeer, BgpPeerBuilder> SHAPE =
      Shape.of(BgpPeer.class, BgpPeerBuilder.class, MediaType.of("BgpPeer", 1))
          .optional("id", Kinds.ID)
          .readOnly("routerId", Kinds.ID)
          .required("asNumber", Kinds.count(1, HIGHEST_AS))
          .required("address", Kinds.IP4)
          .optional("keepAlive", Kinds.integer(SHORTEST, 3600))
          .optional("holdTime", Kinds.integer(SHORTEST, 7200))
          .optional("connectRetry", Kinds.integer(SHORTEST, 3600))
          .optional(
              "password",
              Kinds.matching(
                  "[!-~]{1," + LONGEST_PASSWORD + "}",
                  "1 to " + LONGEST_PASSWORD + " printable ASCII characters without blanks"))
          .self("bgp_peers")
          .reference("router", "routers")
          .build();

  private BgpPeersResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, BgpPeer.class, "BGP peer"),
            "bgp_peers",
            SHAPE,
            new Form<>(BgpPeerBuilder::builder, BgpPeerBuilder::id, BgpPeerBuilder::build))
        .named(null, "bgpPeerTemplate")
        .without(Stored.Verb.LIST, Stored.Verb.CREATE)
        .ownedBy(
            new Owner<>(
                new Crud<>(topology, Router.class, "router"),
                "routers",
                "bgp_peers",
                "routerId",
                BgpPeer::routerId,
                BgpPeerBuilder::routerId,
                true))
        .checking(BgpPeersResource::check)
        .build();
  }

  private static void check(Transaction transaction, BgpPeer before, BgpPeer after) {
    Siblings.locked(transaction, Router.class, after.routerId(), BgpPeer.class, "routerId")
        .refuse(
            other -> other.address().equals(after.address()) && !other.id().equals(after.id()),
            "the router has a BGP peer " + after.address() + " already");
  }
}
