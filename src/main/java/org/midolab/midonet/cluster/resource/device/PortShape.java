package org.midolab.midonet.cluster.resource.device;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Representation;
import org.midolab.midonet.cluster.shape.Input;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.ObjectSchema;
import org.midolab.midonet.cluster.shape.Part;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Prefix;

/**
 * JSON of ports, Port-v4 and earlier versions. Until v3 a router port has {@code networkAddress}
 * and {@code networkLength}, from v4 a list {@code portSubnet}; requests may use both in any
 * version. {@code qosPolicyId}, {@code rtrPortVni} and {@code offRampVxlan} are newer than MidoNet
 * 5.0.
 */
final class PortShape {

  static final MediaType TYPE = MediaType.of("Port", 1, 4);

  /** First version that writes {@code portSubnet}. */
  private static final int PORT_SUBNET_SINCE = 4;

  /**
   * A port with the state that its agent reports.
   *
   * @param bgpStatus status of the BGP session, or null without one
   */
  record View(Port port, boolean active, String bgpStatus) {}

  static final Shape<View, PortBuilder> BRIDGE =
      common(new TypePart("Bridge", Set.of("bridge", "exteriorbridge", "interiorbridge")))
          .optional(
              "vlanId",
              Kinds.integer(0, 4094),
              view -> view.port().vlanId(),
              (builder, vlan) -> builder.vlanId(vlan == 0 ? null : vlan))
          .optional("qosPolicyId", Kinds.ID)
          .reference("qosPolicy", "qos_policies")
          .build();

  static final Shape<View, PortBuilder> ROUTER =
      common(new TypePart("Router", Set.of("router", "exteriorrouter", "interiorrouter")))
          .required("portAddress", Kinds.IP4)
          .part(new SubnetPart())
          .optional("portMac", Kinds.UNICAST_MAC)
          .readOnly("bgpStatus", Kinds.TEXT, View::bgpStatus)
          .optional(
              "rtrPortVni",
              Kinds.integer(0, 0xFF_FFFF),
              view -> view.port().vni(),
              (builder, vni) -> builder.vni(vni == 0 ? null : vni))
          .defaulted("offRampVxlan", Kinds.BOOLEAN, false)
          .build();

  /** A port of a bridge or a router, for the description of the API. */
  static final Representation BOTH = new Either();

  private record Either() implements Representation {

    @Override
    public MediaType type() {
      return TYPE;
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      schema.putArray("anyOf").add(BRIDGE.schema()).add(ROUTER.schema());
      return schema;
    }
  }

  private PortShape() {}

  /** Returns the shape of a port's JSON. */
  static Shape<View, PortBuilder> shapeOf(Port port) {
    return port.routerId() != null ? ROUTER : BRIDGE;
  }

  private static Shape.Builder<View, PortBuilder> common(TypePart type) {
    return mirrors(
        Shape.of(Port.class, PortBuilder.class, View::port, Function.<PortBuilder>identity(), TYPE)
            .optional("id", Kinds.ID)
            .part(type)
            .readOnly("deviceId", Kinds.ID, view -> view.port().deviceId())
            .defaulted("adminStateUp", Kinds.BOOLEAN, true)
            .optional("inboundFilterId", Kinds.ID)
            .optional("outboundFilterId", Kinds.ID)
            .readOnly("tunnelKey", Kinds.integer(0, Integer.MAX_VALUE))
            .optional("vifId", Kinds.ID)
            .optional("hostId", Kinds.ID)
            .optional("interfaceName", BindingsResource.INTERFACE_NAME)
            .optional("peerId", Kinds.ID)
            .readOnly("active", Kinds.BOOLEAN, View::active)
            .refused(
                "insertionIds",
                JsonNodeFactory.instance.arrayNode(),
                "cannot be set, since there is no L2 insertion")
            .self("ports")
            .link(
                "device",
                (view, links) ->
                    links.to(
                        view.port().routerId() != null ? "routers" : "bridges",
                        view.port().deviceId()))
            .link("host", (view, links) -> hostUri(view.port(), links))
            .link("hostInterfacePort", (view, links) -> bindingUri(view.port(), links))
            .reference("peer", "ports")
            .below("link", "link")
            .below("portGroups", "port_groups")
            .reference("inboundFilter", "chains")
            .reference("outboundFilter", "chains"));
  }

