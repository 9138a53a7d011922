package org.midolab.midonet.cluster.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /tunnel_zones/{id}/hosts} (TunnelZoneHost-v1): the members of a tunnel zone, each with the
 * underlay address that its tunnels come from.
 */
final class TunnelZoneHostsResource implements Resource {

  private record View(UUID zoneId, TunnelZone.Member member) {}

  /** What a request says. */
  private static final class Body {
    private UUID hostId;
    private Ip4 address;

    private void hostId(UUID value) {
      hostId = value;
    }

    private void address(Ip4 value) {
      address = value;
    }
  }

  private static final Shape<View, Body> SHAPE =
      Shape.<View, Body>of(MediaType.of("TunnelZoneHost", 1).or("GreTunnelZoneHost"))
          .readOnly("tunnelZoneId", Kinds.ID, View::zoneId)
          .required("hostId", Kinds.ID, view -> view.member().hostId(), Body::hostId)
          .required("ipAddress", Kinds.IP4, view -> view.member().address(), Body::address)
          .link(
              "uri",
              (view, links) ->
                  links.to("tunnel_zones", view.zoneId(), "hosts", view.member().hostId()))
          .link("host", (view, links) -> links.to("hosts", view.member().hostId()))
          .link("tunnelZone", (view, links) -> links.to("tunnel_zones", view.zoneId()))
          .build();

  private final TopologyStore topology;
  private final Crud<TunnelZone> zones;
  private final Crud<Host> hosts;

  TunnelZoneHostsResource(TopologyStore topology) {
    this.topology = topology;
    this.zones = new Crud<>(topology, TunnelZone.class, "tunnel zone");
    this.hosts = new Crud<>(topology, Host.class, "host");
  }

  @Override
  public void declare(Api.Builder api) {
    api.list("/tunnel_zones/{id}/hosts", SHAPE.type(), this::list)
        .post("/tunnel_zones/{id}/hosts", SHAPE.type(), this::create)
        .get("/tunnel_zones/{id}/hosts/{hostId}", SHAPE.type(), this::get)
        .put("/tunnel_zones/{id}/hosts/{hostId}", SHAPE.type(), this::update)
        .delete("/tunnel_zones/{id}/hosts/{hostId}", this::delete);
  }

  private Reply list(Request request) {
    UUID zoneId = request.id();
    return Reply.list(
        zones.find(zoneId).value().members().stream()
            .map(
                member ->
                    SHAPE.write(new View(zoneId, member), request.links(), request.version())));
  }

  private Reply get(Request request) {
    TunnelZone zone = zones.find(request.id()).value();
    TunnelZone.Member member = member(zone, request.id("hostId"));
    return Reply.of(SHAPE.write(new View(zone.id(), member), request.links(), request.version()));
  }

  private Reply create(Request request) {
    UUID zoneId = request.id();
    Body body = SHAPE.read(request.body(), new Body());
    topology.write(
        transaction -> {
          TunnelZone zone = zones.find(transaction, zoneId).value();
          hosts.find(transaction, body.hostId);
          if (zone.members().stream().anyMatch(member -> member.hostId().equals(body.hostId))) {
            throw ApiException.conflict(
                "host " + body.hostId + " is a member of this tunnel zone already");
          }
          List<TunnelZone.Member> members = new ArrayList<>(zone.members());
          members.add(memberOf(zone, body));
          transaction.update(zone.withMembers(members));
        });
    return Reply.created(request.links().to("tunnel_zones", zoneId, "hosts", body.hostId));
  }

  private Reply update(Request request) {
    Body body = SHAPE.read(request.body(), new Body());
    UUID hostId = request.id("hostId");
    body.hostId = hostId;
    topology.write(
        transaction -> {
          TunnelZone zone = zones.find(transaction, request.id()).value();
          member(zone, hostId);
          TunnelZone.Member changed = memberOf(zone, body);
          transaction.update(
              zone.withMembers(
                  zone.members().stream()
                      .map(member -> member.hostId().equals(hostId) ? changed : member)
                      .toList()));
        });
    return Reply.done();
  }

  private Reply delete(Request request) {
    topology.write(
        transaction -> {
          TunnelZone zone = zones.find(transaction, request.id()).value();
          TunnelZone.Member leaving = member(zone, request.id("hostId"));
          transaction.update(
              zone.withMembers(
                  zone.members().stream().filter(member -> member != leaving).toList()));
        });
    return Reply.done();
  }

  private static TunnelZone.Member memberOf(TunnelZone zone, Body body) {
    if (body.address.isMulticast() || body.address.equals(Ip4.ANY)) {
      throw ApiException.invalid("ipAddress", "must be the address of one host");
    }
    for (TunnelZone.Member other : zone.members()) {
      if (other.address().equals(body.address) && !other.hostId().equals(body.hostId)) {
        throw ApiException.conflict(
            "address " + body.address + " is host " + other.hostId() + "'s in this tunnel zone");
      }
    }
    return new TunnelZone.Member(body.hostId, body.address);
  }

  private static TunnelZone.Member member(TunnelZone zone, UUID hostId) {
    return zone.members().stream()
        .filter(member -> member.hostId().equals(hostId))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "host " + hostId + " is no member of tunnel zone " + zone.id()));
  }
}
