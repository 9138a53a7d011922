package org.midolab.midonet.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the objects that others need, each when it is first named. */
final class World {

  private static final Pattern NAME = Pattern.compile("\\$([a-zA-Z0-9]+)");

  private final ClusterUnderTest cluster;
  private final ApiClient api;
  private final Map<String, String> ids = new HashMap<>();

  World(ClusterUnderTest cluster) {
    this.cluster = cluster;
    this.api = cluster.client();
  }

  /** The text with ids in place of the names. */
  String fill(String text) {
    if (text == null) {
      return null;
    }
    Matcher matcher = NAME.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(filled, id(matcher.group(1)));
    }
    return matcher.appendTail(filled).toString();
  }

  String id(String name) {
    String known = ids.get(name);
    if (known == null) {
      known = make(name);
      ids.put(name, known);
    }
    return known;
  }

  private String make(String name) {
    return switch (name) {
      case "bridge" -> made("/bridges", "{}");
      case "router" -> made("/routers", "{}");
      case "port" -> made("/bridges/" + made("/bridges", "{}") + "/ports", "{}");
      case "bridgePort" -> made("/bridges/$bridge/ports", "{}");
      case "routerPort" ->
          made(
              "/routers/$router/ports",
              "{'portAddress': '198.51.100.2', 'portSubnet': ['198.51.100.0/30']}");
      case "chain" -> made("/chains", "{}");
      case "group" -> made("/port_groups", "{}");
      case "addresses" -> made("/ip_addr_groups", "{}");
      case "balancer" -> made("/load_balancers", "{}");
      case "pool" -> made("/load_balancers/$balancer/pools", "{}");
      case "monitor" -> made("/health_monitors", "{}");
      case "mirror" -> made("/mirrors", "{'toPortId': '$port'}");
      case "policy" -> made("/qos_policies", "{}");
      case "trace" ->
          made("/traces", "{'name': 't', 'deviceType': 'ROUTER', 'deviceId': '$router'}");
      case "zone" -> made("/tunnel_zones", "{'name': '" + UUID.randomUUID() + "', 'type': 'gre'}");
      case "host" -> cluster.host("host" + UUID.randomUUID()).toString();
      case "name", "other" -> "named" + UUID.randomUUID();
      case "subnet" -> {
        api.create(
            fill("/bridges/$bridge/dhcp"), "{'subnetPrefix': '10.0.0.0', 'subnetLength': 24}");
        yield "10.0.0.0_24";
      }
      case "subnet6" -> {
        api.create(fill("/bridges/$bridge/dhcpV6"), "{'prefix': '2001:db8::', 'prefixLength': 64}");
        yield "2001:db8::_64";
      }
      default -> throw new IllegalArgumentException("nothing is called " + name);
    };
  }

  private String made(String path, String body) {
    return api.create(fill(path), fill(body)).get("id").asText();
  }
}