  private static Shape.Builder<View, PortBuilder> mirrors(Shape.Builder<View, PortBuilder> shape) {
    return shape
        .defaulted("inboundMirrorIds", MirrorsResource.IDS, List.of())
        .defaulted("outboundMirrorIds", MirrorsResource.IDS, List.of())
        .defaulted("postInFilterMirrorIds", MirrorsResource.IDS, List.of())
        .defaulted("preOutFilterMirrorIds", MirrorsResource.IDS, List.of());
  }

  private static String hostUri(Port port, Links links) {
    return port.hostId() == null ? null : links.to("hosts", port.hostId());
  }

  private static String bindingUri(Port port, Links links) {
    return port.hostId() == null ? null : links.to("hosts", port.hostId(), "ports", port.id());
  }

  /** The type of the port's device. Requests may contain the names of any version. */
  private record TypePart(String name, Set<String> understood) implements Part<View, PortBuilder> {

    private static final Kind<String> TEXT = Kinds.text(1, 32);

    @Override
    public void write(View view, Links links, int version, ObjectNode out) {
      out.put("type", name);
    }

    @Override
    public void read(Input input, PortBuilder builder) {
      String type = input.get("type", TEXT);
      if (!input.has("type")) {
        input.reject("type", "must be given: " + name);
      } else if (type != null && !understood.contains(type.toLowerCase(Locale.ROOT))) {
        input.reject("type", "must be " + name + " for a port of this device");
      }
    }

    @Override
    public void describe(ObjectSchema outline) {
      outline.required("type", TEXT.schema());
    }
  }

  private record SubnetPart() implements Part<View, PortBuilder> {

    private static final Kind<List<Prefix>> SUBNETS = Kinds.list(Kinds.PREFIX);
    private static final Kind<Integer> LENGTH = Kinds.integer(0, 32);

    @Override
    public void write(View view, Links links, int version, ObjectNode out) {
      Prefix subnet = view.port().portSubnet();
      if (version >= PORT_SUBNET_SINCE) {
        ArrayNode subnets = out.putArray("portSubnet");
        if (subnet != null) {
          subnets.add(subnet.toString());
        }
      } else {
        out.put("networkAddress", subnet == null ? null : subnet.address().toString());
        out.put("networkLength", subnet == null ? 0 : subnet.length());
      }
    }

    @Override
    public void read(Input input, PortBuilder builder) {
      if (input.has("portSubnet")) {
        List<Prefix> subnets = input.get("portSubnet", SUBNETS);
        if (subnets != null && subnets.size() != 1) {
          input.reject("portSubnet", "must contain exactly one IPv4 subnet");
        } else if (subnets != null) {
          accept(input, builder, subnets.getFirst());
        }
        return;
      }
      Ip4 address = input.get("networkAddress", Kinds.IP4);
      Integer length = input.get("networkLength", LENGTH);
      if (address != null && length != null) {
        accept(input, builder, new Prefix(address, length));
      } else if (!input.has("networkAddress")) {
        input.reject("portSubnet", "must be given, or networkAddress with networkLength");
      } else if (!input.has("networkLength")) {
        input.reject("networkLength", "must be given with networkAddress");
      }
    }

    @Override
    public void describe(ObjectSchema outline) {
      outline.optional("portSubnet", SUBNETS.schema(), null);
      outline.optional("networkAddress", Kinds.IP4.schema(), null);
      outline.optional("networkLength", LENGTH.schema(), null);
    }

    private static void accept(Input input, PortBuilder builder, Prefix subnet) {
      builder.portSubnet(subnet);
      Ip4 address = builder.portAddress();
      if (address != null && !subnet.contains(address)) {
        input.reject("portAddress", "must lie in the port's subnet " + subnet);
      }
    }
  }
}
