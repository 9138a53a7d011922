package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.NeutronPlugin.id;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Host;

/**
 * Tests chapters 5 and 6 of the guide, with features/5.1-instances.feature: the plugin's requests
 * for these commands create the topology that a person would create by hand for the same traffic,
 * and beyond it only the objects listed here.
 */
class NeutronGuideTest {

  @RegisterExtension static final ClusterUnderTest BY_HAND = new ClusterUnderTest();
  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  @BeforeEach
  void hosts() {
    for (ClusterUnderTest each : List.of(BY_HAND, CLUSTER)) {
      for (String name : List.of("gateway1", "gateway2", "compute1")) {
        each.nsdb().topology().create(new Host(UUID.randomUUID(), name, 1));
      }
    }
  }

  private static void bind(ClusterUnderTest cluster, String port, String host, String name) {
    UUID hostId =
        cluster.nsdb().topology().list(Host.class).stream()
            .filter(each -> each.name().equals(host))
            .findFirst()
            .orElseThrow()
            .id();
    cluster
        .client()
        .create(
            "/hosts/" + hostId + "/ports",
            "{'portId': '%s', 'interfaceName': '%s'}".formatted(port, name));
  }

  @Test
  void theGuidesRequestsCreateTheTopologyThatIsMadeByHand() {
    byHand();
    guide();
    Map<String, List<String>> neutron = TopologyText.of(CLUSTER.nsdb());
    Map<String, List<String>> extra = new TreeMap<>(neutron);
    TopologyText.of(BY_HAND.nsdb())
        .forEach((section, lines) -> extra.put(section, without(section, neutron, lines)));
    assertThat(TopologyText.page(extra)).isEqualTo(BEYOND_THE_ONE_BY_HAND);
  }

  /** Returns the lines without these, each removed once and in this order. */
  private static List<String> without(
      String section, Map<String, List<String>> all, List<String> lines) {
    List<String> rest = new ArrayList<>();
    Iterator<String> wanted = lines.iterator();
    String next = wanted.hasNext() ? wanted.next() : null;
    for (String line : all.getOrDefault(section, List.of())) {
      if (line.equals(next)) {
        next = wanted.hasNext() ? wanted.next() : null;
      } else {
        rest.add(line);
      }
    }
    assertThat(next)
        .as("missing in section %s, which has\n%s", section, String.join("\n", rest))
        .isNull();
    return rest;
  }

