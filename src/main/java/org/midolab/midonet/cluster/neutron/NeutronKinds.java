package org.midolab.midonet.cluster.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.neutron.NeutronPort.AddressPair;
import org.midolab.midonet.model.neutron.NeutronPort.DhcpOption;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;
import org.midolab.midonet.model.neutron.NeutronRouter.Gateway;
import org.midolab.midonet.model.neutron.NeutronSubnet.HostRoute;
import org.midolab.midonet.model.neutron.NeutronSubnet.Pool;

/** Kinds of values that only Neutron's objects use. */
final class NeutronKinds {

  /** Names, descriptions and other texts, at most 4096 characters. */
  static final Kind<String> TEXT = Kinds.text(0, 4096);

  /** An IPv4 or IPv6 address. */
  static final Kind<String> ADDRESS = checked(NeutronKinds::checkAddress);

  /** An IPv4 or IPv6 subnet, or an address alone. */
  static final Kind<String> SUBNET = checked(NeutronKinds::checkSubnet);

  static final Kind<FixedIp> FIXED_IP =
      object(
          Map.of("subnet_id", Kinds.ID, "ip_address", ADDRESS),
          fixed ->
              node()
                  .put("subnet_id", fixed.subnetId().toString())
                  .put("ip_address", fixed.ipAddress()),
          fields ->
              new FixedIp(
                  fields.required("subnet_id", Kinds.ID), fields.required("ip_address", ADDRESS)));

  static final Kind<AddressPair> ADDRESS_PAIR =
      object(
          Map.of("ip_address", SUBNET, "mac_address", Kinds.MAC),
          pair ->
              node()
                  .put("ip_address", pair.ipAddress())
                  .put("mac_address", text(pair.macAddress())),
          fields ->
              new AddressPair(
                  fields.required("ip_address", SUBNET),
                  fields.optional("mac_address", Kinds.MAC)));

  static final Kind<DhcpOption> DHCP_OPTION =
      object(
          Map.of("opt_name", TEXT, "opt_value", TEXT, "ip_version", Kinds.integer(4, 6)),
          option ->
              node()
                  .put("opt_name", option.name())
                  .put("opt_value", option.value())
                  .put("ip_version", option.ipVersion()),
          fields ->
              new DhcpOption(
                  fields.required("opt_name", TEXT),
                  fields.optional("opt_value", TEXT),
                  fields.or("ip_version", Kinds.integer(4, 6), 4)));

  static final Kind<HostRoute> ROUTE =
      object(
          Map.of("destination", SUBNET, "nexthop", ADDRESS),
          route -> node().put("destination", route.destination()).put("nexthop", route.nexthop()),
          fields ->
              new HostRoute(
                  fields.required("destination", SUBNET), fields.required("nexthop", ADDRESS)));

  static final Kind<Pool> POOL =
      object(
          Map.of("start", ADDRESS, "end", ADDRESS),
          pool -> node().put("start", pool.start()).put("end", pool.end()),
          fields -> new Pool(fields.required("start", ADDRESS), fields.required("end", ADDRESS)));

  /** A router's gateway. An empty object, which removes the gateway, is read as null. */
  static final Kind<Gateway> GATEWAY =
      object(
          Map.of(
              "network_id",
              Kinds.ID,
              "enable_snat",
              Kinds.BOOLEAN,
              "external_fixed_ips",
              Kinds.list(FIXED_IP)),
          gateway -> {
            ObjectNode out = node().put("network_id", text(gateway.networkId()));
            out.put("enable_snat", gateway.enableSnat());
            out.set("external_fixed_ips", Kinds.list(FIXED_IP).write(gateway.externalFixedIps()));
            return out;
          },
          fields ->
              fields.isEmpty()
                  ? null
                  : new Gateway(
                      fields.required("network_id", Kinds.ID),
                      fields.or("enable_snat", Kinds.BOOLEAN, true),
                      fields.or("external_fixed_ips", Kinds.list(FIXED_IP), List.of())));

  /** The part of a binding's profile that is stored. */
  record Profile(String interfaceName) {}

  static final Kind<Profile> PROFILE =
      kind(
          schema("object"),
          profile ->
              profile.interfaceName() == null
                  ? node()
                  : node().put("interface_name", profile.interfaceName()),
          node ->
              new Profile(
                  node.isObject()
                      ? new Fields(node).optional("interface_name", Kinds.text(1, 255))
                      : null));

  /** The type of session persistence. An empty object, which means none, is read as null. */
  static final Kind<String> PERSISTENCE =
      object(
          Map.of("type", Kinds.text(0, 255)),
          type -> node().put("type", type),
          fields ->
              fields.isEmpty()
                  ? null
                  : fields.required(
                      "type", Kinds.matching("SOURCE_IP", "SOURCE_IP, the only supported type")));

  private static final Map<String, Integer> PROTOCOLS = protocols();

