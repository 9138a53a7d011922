package org.midolab.midonet.cluster.resource;

import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.model.TunnelZoneBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /tunnel_zones} (TunnelZone-v1): who tunnels to whom, and how. */
final class TunnelZonesResource implements Resource {

  private static final Shape<TunnelZone, TunnelZoneBuilder> SHAPE =
      Shape.<TunnelZone, TunnelZoneBuilder>of(MediaType.of("TunnelZone", 1))
          .optional("id", Kinds.ID, TunnelZone::id, TunnelZoneBuilder::id)
          .required("name", Kinds.text(1, 255), TunnelZone::name, TunnelZoneBuilder::name)
          .required(
              "type",
              Kinds.lowerCase(TunnelZone.Type.class),
              TunnelZone::type,
              TunnelZoneBuilder::type)
          .link("uri", (zone, links) -> links.to("tunnel_zones", zone.id()))
          .link("hosts", (zone, links) -> links.to("tunnel_zones", zone.id(), "hosts"))
          .build();

  private final TopologyStore topology;
  private final Crud<TunnelZone> crud;

  TunnelZonesResource(TopologyStore topology) {
    this.topology = topology;
    this.crud = new Crud<>(topology, TunnelZone.class, "tunnel zone");
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("tunnelZones", "tunnel_zones")
        .advertise("tunnelZoneTemplate", "tunnel_zones/{id}")
        .list("/tunnel_zones", SHAPE.type(), this::list)
        .post("/tunnel_zones", SHAPE.type(), this::create)
        .get(
            "/tunnel_zones/{id}",
            SHAPE.type(),
            request ->
                crud.get(request, zone -> SHAPE.write(zone, request.links(), request.version())))
        .put("/tunnel_zones/{id}", SHAPE.type(), this::update)
        .delete("/tunnel_zones/{id}", crud::delete);
  }

  private Reply list(Request request) {
    return Reply.list(
        topology.stream(TunnelZone.class, topology.ids(TunnelZone.class))
            .map(zone -> SHAPE.write(zone, request.links(), request.version())));
  }

  private Reply create(Request request) {
    TunnelZoneBuilder body = SHAPE.read(request.body(), TunnelZoneBuilder.builder());
    TunnelZone zone = body.id(Crud.newId(body.id())).build();
    topology.write(
        transaction -> {
          nameMustBeFree(zone);
          transaction.create(zone);
        });
    return Reply.created(request.links().to("tunnel_zones", zone.id()));
  }

  private Reply update(Request request) {
    return crud.update(
        request,
        (transaction, before) -> {
          TunnelZone zone =
              SHAPE
                  .read(request.body(), TunnelZoneBuilder.builder())
                  .id(before.id())
                  .members(before.members())
                  .build();
          nameMustBeFree(zone);
          return zone;
        });
  }

  private void nameMustBeFree(TunnelZone zone) {
    for (TunnelZone other : topology.list(TunnelZone.class)) {
      if (other.name().equals(zone.name()) && !other.id().equals(zone.id())) {
        throw ApiException.conflict(
            "there is a tunnel zone named '" + zone.name() + "' already: " + other.id());
      }
    }
  }
}