  /**
   * Filters of ports, rules for dynamic SNAT, permanent MAC and ARP entries, and routes and port
   * groups of interfaces. The traffic does not need them if the instances trust each other.
   */
  private static final String BEYOND_THE_ONE_BY_HAND =
      """
      [address groups]
      default
      default 192.168.1.11 of tapvm1
      default 192.168.1.12 of tapvm2
      [arp]
      ext-net 192.0.2.1 is at MAC of Edge Router/192.0.2.1
      ext-net 192.0.2.2 is at MAC of Tenant Router/192.0.2.2
      tenant-net 192.168.1.1 is at MAC of Tenant Router/192.168.1.1
      [chain OS_PORT_tapvm1_ANTI_SPOOF]
      return if {dlType=2048, fragmentPolicy=HEADER, nwProto=17, tpDst={start=67, end=67}, tpSrc={start=68, end=68}}
      return if {dlSrc=02:00:c0:a8:01:01, fragmentPolicy=ANY, nwSrc=192.168.1.11/32}
      drop if {fragmentPolicy=ANY}
      [chain OS_PORT_tapvm1_INBOUND]
      jump OS_PORT_tapvm1_ANTI_SPOOF if {fragmentPolicy=ANY}
      accept if {fragmentPolicy=ANY, matchReturnFlow=true}
      jump OS_SG_default_EGRESS if {fragmentPolicy=ANY}
      drop if {dlType=2054, dlTypeInv=true, fragmentPolicy=ANY}
      [chain OS_PORT_tapvm1_OUTBOUND]
      accept if {fragmentPolicy=ANY, matchReturnFlow=true}
      jump OS_SG_default_INGRESS if {fragmentPolicy=ANY}
      drop if {dlType=2054, dlTypeInv=true, fragmentPolicy=ANY}
      [chain OS_PORT_tapvm2_ANTI_SPOOF]
      return if {dlType=2048, fragmentPolicy=HEADER, nwProto=17, tpDst={start=67, end=67}, tpSrc={start=68, end=68}}
      return if {dlSrc=02:00:c0:a8:01:02, fragmentPolicy=ANY, nwSrc=192.168.1.12/32}
      drop if {fragmentPolicy=ANY}
      [chain OS_PORT_tapvm2_INBOUND]
      jump OS_PORT_tapvm2_ANTI_SPOOF if {fragmentPolicy=ANY}
      accept if {fragmentPolicy=ANY, matchReturnFlow=true}
      jump OS_SG_default_EGRESS if {fragmentPolicy=ANY}
      drop if {dlType=2054, dlTypeInv=true, fragmentPolicy=ANY}
      [chain OS_PORT_tapvm2_OUTBOUND]
      accept if {fragmentPolicy=ANY, matchReturnFlow=true}
      jump OS_SG_default_INGRESS if {fragmentPolicy=ANY}
      drop if {dlType=2054, dlTypeInv=true, fragmentPolicy=ANY}
      [chain OS_POST_ROUTING_Edge Router]
      jump OS_SKIP_SNAT_Edge Router if {fragmentPolicy=ANY}
      jump OS_FLOAT_SNAT_EXACT_Edge Router if {fragmentPolicy=ANY}
      jump OS_FLOAT_SNAT_Edge Router if {fragmentPolicy=ANY}
      snat 192.0.2.1:1024-65535 then accept if {fragmentPolicy=UNFRAGMENTED, inPortIds=[Edge Router/192.0.2.1], matchForwardFlow=true, nwDst=169.254.169.254/32, nwDstInv=true, outPortIds=[Edge Router/192.0.2.1]}
      [chain OS_POST_ROUTING_Tenant Router]
      snat 192.0.2.2:1024-65535 then accept if {fragmentPolicy=UNFRAGMENTED, nwSrc=192.0.2.2/32, nwSrcInv=true, outPortIds=[Tenant Router/192.0.2.2]}
      snat 192.0.2.2:1024-65535 then accept if {fragmentPolicy=UNFRAGMENTED, matchNwDstRewritten=true}
      drop if {fragmentPolicy=ANY, nwSrc=192.0.2.2/32, nwSrcInv=true, outPortIds=[Tenant Router/192.0.2.2]}
      snat 192.168.1.1:1024-65535 then accept if {fragmentPolicy=UNFRAGMENTED, inPortIds=[Tenant Router/192.168.1.1], matchForwardFlow=true, nwDst=169.254.169.254/32, nwDstInv=true, outPortIds=[Tenant Router/192.168.1.1]}
      [chain OS_PRE_ROUTING_Edge Router]
      rev_snat then accept if {fragmentPolicy=ANY, inPortIds=[Edge Router/192.0.2.1], nwDst=192.0.2.1/32}
      [chain OS_PRE_ROUTING_Tenant Router]
      rev_snat then accept if {fragmentPolicy=ANY, nwDst=192.0.2.2/32}
      drop if {fragmentPolicy=ANY, nwDst=192.0.2.2/32, nwProto=1, nwProtoInv=true}
      rev_snat then accept if {fragmentPolicy=ANY, inPortIds=[Tenant Router/192.168.1.1], nwDst=192.168.1.1/32}
      [chain OS_SG_default_EGRESS]
      accept if {dlType=34525, fragmentPolicy=ANY}
      accept if {dlType=2048, fragmentPolicy=ANY}
      [chain OS_SG_default_INGRESS]
      accept if {dlType=34525, fragmentPolicy=ANY, ipAddrGroupSrcId=default}
      accept if {dlType=2048, fragmentPolicy=ANY, ipAddrGroupSrcId=default}
      [chain OS_SKIP_SNAT_Edge Router]
      accept if {conjunctionInv=true, fragmentPolicy=ANY, matchNwDstRewritten=true}
      [dhcp]
      ext-net 192.0.2.0/24 off server 192.0.2.1 gateway 192.0.2.1 dns [198.51.100.53]
      tenant-net 192.168.1.0/24 host 02:00:c0:a8:01:01 192.168.1.11
      tenant-net 192.168.1.0/24 host 02:00:c0:a8:01:02 192.168.1.12
      tenant-net 192.168.1.0/24 server 192.168.1.1 gateway 192.168.1.1 dns [198.51.100.53]
      [filters]
      tapvm1 in OS_PORT_tapvm1_INBOUND
      tapvm1 out OS_PORT_tapvm1_OUTBOUND
      tapvm2 in OS_PORT_tapvm2_INBOUND
      tapvm2 out OS_PORT_tapvm2_OUTBOUND
      [groups]
      OS_PORT_GROUP_ROUTER_INTF_Edge Router
      OS_PORT_GROUP_ROUTER_INTF_Tenant Router
      OS_PORT_GROUP_Tenant Router stateful
      [mac]
      ext-net MAC of Edge Router/192.0.2.1 behind link to Edge Router/192.0.2.1
      ext-net MAC of Tenant Router/192.0.2.2 behind link to Tenant Router/192.0.2.2
      tenant-net 02:00:c0:a8:01:01 behind tapvm1
      tenant-net 02:00:c0:a8:01:02 behind tapvm2
      tenant-net MAC of Tenant Router/192.168.1.1 behind link to Tenant Router/192.168.1.1
      [members]
      Edge Router/192.0.2.1 in OS_PORT_GROUP_ROUTER_INTF_Edge Router
      Tenant Router/192.168.1.1 in OS_PORT_GROUP_ROUTER_INTF_Tenant Router
      [routes]
      Edge Router PORT 0.0.0.0/0 to 198.51.100.0/30 via null out of Edge Router/198.51.100.2 weight 100
      Edge Router PORT 0.0.0.0/0 to 203.0.113.0/30 via null out of Edge Router/203.0.113.2 weight 100
      """;

