package org.midolab.midonet.cluster.resource.host;

import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.model.TunnelZoneBuilder;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/**
 * {@code /tunnel_zones} (TunnelZone-v1): sets of hosts that tunnel to each other, with the tunnel
 * type. {@link TunnelZoneHostsResource} handles members.
 */
final class TunnelZonesResource {

  private static final Shape<TunnelZone, TunnelZoneBuilder> SHAPE =
      Shape.of(TunnelZone.class, TunnelZoneBuilder.class, MediaType.of("TunnelZone", 1))
          .optional("id", Kinds.ID)
          .required("name", Kinds.text(1, 255))
          .required("type", Kinds.lowerCase(TunnelZone.Type.class))
          .self("tunnel_zones")
          .below("hosts", "hosts")
          .build();

  private TunnelZonesResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, TunnelZone.class, "tunnel zone"),
            "tunnel_zones",
            SHAPE,
            new Form<>(TunnelZoneBuilder::builder, TunnelZoneBuilder::id, TunnelZoneBuilder::build))
        .named("tunnelZones", "tunnelZoneTemplate")
        .keeping((before, body) -> body.members(before.members()))
        .checking((transaction, before, after) -> nameMustBeFree(topology, transaction, after))
        .build();
  }

  private static void nameMustBeFree(
      TopologyStore topology, Transaction transaction, TunnelZone zone) {
    transaction.lock(TunnelZone.class, null);
    for (TunnelZone other : topology.list(TunnelZone.class)) {
      if (other.name().equals(zone.name()) && !other.id().equals(zone.id())) {
        throw ApiException.conflict(
            "there is a tunnel zone named '" + zone.name() + "' already: " + other.id());
      }
    }
  }
}
