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
import org.midolab.midonet.model.BgpNetwork;
import org.midolab.midonet.model.BgpNetworkBuilder;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/** {@code /routers/{id}/bgp_networks} and {@code /bgp_networks} (BgpNetwork-v1). */
final class BgpNetworksResource {

  private static final Shape<BgpNetwork, BgpNetworkBuilder> SHAPE =
      Shape.of(BgpNetwork.class, BgpNetworkBuilder.class, MediaType.of("BgpNetwork", 1))
          .optional("id", Kinds.ID)
          .readOnly("routerId", Kinds.ID)
          .prefix(
              "subnetAddress",
              "subnetLength",
              true,
              BgpNetwork::subnet,
              (builder, subnet) -> builder.subnet(subnet.network()))
          .self("bgp_networks")
          .reference("router", "routers")
          .build();

  private BgpNetworksResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, BgpNetwork.class, "BGP network"),
            "bgp_networks",
            SHAPE,
            new Form<>(BgpNetworkBuilder::builder, BgpNetworkBuilder::id, BgpNetworkBuilder::build))
        .named(null, "bgpNetworkTemplate")
        .without(Stored.Verb.LIST, Stored.Verb.CREATE, Stored.Verb.UPDATE)
        .ownedBy(
            new Owner<>(
                new Crud<>(topology, Router.class, "router"),
                "routers",
                "bgp_networks",
                "routerId",
                BgpNetwork::routerId,
                BgpNetworkBuilder::routerId,
                true))
        .checking(BgpNetworksResource::check)
        .build();
  }

  private static void check(Transaction transaction, BgpNetwork before, BgpNetwork after) {
    Siblings.locked(transaction, Router.class, after.routerId(), BgpNetwork.class, "routerId")
        .refuse(
            other -> other.subnet().equals(after.subnet()),
            "the router announces " + after.subnet() + " already");
  }
}