  /** Devices, links, routes, chains, rules, groups and bindings, as typed in midonet-cli. */
  private static void byHand() {
    ByHand lab = new ByHand(BY_HAND.client());
    ObjectNode ext = lab.create("/bridges", "{'name': 'ext-net'}");
    ObjectNode tenant = lab.create("/routers", "{'name': 'Tenant Router'}");
    String pre = lab.chain("OS_PRE_ROUTING_", tenant);
    String post = lab.chain("OS_POST_ROUTING_", tenant);
    String forward = lab.chain("OS_FORWARD_", tenant);
    String skip = lab.chain("OS_SKIP_SNAT_", tenant);
    String exact = lab.chain("OS_FLOAT_SNAT_EXACT_", tenant);
    String floating = lab.chain("OS_FLOAT_SNAT_", tenant);
    tenant.put("inboundFilterId", pre).put("outboundFilterId", post);
    tenant.put("forwardChainId", forward);
    assertThat(BY_HAND.client().put(tenant.get("uri").asText(), tenant).status()).isEqualTo(204);
    lab.rule(post, 1, "'type': 'jump', 'jumpChainId': '" + skip + "'");
    lab.rule(post, 2, "'type': 'jump', 'jumpChainId': '" + exact + "'");
    lab.rule(post, 3, "'type': 'jump', 'jumpChainId': '" + floating + "'");
    ObjectNode net = lab.create("/bridges", "{'name': 'tenant-net'}");
    ObjectNode inside = lab.linked(tenant, "192.168.1.1", "192.168.1.0", net);
    lab.route(tenant, inside, "192.168.1.0", 24, null);
    ObjectNode edge = lab.create("/routers", "{'name': 'Edge Router'}");
    ObjectNode edgeExt = lab.linked(edge, "192.0.2.1", "192.0.2.0", ext);
    lab.route(edge, edgeExt, "192.0.2.0", 24, null);
    ObjectNode gateway = lab.linked(tenant, "192.0.2.2", "192.0.2.0", ext);
    lab.route(tenant, gateway, "0.0.0.0", 0, "192.0.2.1");
    String out = "'outPorts': ['" + id(gateway) + "']";
    lab.rule(skip, 1, "'type': 'return', " + out);
    lab.rule(skip, 2, "'type': 'accept', 'inPorts': ['" + id(gateway) + "']");
    lab.rule(skip, 3, "'type': 'accept', 'condInvert': true, 'matchNwDstRewritten': true");
    for (int vm = 1; vm <= 2; vm++) {
      ObjectNode port = lab.create("/bridges/" + id(net) + "/ports", "{'type': 'Bridge'}");
      lab.arp(net, "192.168.1.1" + vm, "02:00:c0:a8:01:0" + vm);
      bind(BY_HAND, id(port), "compute1", "tapvm" + vm);
      String fixed = "192.168.1.1" + vm;
      String outside = "192.0.2.1" + vm;
      lab.arp(ext, outside, gateway.get("portMac").asText());
      lab.nat(pre, vm, "dnat", "'nwDstAddress': '" + outside + "', 'nwDstLength': 32", fixed);
      String src = "'nwSrcAddress': '" + fixed + "', 'nwSrcLength': 32";
      lab.nat(exact, vm, "snat", src + ", " + out, outside);
      lab.nat(floating, vm, "snat", src, outside);
    }
    ObjectNode uplink1 = lab.routerPort(edge, "198.51.100.2", "198.51.100.0", 30);
    ObjectNode uplink2 = lab.routerPort(edge, "203.0.113.2", "203.0.113.0", 30);
    bind(BY_HAND, id(uplink1), "gateway1", "eth1");
    bind(BY_HAND, id(uplink2), "gateway2", "eth1");
    ObjectNode group =
        lab.create("/port_groups", "{'name': 'OS_PORT_GROUP_" + id(edge) + "', 'stateful': true}");
    for (ObjectNode uplink : List.of(uplink1, uplink2)) {
      lab.create("/port_groups/" + id(group) + "/ports", "{'portId': '" + id(uplink) + "'}");
    }
  }

