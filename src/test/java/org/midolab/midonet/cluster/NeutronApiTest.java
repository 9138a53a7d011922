package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.ApiClient.media;
import static org.midolab.midonet.cluster.NeutronPlugin.id;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Tests {@code /neutron}: media types, lists, bulk requests, repeated requests, errors. */
class NeutronApiTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final NeutronPlugin neutron = new NeutronPlugin(api);

  @AfterEach
  void nothingIsLeft() {
    NeutronCleaner.clean(CLUSTER);
  }

  private static Map<String, List<String>> topology() {
    return TopologyText.of(CLUSTER.nsdb());
  }

  @Test
  void theRootDocumentLinksAllCollections() {
    JsonNode root = api.get("/").json();
    Answer answer = api.get(root.get("neutron").asText(), media("neutron.Neutron-v3"));
    assertThat(answer.status()).isEqualTo(200);
    JsonNode document = answer.json();
    for (String name : NeutronCleaner.COLLECTIONS) {
      String key = name.substring(name.lastIndexOf('/') + 1);
      JsonNode at = name.startsWith("lb/") ? document.get("load_balancer") : document;
      assertThat(api.get(at.get(key).asText()).json()).as(name).isEmpty();
    }
    assertThat(document.get("port_template").asText()).endsWith("/neutron/ports/{id}");
    assertThat(document.get("add_router_interface_template").asText())
        .endsWith("/neutron/routers/{id}/add_router_interface");
  }

  @Test
  void aNetworkIsReturnedWithoutUnknownProperties() {
    ObjectNode network = neutron.network("a net");
    Answer answer = api.get("/neutron/networks/" + id(network), media("neutron.Network-v1"));
    assertThat(answer.header("Content-Type")).isEqualTo(media("neutron.Network-v1"));
    JsonNode read = answer.json();
    assertThat(read.get("admin_state_up").asBoolean()).isTrue();
    assertThat(read.get("provider:network_type").asText()).isEqualTo("midonet");
    assertThat(read.get("router:external").asBoolean()).isFalse();
    assertThat(read.has("standard_attr_id")).isFalse();
    Answer list = api.get("/neutron/networks?tenant_id=admin", media("neutron.Networks-v1"));
    assertThat(list.header("Content-Type")).isEqualTo(media("neutron.Networks-v1"));
    assertThat(list.json()).hasSize(1);
    assertThat(api.get("/neutron/networks?tenant_id=nobody").json()).isEmpty();
    JsonNode bridge = api.get("/bridges/" + id(network)).json();
    assertThat(bridge.get("name").asText()).isEqualTo("a net");
    assertThat(bridge.get("tenantId").asText()).isEqualTo("admin");
  }

  @Test
  void manyObjectsAreCreatedInOneTransaction() {
    ArrayNode networks = ApiClient.JSON.createArrayNode();
    for (String name : List.of("one", "two")) {
      networks.addObject().put("id", UUID.randomUUID().toString()).put("name", name);
    }
    Answer made = api.post("/neutron/networks", media("neutron.Networks-v1"), networks.toString());
    assertThat(made.status()).isEqualTo(201);
    assertThat(topology().get("bridges")).containsExactly("one up", "two up");
    networks.addObject().put("id", networks.get(0).get("id").asText()).put("name", "three");
    ((ObjectNode) networks.get(0)).put("id", UUID.randomUUID().toString());
    ((ObjectNode) networks.get(1)).put("id", UUID.randomUUID().toString());
    assertThat(api.post("/neutron/networks", networks.toString()).status()).isEqualTo(409);
    assertThat(topology().get("bridges")).containsExactly("one up", "two up");
    assertThat(api.post("/neutron/networks", "[{'name': 'x'}]").status()).isEqualTo(400);
    assertThat(api.post("/neutron/networks", "[7]").status()).isEqualTo(400);
    assertThat(api.post("/neutron/networks", "[]").status()).isEqualTo(201);
  }

  @Test
  void aRepeatedUpdateChangesNothing() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    Map<String, List<String>> before = topology();
    scene.all().forEach((object, collection) -> neutron.put(collection, object));
    assertThat(topology()).isEqualTo(before);
  }

  @Test
  void aRepeatedUpdateRestoresTheTranslation() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    Map<String, List<String>> before = topology();
    String chain = api.get("/ports/" + id(scene.machine)).json().get("inboundFilterId").asText();
    assertThat(api.delete("/chains/" + chain).status()).isEqualTo(204);
    assertThat(topology()).isNotEqualTo(before);
    neutron.put("ports", scene.machine);
    assertThat(topology()).isEqualTo(before);
  }

  @Test
  void valuesSetByOtherClientsAreKept() {
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    String uri = "/routers/" + id(scene.router);
    ObjectNode router = (ObjectNode) api.get(uri).json();
    assertThat(api.put(uri, router.put("asNumber", 64512)).status()).isEqualTo(204);
    scene.bindMachine("tap1");
    scene.router.put("name", "renamed");
    neutron.put("routers", scene.router);
    scene.machine.put("name", "renamed");
    neutron.put("ports", scene.machine);
    assertThat(api.get(uri).json().get("asNumber").asInt()).isEqualTo(64512);
    assertThat(api.get(uri).json().get("name").asText()).isEqualTo("renamed");
    JsonNode port = api.get("/ports/" + id(scene.machine)).json();
    assertThat(port.get("interfaceName").asText()).isEqualTo("tap1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "networks | {'name': 'x'} | id",
        "networks | {'id': 'x'} | id",
        "networks | {'id': 'ID', 'shared': 'maybe'} | shared",
        "subnets | {'id': 'ID', 'network_id': 'NET', 'cidr': '10.0.0.0/33'} | cidr",
        "subnets | {'id': 'ID', 'network_id': 'NET', 'cidr': '::/0'} | cidr",
        "subnets | {'id': 'ID', 'network_id': 'NET', 'cidr': '10.0.0.0/8', 'gateway_ip': '::1'}"
            + " | gateway_ip",
        "subnets | {'id': 'ID', 'network_id': 'NET', 'cidr': '10.0.0.0/8',"
            + " 'host_routes': [{'destination': '10.0.0.0/8'}]} | host_routes",
        "ports | {'id': 'ID', 'network_id': 'NET'} | mac_address",
        "ports | {'id': 'ID', 'network_id': 'NET', 'mac_address': 'ff:ff:ff:ff:ff:ff'}"
            + " | mac_address",
        "ports | {'id': 'ID', 'network_id': 'NET', 'mac_address': '02:00:00:00:00:01',"
            + " 'fixed_ips': [{'ip_address': '10.0.0.1'}]} | fixed_ips",
        "ports | {'id': 'ID', 'network_id': 'NET', 'mac_address': '02:00:00:00:00:01',"
            + " 'binding:host_id': 'nowhere', 'binding:profile': {'interface_name': 'eth1'}}"
            + " | binding:host_id",
        "floating_ips | {'id': 'ID', 'floating_network_id': 'NET'} | floating_ip_address",
        "floating_ips | {'id': 'ID', 'floating_network_id': 'NET',"
            + " 'floating_ip_address': '192.0.2.9', 'port_id': 'ID'} | fixed_ip_address",
        "security_group_rules | {'id': 'ID', 'security_group_id': 'ID', 'direction': 'up'}"
            + " | direction",
        "security_group_rules | {'id': 'ID', 'security_group_id': 'ID', 'direction': 'egress',"
            + " 'protocol': 'warp'} | protocol",
        "security_group_rules | {'id': 'ID', 'security_group_id': 'ID', 'direction': 'egress',"
            + " 'protocol': 'tcp', 'port_range_min': 9, 'port_range_max': 8} | port_range_max",
        "security_group_rules | {'id': 'ID', 'security_group_id': 'ID', 'direction': 'egress',"
            + " 'remote_ip_prefix': '::/0'} | remote_ip_prefix",
        "security_groups | {'id': 'ID', 'security_group_rules': 7} | security_group_rules",
      })
  void invalidPropertiesAreReportedAndNothingIsCreated(
      String collection, String body, String property) {
    ObjectNode network = neutron.network("net");
    Map<String, List<String>> before = topology();
    Answer answer =
        api.post(
            "/neutron/" + collection,
            body.replace("NET", id(network)).replace("ID", UUID.randomUUID().toString()));
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().get("violations").get(0).get("property").asText()).isEqualTo(property);
    assertThat(topology()).isEqualTo(before);
  }

  /**
   * An object that restricts traffic in a way that agents do not enforce would admit more than
   * Neutron says; it is refused with a sentence.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "security_group_rules | {'remote_address_group_id': 'ID'} | remote_address_group_id",
        "security_group_rules | {'remote_address_group_id': ''} | remote_address_group_id",
        "security_group_rules | {'port_range_min': 22, 'port_range_max': 22} | port_range_min",
        "security_group_rules | {'protocol': 'any', 'port_range_max': 22} | port_range_max",
        "security_group_rules | {'protocol': 'sctp', 'port_range_min': 22} | port_range_min",
        "security_group_rules | {'protocol': '47', 'port_range_max': 9} | port_range_max",
        "security_group_rules | {'ethertype': 'ARP'} | ethertype",
        "security_group_rules | {'remote_ip_prefix': ''} | remote_ip_prefix",
        "security_group_rules | {'remote_ip_prefix': '10.0.0.0/255.0.0.0'} | remote_ip_prefix",
        "security_group_rules | {'remote_ip_prefix': '10.0.0.0/8', 'remote_group_id': 'ID'}"
            + " | remote_group_id",
        "security_groups | {'stateful': false} | stateful",
        "security_groups | {'security_group_rules': [{'id': 'ID', 'direction': 'ingress',"
            + " 'remote_address_group_id': 'ID'}]} | remote_address_group_id",
        "ports | {'binding:vnic_type': 'direct'} | binding:vnic_type",
        "ports | {'port_security_enabled': 'maybe'} | port_security_enabled",
        "ports | {'allowed_address_pairs': [{'mac_address': '02:00:00:00:00:09'}]}"
            + " | allowed_address_pairs",
        "ports | {'allowed_address_pairs': [{'ip_address': '10.0.0.0/33'}]}"
            + " | allowed_address_pairs",
        "lb/vips | {'connection_limit': 10} | connection_limit",
      })
  void aRestrictionThatIsNotEnforcedIsRefused(String collection, String body, String property)
      throws Exception {
    ObjectNode network = neutron.network("net");
    ObjectNode subnet = neutron.subnet(network, "10.0.0.0/24", "10.0.0.1", true);
    ObjectNode group = neutron.defaultGroup();
    ObjectNode object =
        switch (collection) {
          case "security_group_rules" -> neutron.rule(group, "ingress", "IPv4");
          case "security_groups" -> group.deepCopy().putNull("security_group_rules");
          case "ports" -> neutron.port(network, subnet, "10.0.0.5", "compute:nova");
          default -> vip();
        };
    object.put("id", UUID.randomUUID().toString());
    ObjectNode restricted = object.deepCopy();
    String properties = body.replace("ID", id(group)).replace('\'', '"');
    restricted.setAll((ObjectNode) ApiClient.JSON.readTree(properties));
    Map<String, List<String>> before = topology();
    refused(api.post("/neutron/" + collection, restricted.toString()), property);
    assertThat(topology()).isEqualTo(before);
    neutron.post(collection, object);
    Map<String, List<String>> after = topology();
    if (!body.contains("security_group_rules'")) {
      refused(api.put("/neutron/" + collection + "/" + id(object), restricted), property);
    }
    assertThat(topology()).isEqualTo(after);
  }

  private ObjectNode vip() {
    ObjectNode pool = ApiClient.JSON.createObjectNode().put("id", UUID.randomUUID().toString());
    neutron.post("lb/pools", pool);
    return ApiClient.JSON
        .createObjectNode()
        .put("pool_id", id(pool))
        .put("address", "10.0.0.80")
        .put("protocol_port", 80)
        .put("connection_limit", -1);
  }

  private static void refused(Answer answer, String property) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    JsonNode violation = answer.json().get("violations").get(0);
    assertThat(violation.get("property").asText()).isEqualTo(property);
    assertThat(violation.get("message").asText()).startsWith("must ");
  }

  /** Neutron trusts only its own ports, whose owner begins with network: */
  @ParameterizedTest
  @CsvSource({
    "'', true",
    "compute:nova, true",
    "baremetal:none, true",
    "trunk:subport, true",
    "mine, true",
    "network:dhcp, false",
    "network:router_interface, false",
  })
  void everyPortOfATenantIsFiltered(String owner, boolean filtered) {
    ObjectNode network = neutron.network("net");
    ObjectNode subnet = neutron.subnet(network, "10.0.0.0/24", "10.0.0.1", true);
    ObjectNode port = neutron.post("ports", neutron.port(network, subnet, "10.0.0.5", owner));
    JsonNode made = api.get("/ports/" + id(port)).json();
    assertThat(made.get("inboundFilterId").isNull()).isEqualTo(!filtered);
    assertThat(made.get("outboundFilterId").isNull()).isEqualTo(!filtered);
  }

  @Test
  void danglingReferencesAreRefused() {
    UUID nothing = UUID.randomUUID();
    ObjectNode network = neutron.network("net");
    ObjectNode subnet = neutron.subnet(network, "10.0.0.0/24", "10.0.0.1", true);
    Map<String, List<String>> before = topology();
    ObjectNode port = neutron.port(network, subnet, "10.0.0.5", "compute:nova");
    port.putArray("security_groups").add(nothing.toString());
    assertThat(api.post("/neutron/ports", port.toString()).status()).isEqualTo(404);
    port.putArray("security_groups");
    port.put("network_id", nothing.toString());
    assertThat(api.post("/neutron/ports", port.toString()).status()).isEqualTo(404);
    ObjectNode router = neutron.router("r");
    router.put("gw_port_id", nothing.toString());
    assertThat(api.put("/neutron/routers/" + id(router), router).status()).isEqualTo(404);
    router.putNull("gw_port_id");
    for (String path :
        List.of("networks", "subnets", "ports", "routers", "floating_ips", "security_groups")) {
      assertThat(api.get("/neutron/" + path + "/" + nothing).status()).isEqualTo(404);
      assertThat(api.delete("/neutron/" + path + "/" + nothing).status()).isEqualTo(204);
    }
    assertThat(api.put("/neutron/networks/" + nothing, network).status()).isEqualTo(404);
    String attach = "/add_router_interface";
    assertThat(
            api.put("/neutron/routers/" + id(router) + attach, "{'port_id': '" + nothing + "'}")
                .status())
        .isEqualTo(404);
    assertThat(
            api.put("/neutron/routers/" + nothing + attach, "{'port_id': '" + nothing + "'}")
                .status())
        .isEqualTo(404);
    neutron.delete("routers", router);
    assertThat(topology()).isEqualTo(before);
  }

  @Test
  void duplicatesAndImmutablePropertiesAreRefused() {
    ObjectNode network = neutron.network("net");
    ObjectNode other = neutron.network("other");
    ObjectNode subnet = neutron.subnet(network, "10.0.0.0/24", "10.0.0.1", true);
    Map<String, List<String>> before = topology();
    assertThat(api.post("/neutron/networks", network.toString()).status()).isEqualTo(409);
    subnet.put("network_id", id(other));
    Answer moved = api.put("/neutron/subnets/" + id(subnet), subnet);
    assertThat(moved.status()).isEqualTo(400);
    assertThat(moved.json().get("violations").get(0).get("property").asText())
        .isEqualTo("network_id");
    assertThat(topology()).isEqualTo(before);
    subnet.put("network_id", id(network));
    ObjectNode port = neutron.port(network, subnet, "10.0.0.1", "");
    neutron.post("ports", port);
    ObjectNode first = neutron.router("first");
    ObjectNode second = neutron.router("second");
    neutron.attach(first, port);
    Answer twice =
        api.put(
            "/neutron/routers/" + id(second) + "/add_router_interface",
            "{'port_id': '" + id(port) + "'}");
    assertThat(twice.status()).isEqualTo(409);
  }

  @Test
  void onlyNeutronsMediaTypesAreAccepted() {
    Answer answer =
        api.send(
            api.to("/neutron/networks")
                .header("Content-Type", media("Bridge-v5"))
                .POST(BodyPublishers.ofString("{}")));
    assertThat(answer.status()).isEqualTo(415);
    assertThat(api.get("/neutron/networks", media("neutron.Network-v1")).status()).isEqualTo(406);
    assertThat(api.delete("/neutron/networks").status()).isEqualTo(405);
  }

  /** Resources of MidoNet's plugin that are absent here (docs: contract.md#what-is-absent). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lbs_v2",
        "listeners_v2",
        "pools_v2",
        "pool_members_v2",
        "health_monitors_v2",
        "firewalls",
        "vpnservices",
        "ipsec_site_connections",
        "gateway_devices",
        "remote_mac_entries",
        "l2_gateway_connections",
        "bgp_speakers",
        "bgp_peers",
        "tap_services",
        "tap_flows",
        "firewall_logs",
        "logging_resources",
        "qos_policies"
      })
  void absentResourcesAreReported(String kind) {
    String path = "/neutron/" + kind;
    String one = path + "/" + UUID.randomUUID();
    for (Answer answer :
        List.of(
            api.get(path),
            api.post(path, "{'id': '" + UUID.randomUUID() + "'}"),
            api.get(one),
            api.put(one, "{}"),
            api.delete(one))) {
      assertThat(answer.status()).as("%s", answer).isEqualTo(404);
      assertThat(answer.json().get("message").asText())
          .startsWith(path + ": ")
          .endsWith("is not part of this cluster");
    }
    assertThat(api.get("/neutron").response().body()).doesNotContain(kind);
  }
}
