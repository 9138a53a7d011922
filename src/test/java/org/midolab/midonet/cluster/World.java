package org.midolab.midonet.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates the objects that others refer to, each at its first use. */
final class World {

  private static final Pattern NAME = Pattern.compile("\\$([a-zA-Z0-9]+)");

  private final ClusterUnderTest cluster;
  private final ApiClient api;
  private final Map<String, String> ids = new HashMap<>();

  World(ClusterUnderTest cluster) {
    this.cluster = cluster;
    this.api = cluster.client();
  }

  /** Returns the text with ids instead of names. */
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
      case "port" -> made("/bridges/" + made("/bridges", "{}") + "/ports", "{'type': 'Bridge'}");
      case "bridgePort" -> made("/bridges/$bridge/ports", "{'type': 'Bridge'}");
      case "routerPort" ->
          made(
              "/routers/$router/ports",
              "{'type': 'Router', 'portAddress': '198.51.100.2',"
                  + " 'portSubnet': ['198.51.100.0/30']}");
      case "chain" -> made("/chains", "{}");
      case "group" -> made("/port_groups", "{}");
      case "addresses" -> made("/ip_addr_groups", "{'name': 'group'}");
      case "balancer" -> made("/load_balancers", "{}");
      case "pool" -> made("/load_balancers/$balancer/pools", "{'lbMethod': 'ROUND_ROBIN'}");
      case "monitor" -> made("/health_monitors", "{'type': 'TCP'}");
      case "mirror" -> made("/mirrors", "{'toPortId': '$port'}");
      case "policy" -> made("/qos_policies", "{}");
      case "trace" ->
          made(
              "/traces",
              "{'name': 't', 'deviceType': 'ROUTER', 'deviceId': '$router', 'condition': {}}");
      case "zone" -> made("/tunnel_zones", "{'name': '" + UUID.randomUUID() + "', 'type': 'gre'}");
      case "host" -> cluster.host("host" + UUID.randomUUID()).toString();
      case "agent" -> cluster.agent("host" + UUID.randomUUID()).toString();
      case "interface" -> "eth0";
      case "vlan" -> "7";
      case "four" -> "4";
      case "six" -> "6";
      case "tenant" -> "admin";
      case "template" -> "template" + UUID.randomUUID();
      case "mapped" -> {
        String host = id("host");
        done(api.post("/conf/template-mappings/" + host, "text/plain", "default"));
        yield host;
      }
      case "linked" -> {
        String linked = made("/bridges/$bridge/ports", "{'type': 'Bridge'}");
        done(api.post("/ports/" + linked + "/link", fill("{'peerId': '$routerPort'}")));
        yield linked;
      }
      case "member" -> {
        done(api.post(fill("/port_groups/$group/ports"), fill("{'portId': '$port'}")));
        yield id("port");
      }
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
      case "hostName" -> {
        String host = "host" + UUID.randomUUID();
        cluster.host(host);
        yield host;
      }
      default -> neutrons(name);
    };
  }

  private String neutrons(String name) {
    return switch (name) {
      case "new", "newRule" -> UUID.randomUUID().toString();
      case "neutronNetwork" -> posted("networks", "'name': 'net'");
      case "external" -> posted("networks", "'name': 'ext', 'router:external': true");
      case "neutronSubnet" ->
          posted(
              "subnets",
              "'network_id': '$neutronNetwork', 'cidr': '10.0.0.0/24', 'gateway_ip': '10.0.0.1'");
      case "externalSubnet" ->
          posted("subnets", "'network_id': '$external', 'cidr': '192.0.2.0/24'");
      case "interfacePort" -> port("$neutronNetwork", "$neutronSubnet", "10.0.0.1", "");
      case "machine" -> port("$neutronNetwork", "$neutronSubnet", "10.0.0.11", "compute:nova");
      case "gatewayPort" ->
          port("$external", "$externalSubnet", "192.0.2.2", "network:router_gateway");
      case "vipPort" -> port("$external", "$externalSubnet", "192.0.2.80", "neutron:LOADBALANCER");
      case "neutronRouter" -> posted("routers", "'name': 'router'");
      case "gatewayRouter" -> posted("routers", "'name': 'out', 'gw_port_id': '$gatewayPort'");
      case "securityGroup", "otherGroup" -> posted("security_groups", "'name': 'group'");
      case "neutronPool" -> posted("lb/pools", "'router_id': '$neutronRouter'");
      case "neutronMonitor" ->
          posted("lb/health_monitors", "'type': 'TCP', 'delay': 5, 'timeout': 3, 'max_retries': 2");
      case "attachedPort" -> {
        done(
            api.put(
                fill("/neutron/routers/$neutronRouter/add_router_interface"),
                fill("{'port_id': '$interfacePort'}")));
        yield id("interfacePort");
      }
      default -> throw new IllegalArgumentException("there is no object with the name " + name);
    };
  }

  private static void done(ApiClient.Answer answer) {
    if (answer.status() >= 300) {
      throw new AssertionError(answer.toString());
    }
  }

  private String port(String network, String subnet, String address, String owner) {
    return posted(
        "ports",
        "'network_id': '%s', 'mac_address': 'fa:16:3e:00:01:%02x', 'device_owner': '%s',"
                .formatted(network, ids.size() & 0xFF, owner)
            + " 'fixed_ips': [{'subnet_id': '%s', 'ip_address': '%s'}]".formatted(subnet, address));
  }

  /** Creates an object of Neutron with a new id. */
  private String posted(String collection, String properties) {
    String id = UUID.randomUUID().toString();
    done(api.post("/neutron/" + collection, fill("{'id': '%s', %s}".formatted(id, properties))));
    return id;
  }

  private String made(String path, String body) {
    return api.create(fill(path), fill(body)).get("id").asText();
  }
}