  /** Requests of midonet-cli. */
  private record ByHand(ApiClient api) {

    ObjectNode create(String path, String json) {
      return api.create(path, json);
    }

    String chain(String name, ObjectNode router) {
      return id(create("/chains", "{'name': '" + name + id(router) + "'}"));
    }

    void rule(String chain, int position, String rest) {
      create("/chains/" + chain + "/rules", "{'position': " + position + ", " + rest + "}");
    }

    void nat(String chain, int position, String type, String condition, String target) {
      rule(
          chain,
          position,
          "'type': '%s', %s, 'flowAction': 'accept', 'natTargets': [{'addressFrom': '%s'}]"
              .formatted(type, condition, target));
    }

    ObjectNode routerPort(ObjectNode router, String address, String network, int length) {
      return create(
          "/routers/" + id(router) + "/ports",
          "{'type': 'Router', 'portAddress': '%s', 'portSubnet': ['%s/%d']}"
              .formatted(address, network, length));
    }

    ObjectNode linked(ObjectNode router, String address, String network, ObjectNode bridge) {
      ObjectNode port = routerPort(router, address, network, 24);
      create(
          "/bridges/" + id(bridge) + "/ports", "{'type': 'Bridge', 'peerId': '" + id(port) + "'}");
      return port;
    }

    void route(ObjectNode router, ObjectNode port, String to, int length, String via) {
      create(
          "/routers/" + id(router) + "/routes",
          ("{'type': 'Normal', 'srcNetworkAddr': '0.0.0.0', 'srcNetworkLength': 0,"
                  + " 'dstNetworkAddr': '%s', 'dstNetworkLength': %d, 'nextHopPort': '%s',"
                  + " 'nextHopGateway': %s, 'weight': 100}")
              .formatted(to, length, id(port), via == null ? "null" : "'" + via + "'"));
    }

    void arp(ObjectNode bridge, String ip, String mac) {
      create("/bridges/" + id(bridge) + "/arp_table", "{'ip': '" + ip + "', 'mac': '" + mac + "'}");
    }
  }

  /** Chapters 5 and 6, and the instances: the plugin's requests for each command. */
  private static void guide() {
    NeutronPlugin neutron = new NeutronPlugin(CLUSTER.client());
    ObjectNode group = neutron.defaultGroup();
    ObjectNode ext = neutron.network("ext-net", true, "midonet");
    ObjectNode extSubnet = neutron.subnet(ext, "192.0.2.0/24", "192.0.2.1", false);
    ObjectNode edge = neutron.router("Edge Router");
    neutron.addInterface(edge, ext, extSubnet, "192.0.2.1");
    int gateway = 1;
    for (String[] uplink :
        new String[][] {
          {"198.51.100.0/30", "198.51.100.1", "198.51.100.2"},
          {"203.0.113.0/30", "203.0.113.1", "203.0.113.2"}
        }) {
      ObjectNode net = neutron.network("uplink" + gateway, false, "uplink");
      ObjectNode subnet = neutron.subnet(net, uplink[0], uplink[1], false);
      ObjectNode port = neutron.port(net, subnet, uplink[2], "");
      neutron.post("ports", port);
      neutron.bind(port, "gateway" + gateway++, "eth1");
      neutron.attach(edge, port);
    }
    ObjectNode net = neutron.network("tenant-net");
    ObjectNode subnet = neutron.subnet(net, "192.168.1.0/24", "192.168.1.1", true);
    ObjectNode tenant = neutron.router("Tenant Router");
    neutron.addInterface(tenant, net, subnet, "192.168.1.1");
    neutron.setGateway(tenant, ext, extSubnet, "192.0.2.2", true);
    for (int vm = 1; vm <= 2; vm++) {
      ObjectNode port =
          neutron.port(net, subnet, "192.168.1.1" + vm, "compute:nova", "02:00:c0:a8:01:0" + vm);
      port.putArray("security_groups").add(id(group));
      neutron.post("ports", port);
      neutron.bind(port, "compute1", null);
      bind(CLUSTER, id(port), "compute1", "tapvm" + vm);
      ObjectNode floating = neutron.floatingIp(ext, extSubnet, "192.0.2.1" + vm);
      neutron.associate(floating, tenant, port);
    }
  }
}
