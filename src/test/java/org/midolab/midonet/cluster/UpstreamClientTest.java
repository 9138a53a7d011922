package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests requests of MidoNet 5.0's Python client, which sends numbers and booleans as text. */
class UpstreamClientTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final String ALL = "org.midolab.midonet.cluster.Contract#all";

  private final ApiClient api = CLUSTER.client();
  private final World world = new World(CLUSTER);

  /** Returns the object with all numbers and booleans as text, at any depth. */
  static JsonNode asText(JsonNode node) {
    if (node.isNumber() || node.isBoolean()) {
      return ApiClient.JSON.getNodeFactory().textNode(node.asText());
    }
    if (node instanceof ObjectNode object) {
      ObjectNode texts = ApiClient.JSON.createObjectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        texts.set(field.getKey(), asText(field.getValue()));
      }
      return texts;
    }
    if (node.isArray()) {
      var texts = ApiClient.JSON.createArrayNode();
      node.forEach(each -> texts.add(asText(each)));
      return texts;
    }
    return node;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void objectsAreCreatedAndUpdatedWithValuesAsText(Contract row) {
    ObjectNode full = ContractTest.json(world, row.full());
    var made = api.post(world.fill(row.path()), asText(full).toString());
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    JsonNode read = api.get(made.location()).json();
    ContractTest.has(read, full);
    if (row.put() != null) {
      var changed = api.put(made.location(), asText(read).toString());
      assertThat(changed.status()).as("%s", changed).isEqualTo(204);
      assertThat(api.get(made.location()).json()).isEqualTo(read);
    }
    assertThat(api.delete(made.location()).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aMisspeltPropertyIsReportedByName(Contract row) {
    ObjectNode body = ContractTest.json(world, row.full());
    String name = body.fieldNames().hasNext() ? body.fieldNames().next() : "id";
    body.put(name + "x", "1");
    var answer = api.post(world.fill(row.path()), body.toString());
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().get("violations").findValuesAsText("property")).contains(name + "x");
    assertThat(answer.json().get("message").asText()).contains("did you mean " + name + "?");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aMisspeltPropertyOfAnUpdateIsReportedByName(Contract row) {
    if (row.put() == null) {
      return;
    }
    String uri = api.post(world.fill(row.path()), world.fill(row.minimal())).location();
    ObjectNode body = (ObjectNode) api.get(uri).json();
    JsonNode before = body.deepCopy();
    var answer = api.put(uri, body.put("urix", "1"));
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().get("violations").findValuesAsText("property")).contains("urix");
    assertThat(api.get(uri).json()).isEqualTo(before);
    assertThat(api.delete(uri).status()).isEqualTo(204);
  }

  /** Objects inside of objects are checked, too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /traces                             | condition     | nwProtx | {'name': 't', 'deviceType': 'PORT', 'deviceId': '$port', 'condition': {'nwProtx': 6}}
          /mirrors                            | conditions    | nwProtx | {'toPortId': '$port', 'conditions': [{'nwProto': 6}, {'nwProtx': 6}]}
          /chains/$chain/rules                | nwProtx       | nwProto | {'type': 'accept', 'nwProtx': 6}
          /chains/$chain/rules                | natTargets    | portFrm | {'type': 'snat', 'flowAction': 'accept', 'natTargets': [{'addressFrom': '10.0.0.1', 'portFrm': 9}]}
          /chains/$chain/rules                | tpDst         | stop    | {'type': 'accept', 'nwProto': 6, 'tpDst': {'start': 1, 'stop': 2}}
          /bridges/$bridge/dhcp               | opt121Routes  | gateway | {'subnetPrefix': '10.0.0.0', 'subnetLength': 8, 'opt121Routes': [{'destinationPrefix': '10.1.0.0', 'destinationLength': 16, 'gatewayAddr': '10.0.0.1', 'gateway': '10.0.0.1'}]}
          /bridges/$bridge/dhcp/$subnet/hosts | extraDhcpOpts | optNam  | {'macAddr': 'fa:16:3e:00:00:01', 'ipAddr': '10.0.0.5', 'extraDhcpOpts': [{'optName': 'mtu', 'optValue': '1', 'optNam': 'x'}]}
          """)
  void aMisspeltPropertyOfAnInnerObjectIsReportedByName(
      String path, String property, String named, String body) {
    var answer = api.post(world.fill(path), world.fill(body));
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().get("violations").findValuesAsText("property")).contains(property);
    assertThat(answer.json().get("message").asText()).contains(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/traces", "/mirrors"})
  void aReferenceOfAConditionThatIsSetToNullIsCleared(String path) {
    Contract row =
        Contract.all().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
    String uri = api.post(path, ContractTest.json(world, row.full()).toString()).location();
    for (String reference :
        List.of(
            "portGroup",
            "inPortGroup",
            "outPortGroup",
            "ipAddrGroupSrc",
            "ipAddrGroupDst",
            "traversedDevice")) {
      ObjectNode body = (ObjectNode) api.get(uri).json();
      assertThat(condition(body).get(reference).isNull()).as(reference).isFalse();
      condition(body).putNull(reference);
      assertThat(api.put(uri, body).status()).as(reference).isEqualTo(204);
      assertThat(api.get(uri).json()).as(reference).isEqualTo(body);
    }
  }

  private static ObjectNode condition(JsonNode object) {
    return (ObjectNode)
        (object.has("condition") ? object.get("condition") : object.get("conditions").get(0));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aReferenceThatIsSetToNullIsCleared(Contract row) {
    if (row.put() == null) {
      return;
    }
    ObjectNode full = ContractTest.json(world, row.full());
    String uri = api.post(world.fill(row.path()), full.toString()).location();
    for (Map.Entry<String, JsonNode> field : full.properties()) {
      if (field.getKey().endsWith("Id") && !row.required().contains(field.getKey())) {
        ObjectNode body = (ObjectNode) api.get(uri).json();
        body.putNull(field.getKey());
        assertThat(api.put(uri, body).status()).as(field.getKey()).isEqualTo(204);
        assertThat(api.get(uri).json().get(field.getKey()).isNull()).as(field.getKey()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'x'", "24.5", "'24.5'", "1e999999", "99999999999999999999", "true"})
  void fractionsAreRefused(String length) {
    String body = "{'subnetPrefix': '10.0.0.0', 'subnetLength': " + length + "}";
    assertThat(api.post(world.fill("/bridges/$bridge/dhcp"), body).status()).isEqualTo(400);
  }

  @Test
  void aWholeFloatIsAnIntegerAndAnEmptyTextIsNoReference() {
    ObjectNode subnet =
        api.create(
            world.fill("/bridges/$bridge/dhcp"),
            "{'subnetPrefix': '10.0.0.0', 'subnetLength': 24.0}");
    assertThat(subnet.get("subnetLength").asInt()).isEqualTo(24);
    ObjectNode bridge = api.create("/bridges", "{'name': 5, 'inboundFilterId': ''}");
    assertThat(bridge.get("name").asText()).isEqualTo("5");
    assertThat(bridge.get("inboundFilterId").isNull()).isTrue();
  }

  /** The client sends the whole port to link it. */
  @Test
  void aPortIsLinkedWithTheWholePortAsBody() {
    ObjectNode port = api.create(world.fill("/bridges/$bridge/ports"), "{'type': 'Bridge'}");
    String link = port.get("link").asText();
    port.put("peerId", world.id("routerPort"));
    assertThat(api.post(link, port.toString()).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "tab\t", "ümlaut"})
  void anInvalidBgpPasswordIsRefused(String password) {
    ObjectNode peer = ApiClient.JSON.createObjectNode();
    peer.put("asNumber", 64513).put("address", "198.51.100.1").put("password", password);
    String peers = world.fill("/routers/$router/bgp_peers");
    assertThat(api.post(peers, peer.toString()).status()).isEqualTo(400);
    peer.put("password", "p".repeat(81));
    assertThat(api.post(peers, peer.toString()).status()).isEqualTo(400);
  }

  @Test
  void statusesAreThoseOfMidonet() {
    String vip =
        "{'poolId': '" + UUID.randomUUID() + "', 'address': '192.0.2.5', 'protocolPort': 80}";
    assertThat(api.post("/vips", vip).status()).isEqualTo(400);
    String rules = world.fill("/chains/$chain/rules");
    assertThat(
            api.create(
                    rules,
                    world.fill(
                        "{'type': 'l2_transform', 'targetPortId': '$port', 'flowAction':"
                            + " 'redirect'}"))
                .get("type")
                .asText())
        .isEqualTo("l2transform");
    String bridge = world.fill("{'vxLanPortIds': ['$port']}");
    assertThat(api.post("/bridges", bridge).status()).isEqualTo(400);
  }

  /** No writable property is silently ignored. */
  @Test
  void aLoadBalancersRouterIsSetOnTheRouter() {
    String wanted = world.fill("{'routerId': '$router'}");
    var refused = api.post("/load_balancers", wanted);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("message").asText()).contains("loadBalancerId of router");
    ObjectNode balancer = api.create("/load_balancers", "{}");
    String uri = balancer.get("uri").asText();
    assertThat(api.put(uri, wanted).status()).isEqualTo(400);
    ObjectNode router = (ObjectNode) api.get(world.fill("/routers/$router")).json();
    router.put("loadBalancerId", balancer.get("id").asText());
    assertThat(api.put(router.get("uri").asText(), router).status()).isEqualTo(204);
    balancer = (ObjectNode) api.get(uri).json();
    assertThat(balancer.get("routerId")).isEqualTo(router.get("id"));
    assertThat(api.put(uri, balancer.put("adminStateUp", false)).status()).isEqualTo(204);
    assertThat(api.get(uri).json()).isEqualTo(balancer);
  }

  @Test
  void aJumpContainsTheNameOfItsChain() {
    ObjectNode chain = api.create("/chains", "{'name': 'next'}");
    String rules = world.fill("/chains/$chain/rules");
    String jump = "{'type': 'jump', 'jumpChainId': '" + chain.get("id").asText() + "'";
    ObjectNode rule = api.create(rules, jump + "}");
    assertThat(rule.get("jumpChainName").asText()).isEqualTo("next");
    api.create(rules, jump + ", 'jumpChainName': 'next'}");
    assertThat(api.post(rules, jump + ", 'jumpChainName': 'other'}").status()).isEqualTo(400);
    assertThat(api.post(rules, "{'type': 'drop', 'jumpChainName': 'next'}").status())
        .isEqualTo(400);
    ObjectNode first = api.create(rules, "{'type': 'drop', 'position': 0}");
    assertThat(first.get("position").asInt()).isEqualTo(1);
  }

  @Test
  void objectsOfAnotherParentAreNotFound() {
    String other = api.create("/load_balancers", "{}").get("id").asText();
    String members = world.fill("/load_balancers/" + other + "/pools/$pool/pool_members");
    assertThat(api.get(members).status()).isEqualTo(404);
    assertThat(api.post(members, "{'address': '10.0.0.5', 'protocolPort': 80}").status())
        .isEqualTo(404);
    String vlan = world.fill("/bridges/$bridge/vlans/9/mac_table");
    assertThat(api.get(vlan).status()).isEqualTo(404);
    api.create(vlan, world.fill("{'macAddr': 'fa:16:3e:00:00:01', 'portId': '$bridgePort'}"));
    assertThat(api.get(vlan).json()).hasSize(1);
    assertThat(api.get(world.fill("/bridges/$bridge/vlans/0/mac_table")).json()).isEmpty();
  }

  /** Every list applies its declared query parameters and ignores all others. */
  @Test
  void queryParametersFilterLists() {
    String nothing = UUID.randomUUID().toString();
    int lists = 0;
    for (var path : api.get("/openapi.json").json().get("paths").properties()) {
      for (JsonNode parameter : path.getValue().path("get").path("parameters")) {
        String query = path.getKey() + "?" + parameter.get("name").asText() + "=" + nothing;
        assertThat(api.get(query).json()).as(query).isEmpty();
        lists++;
      }
    }
    assertThat(lists).isGreaterThanOrEqualTo(20);
    String pool =
        api.create(
                "/pools", world.fill("{'lbMethod': 'ROUND_ROBIN', 'healthMonitorId': '$monitor'}"))
            .toString();
    assertThat(api.get(world.fill("/pools?hm_id=$monitor")).json()).hasSize(1);
    assertThat(pool).contains(world.id("monitor"));
    world.id("member");
    assertThat(api.get(world.fill("/port_groups?port_id=$port")).json()).hasSize(1);
    String router = api.create("/routers", "{'tenantId': 'tracer'}").get("id").asText();
    String address = "{'type': 'Router', 'portAddress': '10.7.0.1', 'portSubnet': ['10.7.0.0/24']}";
    String port = api.create("/routers/" + router + "/ports", address).get("id").asText();
    String trace = "{'name': 't', 'deviceType': '%s', 'deviceId': '%s', 'condition': {}}";
    api.create("/traces", trace.formatted("ROUTER", router));
    api.create("/traces", trace.formatted("PORT", port));
    assertThat(api.get("/traces?tenant_id=tracer").json()).hasSize(2);
    assertThat(api.get("/traces?port_id=" + port).json()).hasSize(1);
    int all = api.get("/traces").json().size();
    assertThat(api.get("/traces?no_such_parameter=1").json()).hasSize(all);
  }
}