  /** An IP protocol by number, 0 to 255, or by its name in Neutron. */
  static final Kind<Integer> PROTOCOL =
      kind(schema("string"), NeutronKinds::writeProtocol, NeutronKinds::readProtocol);

  private NeutronKinds() {}

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode schema(String type) {
    return node().put("type", type);
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static <X> Kind<X> kind(
      ObjectNode schema, Function<X, JsonNode> write, Function<JsonNode, X> read) {
    return new Kind<>() {
      @Override
      public ObjectNode schema() {
        return schema.deepCopy();
      }

      @Override
      public JsonNode write(X value) {
        return write.apply(value);
      }

      @Override
      public X read(JsonNode node) {
        return read.apply(node);
      }
    };
  }

  private static Kind<String> checked(Consumer<String> check) {
    return kind(
        schema("string"),
        TextNode::valueOf,
        node -> {
          String text = TEXT.read(node);
          check.accept(text);
          return text;
        });
  }

  private static <X> Kind<X> object(
      Map<String, Kind<?>> properties, Function<X, JsonNode> write, Function<Fields, X> read) {
    ObjectNode schema = schema("object");
    ObjectNode described = schema.putObject("properties");
    properties.forEach((name, kind) -> described.set(name, kind.schema()));
    return kind(
        schema,
        write,
        node -> {
          if (!node.isObject()) {
            throw new IllegalArgumentException("must be an object");
          }
          return read.apply(new Fields(node));
        });
  }

  /** Fields of an object inside an object. */
  private record Fields(JsonNode node) {

    boolean isEmpty() {
      return node.isEmpty();
    }

    <X> X optional(String name, Kind<X> kind) {
      JsonNode value = node.get(name);
      if (value == null || value.isNull()) {
        return null;
      }
      try {
        return kind.read(value);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "must contain objects whose " + name + " " + e.getMessage(), e);
      }
    }

    <X> X or(String name, Kind<X> kind, X absent) {
      X value = optional(name, kind);
      return value == null ? absent : value;
    }

    <X> X required(String name, Kind<X> kind) {
      X value = optional(name, kind);
      if (value == null) {
        throw new IllegalArgumentException("must contain objects with a " + name);
      }
      return value;
    }
  }

  private static void checkAddress(String text) {
    if (text.indexOf(':') < 0) {
      Kinds.IP4.read(TextNode.valueOf(text));
    } else {
      checkIpv6(text);
    }
  }

  private static void checkSubnet(String text) {
    if (text.indexOf(':') < 0) {
      Kinds.PREFIX.read(TextNode.valueOf(text));
      return;
    }
    String[] parts = text.split("/", -1);
    checkIpv6(parts[0]);
    if (parts.length > 2
        || parts.length == 2
            && (!parts[1].matches("[0-9]{1,3}") || Integer.parseInt(parts[1]) > 128)) {
      throw new IllegalArgumentException("must be an IP subnet, as in 198.51.100.0/24");
    }
  }

  private static void checkIpv6(String text) {
    try {
      Ip6.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be an IP address, as in 198.51.100.1", e);
    }
  }

  private static Map<String, Integer> protocols() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put("tcp", 6);
    numbers.put("udp", 17);
    numbers.put("icmp", 1);
    numbers.put("ipv6-icmp", 58);
    numbers.put("icmpv6", 58);
    numbers.put("ah", 51);
    numbers.put("dccp", 33);
    numbers.put("egp", 8);
    numbers.put("esp", 50);
    numbers.put("gre", 47);
    numbers.put("igmp", 2);
    numbers.put("ipip", 4);
    numbers.put("ipv6-encap", 41);
    numbers.put("ipv6-frag", 44);
    numbers.put("ipv6-nonxt", 59);
    numbers.put("ipv6-opts", 60);
    numbers.put("ipv6-route", 43);
    numbers.put("ospf", 89);
    numbers.put("pgm", 113);
    numbers.put("rsvp", 46);
    numbers.put("sctp", 132);
    numbers.put("udplite", 136);
    numbers.put("vrrp", 112);
    return numbers;
  }

  private static JsonNode writeProtocol(Integer number) {
    return PROTOCOLS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(number))
        .findFirst()
        .map(entry -> TextNode.valueOf(entry.getKey()))
        .orElseGet(() -> TextNode.valueOf(number.toString()));
  }

  private static Integer readProtocol(JsonNode node) {
    String text = node.isIntegralNumber() ? node.asText() : TEXT.read(node);
    String name = text.toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.equals("any") || name.equals("-1")) {
      return null;
    }
    Integer number = PROTOCOLS.get(name);
    if (number == null && name.matches("[0-9]{1,3}")) {
      number = Kinds.integer(0, 255).read(IntNode.valueOf(Integer.parseInt(name)));
    }
    if (number == null) {
      throw new IllegalArgumentException(
          "must be a number from 0 to 255 or one of " + String.join(", ", PROTOCOLS.keySet()));
    }
    return number;
  }
}
