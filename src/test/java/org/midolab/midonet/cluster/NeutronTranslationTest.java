package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.NeutronPlugin.id;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * Tests the translation of each of Neutron's objects: create, update and delete (docs:
 * contract.md#neutron-translation).
 */
class NeutronTranslationTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final NeutronPlugin neutron = new NeutronPlugin(api);

  @BeforeEach
  void hosts() {
    for (String name : List.of("compute1", "compute2")) {
      NeutronScene.host(CLUSTER, name);
    }
  }

  @AfterEach
  void nothingIsLeft() {
    NeutronCleaner.clean(CLUSTER);
  }

  private static List<String> section(String name) {
    return TopologyText.of(CLUSTER.nsdb()).getOrDefault(name, List.of());
  }

  /** Returns the rules of a port's chain, with names instead of ids of ports and groups. */
  private List<String> portChain(ObjectNode port, String which) {
    return section("chain OS_PORT_" + portName(port) + "_" + which);
  }

  private String portName(ObjectNode port) {
    JsonNode bound = api.get("/ports/" + id(port)).json().get("interfaceName");
    return bound.isNull() ? id(port) : bound.asText();
  }

  @Test
  void aNetworksNameAndStateAreUpdated() {
    ObjectNode net = neutron.network("net");
    net.put("name", "renamed").put("admin_state_up", false);
    neutron.put("networks", net);
    assertThat(section("bridges")).containsExactly("renamed down");
    ObjectNode uplink = neutron.network("up", false, "uplink");
    ObjectNode subnet = neutron.subnet(uplink, "198.51.100.0/30", "198.51.100.1", false);
    neutron.post("ports", neutron.port(uplink, subnet, "198.51.100.2", ""));
    assertThat(section("bridges")).containsExactly("renamed down");
    assertThat(section("ports")).isEmpty();
    assertThat(section("dhcp")).isEmpty();
  }

  @Test
  void aSubnetIsTranslatedToDhcp() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    String host = "net 10.0.0.0/24 host " + scene.machine.get("mac_address").asText();
    assertThat(section("dhcp"))
        .containsExactly(
            "ext 192.0.2.0/24 off server 192.0.2.1 gateway 192.0.2.1 dns [198.51.100.53]",
            host + " 10.0.0.11",
            "net 10.0.0.0/24 route 169.254.169.254/32 via 10.0.0.2",
            "net 10.0.0.0/24 server 10.0.0.2 gateway 10.0.0.1 dns [198.51.100.53]");
    scene.subnet.putArray("dns_nameservers").add("2001:db8::53");
    scene
        .subnet
        .putArray("host_routes")
        .addObject()
        .put("destination", "10.9.0.0/16")
        .put("nexthop", "10.0.0.9");
    neutron.put("subnets", scene.subnet);
    neutron.delete("ports", scene.dhcp);
    assertThat(section("dhcp"))
        .contains(
            host + " 10.0.0.11",
            "net 10.0.0.0/24 route 10.9.0.0/16 via 10.0.0.9",
            "net 10.0.0.0/24 server 10.0.0.1 gateway 10.0.0.1 dns []")
        .noneMatch(line -> line.contains("169.254.169.254"));
    assertThat(section("routes")).noneMatch(line -> line.contains("169.254.169.254"));
    neutron.delete("ports", scene.machine);
    assertThat(section("dhcp")).noneMatch(line -> line.contains(" host "));
  }

  @Test
  void aPortMayBeBoundAfterItsCreation() {
    ObjectNode net = neutron.network("net");
    ObjectNode subnet = neutron.subnet(net, "10.0.0.0/24", "10.0.0.1", true);
    ObjectNode port = neutron.port(net, subnet, "10.0.0.5", "compute:nova");
    neutron.post("ports", port);
    assertThat(api.get("/ports/" + id(port)).json().get("hostId").isNull()).isTrue();
    port.put("binding:host_id", "compute1");
    port.putObject("binding:profile").put("interface_name", "eth7");
    neutron.put("ports", port);
    assertThat(section("ports")).noneMatch(line -> line.contains("bound"));
    port.put("binding:vif_type", "midonet");
    neutron.put("ports", port);
    neutron.put("ports", port);
    assertThat(section("ports")).contains("eth7 bound compute1 eth7");
    port.put("binding:host_id", "compute2");
    neutron.put("ports", port);
    assertThat(section("ports")).contains("eth7 bound compute2 eth7");
    JsonNode moved = api.get("/ports/" + id(port)).json();
    assertThat(moved.get("hostId").asText())
        .isEqualTo(NeutronScene.host(CLUSTER, "compute2").id().toString());

    ObjectNode other = neutron.port(net, subnet, "10.0.0.6", "compute:nova");
    neutron.post("ports", other);
    other.put("binding:host_id", "compute2").put("binding:vif_type", "midonet");
    other.putObject("binding:profile").put("interface_name", "eth7");
    Map<String, List<String>> before = TopologyText.of(CLUSTER.nsdb());
    assertThat(api.put("/neutron/ports/" + id(other), other).status()).isEqualTo(409);
    other.put("binding:host_id", "nowhere");
    Answer nowhere = api.put("/neutron/ports/" + id(other), other);
    assertThat(nowhere.status()).isEqualTo(400);
    assertThat(nowhere.json().get("message").asText()).contains("'nowhere'");
    assertThat(TopologyText.of(CLUSTER.nsdb())).isEqualTo(before);
    assertThat(api.get("/neutron/ports/" + id(other)).json().get("binding:host_id").isNull())
        .isTrue();

    port.put("binding:vif_type", "unbound");
    neutron.put("ports", port);
    assertThat(section("ports")).noneMatch(line -> line.contains("bound"));
  }

  /**
   * MidoNet 5's overlay is IPv4 only (docs: contract.md#neutron-translation): of IPv6 only the
   * filters of ports are translated.
   */
  @Test
  void ipv6IsFilteredAndElseOnlyStored() {
    ObjectNode net = neutron.network("net");
    ObjectNode subnet = neutron.subnet(net, "10.0.0.0/24", "10.0.0.1", true);
    ObjectNode port = neutron.port(net, subnet, "10.0.0.5", "compute:nova");
    neutron.post("ports", port);
    Map<String, List<String>> before = TopologyText.of(CLUSTER.nsdb());
    ObjectNode six = subnet.deepCopy().put("id", UUID.randomUUID().toString());
    six.put("ip_version", 6).put("cidr", "2001:db8::/64").put("gateway_ip", "2001:db8::1");
    six.put("ipv6_ra_mode", "slaac").putArray("allocation_pools");
    six.putArray("dns_nameservers").add("2001:db8::53");
    neutron.post("subnets", six);
    port.withArray("fixed_ips")
        .addObject()
        .put("subnet_id", id(six))
        .put("ip_address", "2001:db8::5");
    assertThat(TopologyText.of(CLUSTER.nsdb())).isEqualTo(before);
    neutron.put("ports", port);
    String page = TopologyText.page(TopologyText.of(CLUSTER.nsdb()));
    assertThat(page)
        .as("its address and its link-local one may send, and neighbours may be found")
        .contains("nw6Src=2001:db8::5/128", "nw6Src=fe80::", "nw6Src=::/128")
        .contains("nwProto=58, tpSrc={start=135, end=136}")
        .contains("drop if {dlType=34525, fragmentPolicy=HEADER, nwProto=58, tpSrc={start=134");
    assertThat(api.get("/bridges/" + id(net) + "/dhcpV6").json()).isEmpty();
    JsonNode read = api.get("/neutron/ports/" + id(port)).json();
    assertThat(read.get("fixed_ips")).isEqualTo(port.get("fixed_ips"));
    assertThat(api.get("/neutron/subnets/" + id(six)).json().get("cidr").asText())
        .isEqualTo("2001:db8::/64");
    neutron.put("subnets", six.put("name", "six"));
    port.withArray("fixed_ips").remove(1);
    neutron.put("ports", port);
    neutron.delete("subnets", six);
    assertThat(TopologyText.of(CLUSTER.nsdb())).isEqualTo(before);
  }

  @Test
  void aPortsTableEntriesAreUpdated() {
    ObjectNode net = neutron.network("net");
    ObjectNode subnet = neutron.subnet(net, "10.0.0.0/24", "10.0.0.1", true);
    ObjectNode port = neutron.port(net, subnet, "10.0.0.5", "compute:nova", "02:00:00:00:00:01");
    ((ArrayNode) port.get("fixed_ips"))
        .addObject()
        .put("subnet_id", id(subnet))
        .put("ip_address", "10.0.0.6");
    neutron.post("ports", port);
    assertThat(section("arp"))
        .containsExactly(
            "net 10.0.0.5 is at 02:00:00:00:00:01", "net 10.0.0.6 is at 02:00:00:00:00:01");
    port.put("mac_address", "02:00:00:00:00:02");
    ((ArrayNode) port.get("fixed_ips")).remove(0);
    neutron.put("ports", port);
    assertThat(section("arp")).containsExactly("net 10.0.0.6 is at 02:00:00:00:00:02");
    assertThat(section("mac")).containsExactly("net 02:00:00:00:00:02 behind " + id(port));
    assertThat(section("dhcp"))
        .contains("net 10.0.0.0/24 host 02:00:00:00:00:02 10.0.0.6")
        .noneMatch(line -> line.contains("10.0.0.5"));
    neutron.delete("ports", port);
    assertThat(section("arp")).isEmpty();
    assertThat(section("mac")).isEmpty();
  }

  @Test
  void filterRulesOfAnInstanceHaveThisOrder() {
    ObjectNode first = neutron.defaultGroup();
    ObjectNode second = neutron.defaultGroup();
    second.put("name", "second");
    neutron.put("security_groups", second);
    ObjectNode net = neutron.network("net");
    ObjectNode subnet = neutron.subnet(net, "10.0.0.0/24", "10.0.0.1", true);
    ObjectNode port = neutron.port(net, subnet, "10.0.0.5", "compute:nova", "02:00:00:00:00:01");
    port.putArray("security_groups").add(id(first));
    ArrayNode pairs = port.putArray("allowed_address_pairs");
    pairs.addObject().put("ip_address", "10.0.0.100");
    pairs.addObject().put("ip_address", "10.1.0.0/16").put("mac_address", "02:00:00:00:00:09");
    pairs.addObject().put("ip_address", "2001:db8::1");
    neutron.post("ports", port);
    String from = "OS_PORT_" + id(port) + "_ANTI_SPOOF";
    String returning = "accept if {fragmentPolicy=ANY, matchReturnFlow=true}";
    String allButArp = "drop if {dlType=2054, dlTypeInv=true, fragmentPolicy=ANY}";
    assertThat(withoutIpv6(portChain(port, "INBOUND")))
        .containsExactly(
            "jump " + from + " if {fragmentPolicy=ANY}",
            returning,
            "jump OS_SG_default_EGRESS if {fragmentPolicy=ANY}",
            allButArp);
    assertThat(withoutIpv6(portChain(port, "OUTBOUND")))
        .containsExactly(
            returning, "jump OS_SG_default_INGRESS if {fragmentPolicy=ANY}", allButArp);
    assertThat(withoutIpv6(portChain(port, "ANTI_SPOOF")))
        .containsExactly(
            "return if {dlType=2048, fragmentPolicy=HEADER, nwProto=17,"
                + " tpDst={start=67, end=67}, tpSrc={start=68, end=68}}",
            "return if {dlSrc=02:00:00:00:00:01, fragmentPolicy=ANY, nwSrc=10.0.0.5/32}",
            "return if {dlSrc=02:00:00:00:00:01, fragmentPolicy=ANY, nwSrc=10.0.0.100/32}",
            "return if {dlSrc=02:00:00:00:00:09, fragmentPolicy=ANY, nwSrc=10.1.0.0/16}",
            "drop if {fragmentPolicy=ANY}");
    String fromMac = "return if {dlSrc=02:00:00:00:00:01, dlType=34525, ";
    String unspecified = "fragmentPolicy=HEADER, nw6Src=::/128, nwProto=58, tpSrc={start=";
    assertThat(portChain(port, "ANTI_SPOOF").subList(4, 9))
        .containsExactly(
            fromMac + unspecified + "131, end=131}}",
            fromMac + unspecified + "135, end=135}}",
            fromMac + unspecified + "143, end=143}}",
            fromMac + "fragmentPolicy=ANY, nw6Src=fe80::ff:fe00:1/128}",
            fromMac + "fragmentPolicy=ANY, nw6Src=2001:db8::1/128}");
    String icmp6 = "if {dlType=34525, fragmentPolicy=HEADER, nwProto=58, tpSrc={start=";
    assertThat(portChain(port, "INBOUND"))
        .contains(
            "drop " + icmp6 + "134, end=134}}",
            "accept " + icmp6 + "130, end=133}}",
            "accept " + icmp6 + "135, end=136}}");
    assertThat(portChain(port, "OUTBOUND")).contains("accept " + icmp6 + "134, end=136}}");

    ((ArrayNode) port.get("security_groups")).insert(0, id(second));
    neutron.put("ports", port);
    assertThat(withoutIpv6(portChain(port, "OUTBOUND")))
        .containsExactly(
            returning,
            "jump OS_SG_second_INGRESS if {fragmentPolicy=ANY}",
            "jump OS_SG_default_INGRESS if {fragmentPolicy=ANY}",
            allButArp);
    neutron.delete("security_groups", second);
    assertThat(withoutIpv6(portChain(port, "OUTBOUND"))).hasSize(3);

    port.putArray("security_groups");
    port.put("port_security_enabled", false);
    neutron.put("ports", port);
    assertThat(section("filters")).hasSize(2);
    for (String chain : List.of("INBOUND", "OUTBOUND", "ANTI_SPOOF")) {
      assertThat(portChain(port, chain)).isEmpty();
    }
    port.put("device_owner", "network:dhcp");
    neutron.put("ports", port);
    assertThat(section("filters")).isEmpty();
  }

  private static List<String> withoutIpv6(List<String> rules) {
    return rules.stream().filter(rule -> !rule.contains("dlType=34525")).toList();
  }

  @Test
  void rulesOfIpv6HaveTheirProtocolAndPrefix() {
    ObjectNode group = neutron.defaultGroup();
    ObjectNode https = neutron.rule(group, "ingress", "IPv6");
    https.put("protocol", "tcp").put("port_range_min", 443).put("port_range_max", 443);
    https.put("remote_ip_prefix", "2001:db8::/32");
    neutron.post("security_group_rules", https);
    ObjectNode ping = neutron.rule(group, "egress", "IPv6");
    ping.put("protocol", "icmp").put("port_range_min", 128);
    neutron.post("security_group_rules", ping);
    Map<String, List<String>> chains = chainsOf(group);
    assertThat(chains.get("ingress").subList(0, 2))
        .containsExactly(
            "{dlType=34525, fragmentPolicy=HEADER, nw6Src=2001:db8::/32, nwProto=6,"
                + " tpDst={start=443, end=443}}",
            "{dlType=34525, fragmentPolicy=NONHEADER, nw6Src=2001:db8::/32, nwProto=6}");
    assertThat(chains.get("egress").getFirst())
        .isEqualTo("{dlType=34525, fragmentPolicy=HEADER, nwProto=58, tpSrc={start=128, end=128}}");
  }

  @Test
  void rulesOfASecurityGroupAreOrderedNewestFirst() {
    ObjectNode group = neutron.defaultGroup();
    ObjectNode other = neutron.defaultGroup();
    String ingress = "chain OS_SG_default_INGRESS";
    int first = section(ingress).size();
    assertThat(first).isEqualTo(2);
    ObjectNode ssh = neutron.rule(group, "ingress", "IPv4");
    ssh.put("protocol", "tcp").put("port_range_min", 22).put("port_range_max", 23);
    ssh.put("remote_ip_prefix", "203.0.113.0/24");
    neutron.post("security_group_rules", ssh);
    ObjectNode ping = neutron.rule(group, "ingress", "IPv4");
    ping.put("protocol", "icmp").put("port_range_min", 8).put("port_range_max", 0);
    neutron.post("security_group_rules", ping);
    ObjectNode gre = neutron.rule(group, "egress", "IPv4");
    gre.put("protocol", "47").put("remote_group_id", id(other));
    neutron.post("security_group_rules", gre);
    Map<String, List<String>> chains = chainsOf(group);
    assertThat(chains.get("ingress").subList(0, 4))
        .containsExactly(
            "{dlType=2048, fragmentPolicy=HEADER, nwProto=1, tpDst={start=0, end=0},"
                + " tpSrc={start=8, end=8}}",
            "{dlType=2048, fragmentPolicy=NONHEADER, nwProto=1}",
            "{dlType=2048, fragmentPolicy=HEADER, nwProto=6, nwSrc=203.0.113.0/24,"
                + " tpDst={start=22, end=23}}",
            "{dlType=2048, fragmentPolicy=NONHEADER, nwProto=6, nwSrc=203.0.113.0/24}");
    assertThat(chains.get("egress").getFirst())
        .isEqualTo("{dlType=2048, fragmentPolicy=ANY, ipAddrGroupDstId=default, nwProto=47}");
    JsonNode read = api.get("/neutron/security_groups/" + id(group)).json();
    assertThat(read.get("security_group_rules")).hasSize(7);

    neutron.delete("security_groups", other);
    assertThat(api.get("/neutron/security_group_rules/" + id(gre)).status()).isEqualTo(404);
    neutron.delete("security_group_rules", ssh);
    chains = chainsOf(group);
    assertThat(chains.get("ingress")).hasSize(4).noneMatch(line -> line.contains("nwProto=6"));
    assertThat(chains.get("egress")).hasSize(2);
  }

  /** Returns the conditions of a group's accepting rules. */
  private Map<String, List<String>> chainsOf(ObjectNode group) {
    Map<String, List<String>> chains = new HashMap<>();
    for (JsonNode chain : api.get("/chains").json()) {
      String prefix = "OS_SG_" + id(group) + "_";
      if (chain.get("name").asText().startsWith(prefix)) {
        List<String> conditions = new ArrayList<>();
        UUID chainId = UUID.fromString(chain.get("id").asText());
        TopologyText.chain(CLUSTER.nsdb(), chainId)
            .forEach(
                line -> {
                  assertThat(line).startsWith("accept if ");
                  conditions.add(line.substring("accept if ".length()));
                });
        chains.put(chain.get("name").asText().substring(prefix.length()).toLowerCase(), conditions);
      }
    }
    return chains;
  }

  @Test
  void aGroupContainsTheAddressesOfItsPorts() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    String entry = "default 10.0.0.11 of " + id(scene.machine);
    assertThat(section("address groups")).containsExactly("default", entry);
    scene.machine.putArray("security_groups");
    neutron.put("ports", scene.machine);
    assertThat(section("address groups")).containsExactly("default");
    scene.machine.putArray("security_groups").add(id(scene.group));
    neutron.put("ports", scene.machine);
    assertThat(section("address groups")).containsExactly("default", entry);
  }

  @Test
  void aGatewayIsSetAndRemoved() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    Map<String, List<String>> whole = TopologyText.of(CLUSTER.nsdb());
    neutron.disassociate(scene.floating);
    Map<String, List<String>> with = TopologyText.of(CLUSTER.nsdb());
    assertThat(with.get("chain OS_PRE_ROUTING_router"))
        .containsExactly(
            "rev_snat then accept if {fragmentPolicy=ANY, nwDst=192.0.2.2/32}",
            "drop if {fragmentPolicy=ANY, nwDst=192.0.2.2/32, nwProto=1, nwProtoInv=true}",
            "rev_snat then accept if {fragmentPolicy=ANY, inPortIds=[router/10.0.0.1],"
                + " nwDst=10.0.0.1/32}");
    assertThat(with.get("chain OS_POST_ROUTING_router"))
        .containsExactly(
            "jump OS_SKIP_SNAT_router if {fragmentPolicy=ANY}",
            "jump OS_FLOAT_SNAT_EXACT_router if {fragmentPolicy=ANY}",
            "jump OS_FLOAT_SNAT_router if {fragmentPolicy=ANY}",
            "snat 192.0.2.2:1024-65535 then accept if {fragmentPolicy=UNFRAGMENTED,"
                + " nwSrc=192.0.2.2/32, nwSrcInv=true, outPortIds=[router/192.0.2.2]}",
            "snat 192.0.2.2:1024-65535 then accept if {fragmentPolicy=UNFRAGMENTED,"
                + " matchNwDstRewritten=true}",
            "drop if {fragmentPolicy=ANY, nwSrc=192.0.2.2/32, nwSrcInv=true,"
                + " outPortIds=[router/192.0.2.2]}",
            "snat 10.0.0.1:1024-65535 then accept if {fragmentPolicy=UNFRAGMENTED,"
                + " inPortIds=[router/10.0.0.1], matchForwardFlow=true, nwDst=169.254.169.254/32, nwDstInv=true,"
                + " outPortIds=[router/10.0.0.1]}");
    assertThat(with.get("routes"))
        .containsExactly(
            "router LOCAL 0.0.0.0/0 to 10.0.0.1/32 via null out of router/10.0.0.1 weight 0",
            "router LOCAL 0.0.0.0/0 to 192.0.2.2/32 via null out of router/192.0.2.2 weight 0",
            "router PORT 0.0.0.0/0 to 0.0.0.0/0 via 192.0.2.1 out of router/192.0.2.2 weight 100",
            "router PORT 0.0.0.0/0 to 10.0.0.0/24 via null out of router/10.0.0.1 weight 100",
            "router PORT 10.0.0.0/24 to 169.254.169.254/32 via 10.0.0.2 out of router/10.0.0.1"
                + " weight 100");
    ((ObjectNode) scene.router.get("external_gateway_info")).put("enable_snat", false);
    neutron.put("routers", scene.router);
    assertThat(section("chain OS_PRE_ROUTING_router")).hasSize(1);
    assertThat(section("chain OS_POST_ROUTING_router")).hasSize(4);
    assertThat(section("chain OS_SKIP_SNAT_router")).hasSize(3);
    neutron.clearGateway(scene.router, scene.gateway);
    assertThat(section("chain OS_SKIP_SNAT_router"))
        .containsExactly(
            "accept if {conjunctionInv=true, fragmentPolicy=ANY, matchNwDstRewritten=true}");
    assertThat(section("routes")).hasSize(3).noneMatch(line -> line.contains("192.0.2"));
    assertThat(section("ports")).noneMatch(line -> line.contains("192.0.2"));

    ObjectNode again =
        neutron.post(
            "ports",
            neutron.port(
                scene.ext,
                scene.extSubnet,
                "192.0.2.2",
                "network:router_gateway",
                scene.gateway.get("mac_address").asText()));
    scene.router.put("gw_port_id", id(again));
    scene
        .router
        .putObject("external_gateway_info")
        .put("network_id", id(scene.ext))
        .put("enable_snat", true);
    neutron.put("routers", scene.router);
    assertThat(TopologyText.of(CLUSTER.nsdb())).isEqualTo(with);
    neutron.associate(scene.floating, scene.router, scene.machine);
    assertThat(TopologyText.of(CLUSTER.nsdb())).isEqualTo(whole);
    scene.extSubnet.put("gateway_ip", "192.0.2.254");
    neutron.put("subnets", scene.extSubnet);
    assertThat(section("routes"))
        .contains(
            "router PORT 0.0.0.0/0 to 0.0.0.0/0 via 192.0.2.254 out of router/192.0.2.2"
                + " weight 100")
        .noneMatch(line -> line.contains("via 192.0.2.1 "));
  }

  @Test
  void aFloatingIpIsAssociatedMovedAndDisassociated() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    String arp = "ext 192.0.2.11 is at MAC of router/192.0.2.2";
    assertThat(section("arp")).contains(arp);
    assertThat(section("chain OS_PRE_ROUTING_router").getFirst())
        .isEqualTo("dnat 10.0.0.11 then accept if {fragmentPolicy=ANY, nwDst=192.0.2.11/32}");
    assertThat(section("chain OS_FLOAT_SNAT_EXACT_router"))
        .containsExactly(
            "snat 192.0.2.11 then accept if {fragmentPolicy=ANY, nwSrc=10.0.0.11/32,"
                + " outPortIds=[router/192.0.2.2]}");
    assertThat(section("chain OS_FLOAT_SNAT_router"))
        .containsExactly("snat 192.0.2.11 then accept if {fragmentPolicy=ANY, nwSrc=10.0.0.11/32}");
    ObjectNode second = neutron.machine(scene.net, scene.subnet, "10.0.0.12", scene.group);
    neutron.associate(scene.floating, scene.router, second);
    assertThat(section("chain OS_FLOAT_SNAT_router"))
        .containsExactly("snat 192.0.2.11 then accept if {fragmentPolicy=ANY, nwSrc=10.0.0.12/32}");
    assertThat(section("chain OS_PRE_ROUTING_router")).hasSize(4);

    ObjectNode net = neutron.network("net2");
    ObjectNode subnet = neutron.subnet(net, "10.2.0.0/24", "10.2.0.1", true);
    ObjectNode router = neutron.router("router2");
    neutron.addInterface(router, net, subnet, "10.2.0.1");
    neutron.setGateway(router, scene.ext, scene.extSubnet, "192.0.2.3", true);
    ObjectNode third = neutron.machine(net, subnet, "10.2.0.13", scene.group);
    neutron.associate(scene.floating, router, third);
    assertThat(section("chain OS_FLOAT_SNAT_router")).isEmpty();
    assertThat(section("chain OS_FLOAT_SNAT_router2"))
        .containsExactly("snat 192.0.2.11 then accept if {fragmentPolicy=ANY, nwSrc=10.2.0.13/32}");
    assertThat(section("arp")).contains("ext 192.0.2.11 is at MAC of router2/192.0.2.3");

    neutron.disassociate(scene.floating);
    assertThat(section("arp")).noneMatch(line -> line.contains("192.0.2.11"));
    assertThat(section("chain OS_FLOAT_SNAT_EXACT_router2")).isEmpty();
    neutron.associate(scene.floating, scene.router, scene.machine);
    neutron.delete("ports", scene.machine);
    assertThat(section("arp")).noneMatch(line -> line.contains("192.0.2.11"));
    JsonNode read = api.get("/neutron/floating_ips/" + id(scene.floating)).json();
    assertThat(read.get("port_id").isNull()).isTrue();
    assertThat(read.get("fixed_ip_address").isNull()).isTrue();
  }

  @Test
  void aFloatingIpMayBelongToTheNetworkOfAnInterface() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    ObjectNode ext = neutron.network("ext2", true, "midonet");
    ObjectNode subnet = neutron.subnet(ext, "203.0.113.0/24", "203.0.113.1", false);
    neutron.addInterface(scene.router, ext, subnet, "203.0.113.2");
    List<String> skip = section("chain OS_SKIP_SNAT_router");
    assertThat(skip).hasSize(3);
    ObjectNode floating = neutron.floatingIp(ext, subnet, "203.0.113.11");
    neutron.associate(floating, scene.router, scene.machine);
    assertThat(section("chain OS_SKIP_SNAT_router"))
        .containsExactly(
            "return if {fragmentPolicy=ANY, outPortIds=[router/203.0.113.2]}",
            skip.get(0),
            skip.get(1),
            "accept if {fragmentPolicy=ANY, inPortIds=[router/203.0.113.2]}",
            skip.get(2));
    assertThat(section("arp")).contains("ext2 203.0.113.11 is at MAC of router/203.0.113.2");
    ObjectNode late = neutron.floatingIp(scene.ext, scene.extSubnet, "192.0.2.12");
    neutron.associate(late, scene.router, scene.machine);
    assertThat(section("chain OS_FLOAT_SNAT_router"))
        .extracting(line -> line.split(" ")[1])
        .containsExactly("192.0.2.11", "192.0.2.12", "203.0.113.11");
    neutron.delete("floating_ips", floating);
    assertThat(section("chain OS_SKIP_SNAT_router")).isEqualTo(skip);
  }

  @Test
  void anInterfaceIsAddedAndRemoved() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    Map<String, List<String>> before = TopologyText.of(CLUSTER.nsdb());
    ObjectNode net = neutron.network("net2");
    ObjectNode subnet = neutron.subnet(net, "10.2.0.0/24", "10.2.0.1", true);
    ObjectNode port = neutron.addInterface(scene.router, net, subnet, "10.2.0.1");
    assertThat(section("ports"))
        .contains(
            "router/10.2.0.1 on router up",
            "router/10.2.0.1 net 10.2.0.0/24",
            "router/10.2.0.1 peer link to router/10.2.0.1");
    assertThat(section("members")).contains("router/10.2.0.1 in OS_PORT_GROUP_ROUTER_INTF_router");
    assertThat(section("routes"))
        .contains(
            "router PORT 0.0.0.0/0 to 10.2.0.0/24 via null out of router/10.2.0.1 weight 100");
    scene
        .router
        .putArray("routes")
        .addObject()
        .put("destination", "10.99.0.0/16")
        .put("nexthop", "10.2.0.9");
    neutron.put("routers", scene.router);
    String extra =
        "router PORT 0.0.0.0/0 to 10.99.0.0/16 via 10.2.0.9 out of router/10.2.0.1 weight 100";
    assertThat(section("routes")).contains(extra);
    neutron.removeInterface(scene.router, port);
    assertThat(section("routes")).doesNotContain(extra);
    ObjectNode again = neutron.addInterface(scene.router, net, subnet, "10.2.0.1");
    assertThat(section("routes")).contains(extra);
    neutron.removeInterface(scene.router, again);
    neutron.delete("subnets", subnet);
    neutron.delete("networks", net);
    assertThat(TopologyText.of(CLUSTER.nsdb())).isEqualTo(before);
  }

  @Test
  void anUplinkMayBeAttachedBeforeItIsBound() {
    ObjectNode net = neutron.network("uplink", false, "uplink");
    ObjectNode subnet = neutron.subnet(net, "198.51.100.0/30", "198.51.100.1", false);
    ObjectNode port = neutron.post("ports", neutron.port(net, subnet, "198.51.100.2", ""));
    ObjectNode edge = neutron.router("edge");
    neutron.attach(edge, port);
    assertThat(section("ports"))
        .containsExactly("edge/198.51.100.2 net 198.51.100.0/30", "edge/198.51.100.2 on edge up");
    assertThat(section("members")).containsExactly("edge/198.51.100.2 in OS_PORT_GROUP_edge");
    assertThat(section("filters")).isEmpty();
    neutron.bind(port, "compute1", "eth1");
    assertThat(section("ports")).contains("edge/198.51.100.2 bound compute1 eth1");
    assertThat(section("routes"))
        .containsExactly(
            "edge LOCAL 0.0.0.0/0 to 198.51.100.2/32 via null out of edge/198.51.100.2 weight 0",
            "edge PORT 0.0.0.0/0 to 198.51.100.0/30 via null out of edge/198.51.100.2 weight 100");
    neutron.removeInterface(edge, port);
    assertThat(section("filters")).hasSize(3);
    assertThat(section("ports")).isEmpty();
    assertThat(section("routes")).isEmpty();
  }

  /** An edge router may have floating IPs of its own; only then do its rules have an effect. */
  @Test
  void anEdgeRouterTranslatesWhileItHasFloatingIps() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    ObjectNode uplink = neutron.network("uplink", false, "uplink");
    ObjectNode uplinkSubnet = neutron.subnet(uplink, "198.51.100.0/30", "198.51.100.1", false);
    ObjectNode edge = neutron.router("edge");
    neutron.attach(
        edge, neutron.post("ports", neutron.port(uplink, uplinkSubnet, "198.51.100.2", "")));
    neutron.addInterface(edge, scene.ext, scene.extSubnet, "192.0.2.1");
    ObjectNode net = neutron.network("inside");
    ObjectNode subnet = neutron.subnet(net, "10.3.0.0/24", "10.3.0.1", true);
    neutron.addInterface(edge, net, subnet, "10.3.0.1");
    ObjectNode machine = neutron.machine(net, subnet, "10.3.0.5", scene.group);
    ObjectNode floating = neutron.floatingIp(scene.ext, scene.extSubnet, "192.0.2.55");
    assertThat(section("filters")).noneMatch(line -> line.contains("edge"));
    neutron.associate(floating, edge, machine);
    assertThat(section("filters"))
        .contains("edge in OS_PRE_ROUTING_edge", "edge out OS_POST_ROUTING_edge");
    assertThat(section("chain OS_PRE_ROUTING_edge").getFirst())
        .isEqualTo("dnat 10.3.0.5 then accept if {fragmentPolicy=ANY, nwDst=192.0.2.55/32}");
    neutron.disassociate(floating);
    assertThat(section("filters")).noneMatch(line -> line.contains("edge"));
  }

  @Test
  void whatWouldHaveNoEffectIsRefused() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    Map<String, List<String>> before = TopologyText.of(CLUSTER.nsdb());
    ObjectNode router = scene.router.deepCopy();
    router
        .putArray("routes")
        .addObject()
        .put("destination", "10.9.0.0/16")
        .put("nexthop", "10.8.0.1");
    refused(api.put("/neutron/routers/" + id(router), router), 400, "10.8.0.1");
    router.put("id", UUID.randomUUID().toString()).putNull("gw_port_id");
    refused(api.post("/neutron/routers", router.toString()), 400, "10.8.0.1");

    ObjectNode inside = neutron.router("without a gateway");
    ObjectNode floating = scene.floating.deepCopy().put("router_id", id(inside));
    refused(api.put("/neutron/floating_ips/" + id(floating), floating), 409, id(inside));
    floating.put("id", UUID.randomUUID().toString());
    refused(api.post("/neutron/floating_ips", floating.toString()), 409, id(inside));

    UUID host = NeutronScene.host(CLUSTER, "short-lived").id();
    ObjectNode uplink = neutron.network("uplink", false, "uplink");
    ObjectNode subnet = neutron.subnet(uplink, "198.51.100.0/30", "198.51.100.1", false);
    ObjectNode port = neutron.port(uplink, subnet, "198.51.100.2", "");
    port.put("binding:host_id", "short-lived").put("binding:vif_type", "midonet");
    port.putObject("binding:profile").put("interface_name", "eth1");
    neutron.post("ports", port);
    assertThat(api.delete("/hosts/" + host).status()).isEqualTo(204);
    refused(
        api.put(
            "/neutron/routers/" + id(inside) + "/add_router_interface",
            "{'port_id': '" + id(port) + "'}"),
        404,
        "'short-lived'");
    neutron.delete("routers", inside);
    neutron.delete("ports", port);
    assertThat(TopologyText.of(CLUSTER.nsdb())).isEqualTo(before);
  }

  private static void refused(Answer answer, int status, String named) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.response().body()).contains(named);
  }

  /** MidoNet's entries have no name. */
  @Test
  void aDhcpEntryHasNoName() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    neutron.put("ports", scene.machine.put("name", "vm1"));
    JsonNode hosts = api.get("/bridges/" + id(scene.net) + "/dhcp/10.0.0.0_24/hosts").json();
    assertThat(hosts).hasSize(1);
    assertThat(hosts.get(0).get("name").isNull()).isTrue();
  }

  @Test
  void concurrentCreatesOfInstancesSucceed() throws Exception {
    ObjectNode group = neutron.defaultGroup();
    ObjectNode net = neutron.network("net");
    ObjectNode subnet = neutron.subnet(net, "10.0.0.0/24", "10.0.0.1", true);
    List<ObjectNode> ports = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ObjectNode port = neutron.port(net, subnet, "10.0.0." + (10 + i), "compute:nova");
      port.putArray("security_groups").add(id(group));
      ports.add(port);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Answer>> answers =
          ports.stream()
              .map(port -> threads.submit(() -> api.post("/neutron/ports", port.toString())))
              .toList();
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).as("%s", answer.get()).isEqualTo(201);
      }
    }
    assertThat(section("address groups")).hasSize(41);
    assertThat(section("dhcp")).hasSize(41);
  }

  @Test
  void dependentObjectsAreDeleted() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    neutron.delete("networks", scene.ext);
    assertThat(api.get("/neutron/floating_ips/" + id(scene.floating)).status()).isEqualTo(404);
    assertThat(api.get("/neutron/ports/" + id(scene.gateway)).status()).isEqualTo(404);
    JsonNode router = api.get("/neutron/routers/" + id(scene.router)).json();
    assertThat(router.get("gw_port_id").isNull()).isTrue();
    assertThat(router.get("external_gateway_info").isNull()).isTrue();
    assertThat(TopologyText.page(TopologyText.of(CLUSTER.nsdb()))).doesNotContain("192.0.2.");
    neutron.delete("routers", scene.router);
    assertThat(section("routers")).isEmpty();
    assertThat(section("groups")).isEmpty();
    assertThat(section("ports")).noneMatch(line -> line.contains("peer"));
    neutron.delete("subnets", scene.subnet);
    assertThat(api.get("/neutron/ports/" + id(scene.machine)).json().get("fixed_ips")).isEmpty();
    assertThat(section("arp")).isEmpty();
  }

  @RepeatedTest(6)
  void nothingIsLeftInAnyOrderOfDeletes() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    ObjectNode uplink = neutron.network("uplink", false, "uplink");
    ObjectNode subnet = neutron.subnet(uplink, "198.51.100.0/30", "198.51.100.1", false);
    ObjectNode port = neutron.port(uplink, subnet, "198.51.100.2", "");
    neutron.post("ports", port);
    neutron.bind(port, "compute2", "eth1");
    ObjectNode edge = neutron.router("edge");
    neutron.attach(edge, port);
    neutron.addInterface(edge, scene.ext, scene.extSubnet, "192.0.2.1");
    assertThat(section("ports")).contains("edge/198.51.100.2 bound compute2 eth1");
    // the objects are deleted after each test, in random order
  }
}
