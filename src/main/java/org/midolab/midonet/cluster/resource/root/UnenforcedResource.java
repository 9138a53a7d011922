package org.midolab.midonet.cluster.resource.root;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Unenforced;
import org.midolab.midonet.cluster.resource.device.DeviceResources;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.DhcpV6;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.QosPolicy;
import org.midolab.midonet.model.QosRuleBandwidthLimit;
import org.midolab.midonet.model.QosRuleDscp;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * {@code /unenforced} (Unenforced-v1; not in MidoNet): all objects with parts that are stored but
 * not enforced in this version. Answers to writes of such objects contain a {@code Warning} with
 * the same parts.
 */
final class UnenforcedResource implements Resource {

  private record View(TopologyObject object, List<String> parts) {}

  /** The kinds that can be in the list, with their collections; DHCPv6 has none at the root. */
  private static final Map<Class<? extends TopologyObject>, String> COLLECTIONS = collections();

  private static final Shape<View, Void> SHAPE =
      Shape.<View, Void>of(MediaType.of("Unenforced", 1))
          .description("Stored, not enforced. Not in MidoNet.")
          .readOnly("id", Kinds.ID, view -> view.object().id())
          .readOnly("type", Kinds.TEXT, view -> view.object().getClass().getSimpleName())
          .readOnly("parts", Kinds.list(Kinds.TEXT), View::parts)
          .link("object", (view, links) -> uri(view.object(), links))
          .build();

  private final TopologyStore topology;

  UnenforcedResource(TopologyStore topology) {
    this.topology = topology;
  }

  private static Map<Class<? extends TopologyObject>, String> collections() {
    Map<Class<? extends TopologyObject>, String> collections = new LinkedHashMap<>();
    collections.put(Host.class, "hosts");
    collections.put(Network.class, "bridges");
    collections.put(DhcpV6.class, "dhcpV6");
    collections.put(Router.class, "routers");
    collections.put(Port.class, "ports");
    collections.put(PortGroup.class, "port_groups");
    collections.put(IPAddrGroup.class, "ip_addr_groups");
    collections.put(Rule.class, "rules");
    collections.put(Mirror.class, "mirrors");
    collections.put(QosPolicy.class, "qos_policies");
    collections.put(QosRuleBandwidthLimit.class, "qos_bw_limit_rules");
    collections.put(QosRuleDscp.class, "qos_dscp_rules");
    return collections;
  }

  private static String uri(TopologyObject object, Links links) {
    return switch (object) {
      case DhcpV6 dhcp -> DeviceResources.uri(dhcp, links);
      default -> links.to(COLLECTIONS.get(object.getClass()), object.id());
    };
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("unenforced", "unenforced").list("/unenforced", SHAPE, this::list);
  }

  private Reply list(Request request) {
    return Reply.list(
        COLLECTIONS.keySet().stream()
            .flatMap(topology::stream)
            .map(object -> new View(object, Unenforced.parts(object)))
            .filter(view -> !view.parts().isEmpty())
            .map(view -> SHAPE.write(view, request.links(), request.version())));
  }
}
