package org.midolab.midonet.cluster.resource.host;

import java.util.UUID;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Embedded;
import org.midolab.midonet.cluster.resource.EmbeddedBuilder;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /tunnel_zones/{id}/hosts} (TunnelZoneHost-v1, also under its former name
 * GreTunnelZoneHost): the members of a tunnel zone, each with the underlay address that is the
 * source of its tunnels.
 */
final class TunnelZoneHostsResource {

  /** Properties of a request. */
  private static final class Body {
    private UUID hostId;
    private Ip4 address;
  }

  private static final Shape<Embedded.Item<TunnelZone, TunnelZone.Member>, Body> SHAPE =
      Shape.<Embedded.Item<TunnelZone, TunnelZone.Member>, Body>of(
              MediaType.of("TunnelZoneHost", 1).or("GreTunnelZoneHost"))
          .readOnly("tunnelZoneId", Kinds.ID, view -> view.holder().id())
          .required(
              "hostId", Kinds.ID, view -> view.item().hostId(), (body, id) -> body.hostId = id)
          .required(
              "ipAddress",
              Kinds.IP4,
              view -> view.item().address(),
              (body, address) -> body.address = address)
          .link(
              "uri",
              (view, links) ->
                  links.to("tunnel_zones", view.holder().id(), "hosts", view.item().hostId()))
          .link("host", (view, links) -> links.to("hosts", view.item().hostId()))
          .link("tunnelZone", (view, links) -> links.to("tunnel_zones", view.holder().id()))
          .build();

  private TunnelZoneHostsResource() {}

  static Resource of(TopologyStore topology) {
    Crud<TunnelZone> zones = new Crud<>(topology, TunnelZone.class, "tunnel zone");
    Crud<Host> hosts = new Crud<>(topology, Host.class, "host");
    return EmbeddedBuilder.<TunnelZone, TunnelZone.Member, Body>builder()
        .topology(topology)
        .collection("/tunnel_zones/{id}/hosts")
        .item("/tunnel_zones/{id}/hosts/{hostId}")
        .noun("member")
        .shape(SHAPE)
        .holder((transaction, request) -> zones.find(transaction, request.id()).value())
        .items(TunnelZone::members)
        .changed(TunnelZone::withMembers)
        .key(TunnelZone.Member::hostId)
        .keyOf(request -> request.id("hostId"))
        .fresh(Body::new)
        .make(body -> new TunnelZone.Member(body.hostId, body.address))
        .check(
            (transaction, zone, member) -> {
              hosts.find(transaction, member.hostId());
              check(zone, member);
            })
        .put(true)
        .build();
  }

  private static void check(TunnelZone zone, TunnelZone.Member member) {
    if (member.address().isMulticast() || member.address().equals(Ip4.ANY)) {
      throw ApiException.invalid("ipAddress", "must be the address of one host");
    }
    for (TunnelZone.Member other : zone.members()) {
      if (other.address().equals(member.address()) && !other.hostId().equals(member.hostId())) {
        throw ApiException.conflict(
            "address "
                + member.address()
                + " is host "
                + other.hostId()
                + "'s in this tunnel zone");
      }
    }
  }
}
