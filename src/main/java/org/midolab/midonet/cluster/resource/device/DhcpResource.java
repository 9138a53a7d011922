package org.midolab.midonet.cluster.resource.device;

import java.util.List;
import org.midolab.midonet.cluster.resource.Embedded;
import org.midolab.midonet.cluster.resource.EmbeddedBuilder;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.DhcpBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /bridges/{id}/dhcp} (DhcpSubnet-v2, v1 accepted) and {@code …/dhcp/{subnet}/hosts}
 * (DhcpHost-v2, v1 accepted): the subnets for which a bridge answers DHCP, and the addresses of
 * hosts by their MACs.
 */
final class DhcpResource implements Resource {

  /** A list's element while it is read. */
  private static final class RouteBody {
    private Prefix destination;
    private Ip4 gateway;
  }

  /** A list's element while it is read. */
  private static final class OptionBody {
    private String name;
    private String value;
  }

  /** Properties of a request for a host. */
  private static final class HostBody {
    private Mac mac;
    private Ip4 address;
    private String name;
    private List<Dhcp.Option> options;
  }

  private static final Kind<Dhcp.HostRoute> ROUTE =
      Kinds.object(
          Shape.<Dhcp.HostRoute, RouteBody>of(MediaType.of("DhcpOption121", 1))
              .prefix(
                  "destinationPrefix",
                  "destinationLength",
                  true,
                  Dhcp.HostRoute::destination,
                  (body, destination) -> body.destination = destination.network())
              .required(
                  "gatewayAddr",
                  Kinds.IP4,
                  Dhcp.HostRoute::gateway,
                  (body, gateway) -> body.gateway = gateway)
              .build(),
          RouteBody::new,
          body -> new Dhcp.HostRoute(body.destination, body.gateway));

  private static final Kind<Dhcp.Option> OPTION =
      Kinds.object(
          Shape.<Dhcp.Option, OptionBody>of(MediaType.of("ExtraDhcpOpt", 1))
              .required(
                  "optName",
                  Kinds.text(1, 255),
                  Dhcp.Option::name,
                  (body, name) -> body.name = name)
              .required(
                  "optValue", Kinds.NAME, Dhcp.Option::value, (body, value) -> body.value = value)
              .build(),
          OptionBody::new,
          body -> new Dhcp.Option(body.name, body.value));

  private static final Shape<Dhcp, DhcpBuilder> SUBNET =
      Shape.of(Dhcp.class, DhcpBuilder.class, MediaType.of("DhcpSubnet", 1, 2))
          .prefix(
              "subnetPrefix",
              "subnetLength",
              true,
              Dhcp::subnet,
              (builder, subnet) -> builder.subnet(subnet.network()))
          .optional("defaultGateway", Kinds.IP4)
          .optional("serverAddr", Kinds.IP4, Dhcp::serverAddress, DhcpBuilder::serverAddress)
          .defaulted(
              "dnsServerAddrs",
              Kinds.list(Kinds.IP4),
              List.<Ip4>of(),
              Dhcp::dnsServers,
              DhcpBuilder::dnsServers)
          .optional(
              "interfaceMTU",
              Kinds.integer(0, 0xFFFF),
              Dhcp::interfaceMtu,
              (builder, mtu) -> builder.interfaceMtu(mtu == 0 ? null : mtu))
          .defaulted(
              "opt121Routes",
              Kinds.list(ROUTE),
              List.<Dhcp.HostRoute>of(),
              Dhcp::routes,
              DhcpBuilder::routes)
          .defaulted("enabled", Kinds.BOOLEAN, true)
          .link("uri", DhcpResource::uri)
          .link("hosts", (subnet, links) -> uri(subnet, links) + "/hosts")
          .build();

  private static final Shape<Embedded.Item<Dhcp, Dhcp.Host>, HostBody> HOST =
      Shape.<Embedded.Item<Dhcp, Dhcp.Host>, HostBody>of(MediaType.of("DhcpHost", 1, 2))
          .required(
              "macAddr",
              Kinds.UNICAST_MAC,
              view -> view.item().mac(),
              (body, mac) -> body.mac = mac)
          .required(
              "ipAddr",
              Kinds.IP4,
              view -> view.item().address(),
              (body, address) -> body.address = address)
          .optional(
              "name", Kinds.NAME, view -> view.item().name(), (body, name) -> body.name = name)
          .defaulted(
              "extraDhcpOpts",
              Kinds.list(OPTION),
              List.<Dhcp.Option>of(),
              view -> view.item().options(),
              (body, options) -> body.options = options)
          .link(
              "uri",
              (view, links) ->
                  uri(view.holder(), links)
                      + "/hosts/"
                      + BridgeTablesResource.uriForm(view.item().mac()))
          .build();

  private final TopologyStore topology;

  DhcpResource(TopologyStore topology) {
    this.topology = topology;
  }

  static String uri(Dhcp subnet, Links links) {
    return links.to(
        "bridges", subnet.networkId(), "dhcp", subnet.subnet().toString().replace('/', '_'));
  }

  @Override
  public void declare(Api.Builder api) {
    Subnets<Dhcp, DhcpBuilder> subnets =
        SubnetsBuilder.<Dhcp, DhcpBuilder>builder()
            .topology(topology)
            .type(Dhcp.class)
            .segment("dhcp")
            .shape(SUBNET)
            .form(new Form<>(DhcpBuilder::builder, DhcpBuilder::id, DhcpBuilder::build))
            .subnetOf(Dhcp::subnet)
            .networkOf(Dhcp::networkId)
            .parse(text -> Prefix.parse(text).network())
            .attach(DhcpBuilder::networkId)
            .keep((before, body) -> body.hosts(before.hosts()))
            .build();
    subnets.declare(api);
    String hosts = subnets.path() + "/{subnet}/hosts";
    EmbeddedBuilder.<Dhcp, Dhcp.Host, HostBody>builder()
        .topology(topology)
        .collection(hosts)
        .item(hosts + "/{mac}")
        .noun("host")
        .shape(HOST)
        .holder(subnets)
        .items(Dhcp::hosts)
        .changed(Dhcp::withHosts)
        .key(Dhcp.Host::mac)
        .keyOf(DhcpResource::mac)
        .fresh(HostBody::new)
        .make(body -> new Dhcp.Host(body.mac, body.address, body.name, body.options))
        .check((transaction, subnet, host) -> check(subnet, host))
        .put(true)
        .build()
        .declare(api);
  }

  private static Mac mac(Request request) {
    try {
      return Mac.parse(request.parameter("mac"));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void check(Dhcp subnet, Dhcp.Host host) {
    for (Dhcp.Host other : subnet.hosts()) {
      if (other.address().equals(host.address()) && !other.mac().equals(host.mac())) {
        throw ApiException.conflict("address " + host.address() + " is " + other.mac() + "'s");
      }
    }
  }
}
