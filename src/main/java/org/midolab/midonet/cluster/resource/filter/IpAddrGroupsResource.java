package org.midolab.midonet.cluster.resource.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Embedded;
import org.midolab.midonet.cluster.resource.EmbeddedBuilder;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.IPAddrGroupBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /ip_addr_groups} (IpAddrGroup-v1) and {@code /ip_addr_groups/{id}/ip_addrs}
 * (IpAddrGroupAddr-v1): groups of addresses that rules match. The addresses of one version of IP, 4
 * or 6, and each single address are at {@code /ip_addr_groups/{id}/versions/{version}/ip_addrs}.
 */
final class IpAddrGroupsResource implements Resource {

  private static final Shape<IPAddrGroup, IPAddrGroupBuilder> SHAPE =
      Shape.of(IPAddrGroup.class, IPAddrGroupBuilder.class, MediaType.of("IpAddrGroup", 1))
          .optional("id", Kinds.ID)
          .required("name", Kinds.text(1, 255))
          .self("ip_addr_groups")
          .below("addrs", "ip_addrs")
          .link(
              "versionAddrsTemplate",
              (group, links) ->
                  links.to("ip_addr_groups", group.id(), "versions", "{version}", "ip_addrs"))
          .build();

  /** Properties of a request. */
  private static final class Body {
    private IpAddress address;
    private Integer version;

    private IPAddrGroup.Entry build() {
      if (version != null && version != address.version()) {
        throw ApiException.invalid("version", "must be that of the address");
      }
      return new IPAddrGroup.Entry(address, Set.of());
    }
  }

  private static final Shape<Embedded.Item<IPAddrGroup, IPAddrGroup.Entry>, Body> ADDRESS =
      Shape.<Embedded.Item<IPAddrGroup, IPAddrGroup.Entry>, Body>of(
              MediaType.of("IpAddrGroupAddr", 1))
          .readOnly("ipAddrGroupId", Kinds.ID, view -> view.holder().id())
          .required(
              "addr",
              Kinds.IP,
              view -> view.item().address(),
              (body, address) -> body.address = address)
          .optional(
              "version",
              Kinds.integer(4, 6),
              view -> view.item().address().version(),
              (body, version) -> body.version = version)
          .link("uri", IpAddrGroupsResource::uri)
          .link("ipAddrGroup", (view, links) -> links.to("ip_addr_groups", view.holder().id()))
          .build();

  private static final String OF_VERSION = "/ip_addr_groups/{id}/versions/{version}/ip_addrs";

  private final TopologyStore topology;

  IpAddrGroupsResource(TopologyStore topology) {
    this.topology = topology;
  }

  private static String uri(Embedded.Item<IPAddrGroup, IPAddrGroup.Entry> view, Links links) {
    IpAddress address = view.item().address();
    return links.to(
        "ip_addr_groups",
        view.holder().id(),
        "versions",
        address.version(),
        "ip_addrs",
        Links.encode(address.toString()));
  }

  @Override
  public void declare(Api.Builder api) {
    Crud<IPAddrGroup> crud = new Crud<>(topology, IPAddrGroup.class, "IP address group");
    Stored.plain(
            crud,
            "ip_addr_groups",
            SHAPE,
            new Form<>(
                IPAddrGroupBuilder::builder, IPAddrGroupBuilder::id, IPAddrGroupBuilder::build))
        .named("ipAddrGroups", "ipAddrGroupTemplate")
        .without(Stored.Verb.UPDATE)
        .build()
        .declare(api);
    Embedded<IPAddrGroup, IPAddrGroup.Entry, Body> addresses = addresses(crud);
    addresses.declare(api);
    api.list(
            OF_VERSION,
            ADDRESS,
            request -> {
              int version = version(request);
              return addresses.list(request, entry -> entry.address().version() == version);
            })
        .post(
            OF_VERSION,
            ADDRESS,
            request -> {
              sayVersion(request);
              return addresses.create(request);
            });
  }

  /** Checks the version of the body, which may be left out but must not contradict the path. */
  private static void sayVersion(Request request) {
    int version = version(request);
    JsonNode said = request.body().path("version");
    if (said.isMissingNode() || said.isNull()) {
      request.body().put("version", version);
    } else if (said.isInt() && said.intValue() != version) {
      throw ApiException.invalid("version", "must be that of the path");
    }
  }

  private Embedded<IPAddrGroup, IPAddrGroup.Entry, Body> addresses(Crud<IPAddrGroup> crud) {
    return EmbeddedBuilder.<IPAddrGroup, IPAddrGroup.Entry, Body>builder()
        .topology(topology)
        .collection("/ip_addr_groups/{id}/ip_addrs")
        .item(OF_VERSION + "/{addr}")
        .noun("address")
        .shape(ADDRESS)
        .holder((transaction, request) -> crud.find(transaction, request.id()).value())
        .items(IPAddrGroup::entries)
        .changed(IPAddrGroup::withEntries)
        .key(IPAddrGroup.Entry::address)
        .keyOf(IpAddrGroupsResource::address)
        .fresh(Body::new)
        .make(Body::build)
        .check((transaction, group, entry) -> {})
        .put(false)
        .deletedAgain(true)
        .build();
  }

  /**
   * Returns the version of IP in a path.
   *
   * @throws ApiException 404 when it is none
   */
  private static int version(Request request) {
    return switch (request.parameter("version")) {
      case "4" -> 4;
      case "6" -> 6;
      default -> throw ApiException.notFound("an address is of version 4 or 6");
    };
  }

  /** Returns the address in a path, or null when it is malformed or has another version. */
  private static IpAddress address(Request request) {
    String text = request.parameter("addr");
    try {
      return switch (request.parameter("version")) {
        case "4" -> Ip4.parse(text);
        case "6" -> Ip6.parse(text);
        default -> null;
      };
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
