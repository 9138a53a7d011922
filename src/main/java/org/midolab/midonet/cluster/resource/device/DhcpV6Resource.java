package org.midolab.midonet.cluster.resource.device;

import org.midolab.midonet.cluster.resource.Embedded;
import org.midolab.midonet.cluster.resource.EmbeddedBuilder;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.DhcpV6;
import org.midolab.midonet.model.DhcpV6Builder;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.Prefix6;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /bridges/{id}/dhcpV6} (DhcpV6Subnet-v1) and {@code …/dhcpV6/{subnet}/hostsV6}
 * (DhcpV6Host-v1). As in MidoNet, they are stored, but agents do not answer DHCPv6 (docs:
 * contract.md#dhcp).
 */
final class DhcpV6Resource implements Resource {

  /** Properties of a request for a host. */
  private static final class HostBody {
    private String clientId;
    private Ip6 address;
    private String name;
  }

  private static final Shape<DhcpV6, DhcpV6Builder> SUBNET =
      Shape.<DhcpV6, DhcpV6Builder>of(MediaType.of("DhcpV6Subnet", 1))
          .prefix6(
              "prefix",
              "prefixLength",
              true,
              DhcpV6::subnet,
              (builder, subnet) -> builder.subnet(subnet.network()))
          .link("uri", DhcpV6Resource::uri)
          .link("hosts", (subnet, links) -> uri(subnet, links) + "/hostsV6")
          .build();

  private static final Shape<Embedded.Item<DhcpV6, DhcpV6.Host>, HostBody> HOST =
      Shape.<Embedded.Item<DhcpV6, DhcpV6.Host>, HostBody>of(MediaType.of("DhcpV6Host", 1))
          .required(
              "clientId",
              Kinds.text(1, 255),
              view -> view.item().clientId(),
              (body, id) -> body.clientId = id)
          .required(
              "fixedAddress",
              Kinds.IP6,
              view -> view.item().address(),
              (body, address) -> body.address = address)
          .optional(
              "name", Kinds.NAME, view -> view.item().name(), (body, name) -> body.name = name)
          .link(
              "uri",
              (view, links) ->
                  uri(view.holder(), links) + "/hostsV6/" + Links.encode(view.item().clientId()))
          .build();

  private final TopologyStore topology;

  DhcpV6Resource(TopologyStore topology) {
    this.topology = topology;
  }

  static String uri(DhcpV6 subnet, Links links) {
    return links.to(
        "bridges",
        subnet.networkId(),
        "dhcpV6",
        Links.encode(subnet.subnet().toString().replace('/', '_')));
  }

  @Override
  public void declare(Api.Builder api) {
    Subnets<DhcpV6, DhcpV6Builder> subnets =
        SubnetsBuilder.<DhcpV6, DhcpV6Builder>builder()
            .topology(topology)
            .type(DhcpV6.class)
            .segment("dhcpV6")
            .shape(SUBNET)
            .form(new Form<>(DhcpV6Builder::builder, DhcpV6Builder::id, DhcpV6Builder::build))
            .subnetOf(DhcpV6::subnet)
            .networkOf(DhcpV6::networkId)
            .parse(text -> Prefix6.parse(text).network())
            .attach(DhcpV6Builder::networkId)
            .keep((before, body) -> body.hosts(before.hosts()))
            .build();
    subnets.declare(api);
    String hosts = subnets.path() + "/{subnet}/hostsV6";
    EmbeddedBuilder.<DhcpV6, DhcpV6.Host, HostBody>builder()
        .topology(topology)
        .collection(hosts)
        .item(hosts + "/{clientId}")
        .noun("host")
        .shape(HOST)
        .holder(subnets)
        .items(DhcpV6::hosts)
        .changed(DhcpV6::withHosts)
        .key(DhcpV6.Host::clientId)
        .keyOf(request -> request.parameter("clientId"))
        .fresh(HostBody::new)
        .make(body -> new DhcpV6.Host(body.clientId, body.address, body.name))
        .check((transaction, subnet, host) -> {})
        .put(true)
        .build()
        .declare(api);
  }
}
