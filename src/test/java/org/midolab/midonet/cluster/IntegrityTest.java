package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * Tests referential integrity: cascading deletes, cleared references and refused changes, also
 * under concurrency.
 */
class IntegrityTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final World world = new World(CLUSTER);

  private String make(String path, String body) {
    return api.create(world.fill(path), world.fill(body)).get("uri").asText();
  }

  private int status(String uri) {
    return api.get(uri).status();
  }

  /** Rows: the owner's path, the path below it, the body. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /bridges/$bridge          | /bridges/$bridge/ports                   | {'type': 'Bridge'}
          /bridges/$bridge          | /bridges/$bridge/dhcp/$subnet/hosts      | {'macAddr': 'fa:16:3e:00:00:01', 'ipAddr': '10.0.0.5'}
          /bridges/$bridge          | /bridges/$bridge/dhcpV6/$subnet6/hostsV6 | {'clientId': '1', 'fixedAddress': '2001:db8::5'}
          /bridges/$bridge          | /bridges/$bridge/arp_table               | {'ip': '192.0.2.1', 'mac': 'fa:16:3e:00:00:01'}
          /bridges/$bridge          | /traces                                  | {'name': 't', 'deviceType': 'BRIDGE', 'deviceId': '$bridge', 'condition': {}}
          /routers/$router          | /routers/$router/ports                   | {'type': 'Router', 'portAddress': '10.0.0.1', 'portSubnet': ['10.0.0.0/24']}
          /routers/$router          | /routers/$router/routes                  | {'type': 'Reject', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.0.0.0', 'dstNetworkLength': 8}
          /routers/$router          | /routers/$router/bgp_peers               | {'asNumber': 1, 'address': '10.0.0.2'}
          /routers/$router          | /routers/$router/bgp_networks            | {'subnetAddress': '10.0.0.0', 'subnetLength': 8}
          /ports/$routerPort        | /routers/$router/routes                  | {'type': 'Normal', 'nextHopPort': '$routerPort', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.0.0.0', 'dstNetworkLength': 8}
          /ports/$port              | /mirrors                                 | {'toPortId': '$port'}
          /ports/$port              | /traces                                  | {'name': 't', 'deviceType': 'PORT', 'deviceId': '$port', 'condition': {}}
          /chains/$chain            | /chains/$chain/rules                     | {'type': 'drop'}
          /traces/$trace            | /chains/$chain/rules                     | {'type': 'trace', 'requestId': '$trace'}
          /load_balancers/$balancer | /pools/$pool/vips                        | {'address': '10.0.0.1', 'protocolPort': 80}
          /load_balancers/$balancer | /pools/$pool/pool_members                | {'address': '10.0.0.1', 'protocolPort': 80}
          /pools/$pool              | /pools/$pool/vips                        | {'address': '10.0.0.1', 'protocolPort': 80}
          /qos_policies/$policy     | /qos_policies/$policy/qos_dscp_rules     | {'dscpMark': 1}
          /qos_policies/$policy     | /qos_policies/$policy/qos_bw_limit_rules | {'maxKbps': 1}
          """)
  void isDeletedWithItsOwner(String owner, String path, String body) {
    String uri = make(path, body);
    assertThat(status(uri)).isEqualTo(200);
    assertThat(api.delete(world.fill(owner)).status()).isEqualTo(204);
    assertThat(status(uri)).isEqualTo(404);
  }

  /**
   * Rows: the deleted object, the referring object, its field, and the field's value afterwards.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          /chains/$chain            | /bridges               | inboundFilterId       | null | '$chain'
          /chains/$chain            | /bridges               | outboundFilterId      | null | '$chain'
          /chains/$chain            | /routers               | inboundFilterId       | null | '$chain'
          /chains/$chain            | /routers               | outboundFilterId      | null | '$chain'
          /chains/$chain            | /bridges/$bridge/ports | inboundFilterId       | null | '$chain'
          /chains/$chain            | /routers               | localRedirectChainId  | null | '$chain'
          /chains/$chain            | /routers               | forwardChainId        | null | '$chain'
          /chains/$chain            | /bridges/$bridge/ports | outboundFilterId      | null | '$chain'
          /mirrors/$mirror          | /bridges               | outboundMirrorIds     | []   | ['$mirror']
          /mirrors/$mirror          | /bridges               | inboundMirrorIds      | []   | ['$mirror']
          /mirrors/$mirror          | /routers               | inboundMirrorIds      | []   | ['$mirror']
          /mirrors/$mirror          | /routers               | outboundMirrorIds     | []   | ['$mirror']
          /mirrors/$mirror          | /bridges/$bridge/ports | inboundMirrorIds      | []   | ['$mirror']
          /mirrors/$mirror          | /bridges/$bridge/ports | outboundMirrorIds     | []   | ['$mirror']
          /mirrors/$mirror          | /bridges/$bridge/ports | postInFilterMirrorIds | []   | ['$mirror']
          /mirrors/$mirror          | /bridges/$bridge/ports | preOutFilterMirrorIds | []   | ['$mirror']
          /qos_policies/$policy     | /bridges               | qosPolicyId           | null | '$policy'
          /qos_policies/$policy     | /bridges/$bridge/ports | qosPolicyId           | null | '$policy'
          /health_monitors/$monitor | /pools                 | healthMonitorId       | null | '$monitor'
          /load_balancers/$balancer | /routers               | loadBalancerId        | null | '$balancer'
          """)
  void referenceIsClearedByDelete(
      String target, String path, String field, String after, String before) {
    String least =
        Contract.all().filter(row -> row.path().equals(path)).findFirst().orElseThrow().minimal();
    ObjectNode body = ContractTest.json(world, least);
    body.setAll(ContractTest.json(world, "{'" + field + "': " + before + "}"));
    String uri = make(path, body.toString());
    assertThat(api.delete(world.fill(target)).status()).isEqualTo(204);
    assertThat(api.get(uri).json().get(field).toString()).isEqualTo(after);
  }

  /** Items inside an object have URIs of their own; a PUT of the object does not change them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /tunnel_zones/$zone              | hosts   | {'hostId': '$host', 'ipAddress': '192.0.2.1'}
          /bridges/$bridge/dhcp/$subnet    | hosts   | {'macAddr': 'fa:16:3e:00:00:01', 'ipAddr': '10.0.0.5'}
          /bridges/$bridge/dhcpV6/$subnet6 | hostsV6 | {'clientId': '1', 'fixedAddress': '2001:db8::5'}
          /port_groups/$group              | ports   | {'portId': '$port'}
          """)
  void embeddedItemsSurviveAnUpdate(String holder, String items, String body) {
    String item = make(holder + "/" + items, body);
    ObjectNode replaced = (ObjectNode) api.get(world.fill(holder)).json();
    assertThat(api.put(world.fill(holder), replaced).status()).isEqualTo(204);
    assertThat(status(item)).isEqualTo(200);
  }

  /**
   * A condition keeps references to deleted objects, so that it never matches more packets than
   * before.
   */
  @Test
  void aRuleOutlivesTheGroupsOfItsCondition() {
    String rule =
        make(
            "/chains/$chain/rules",
            "{'type': 'accept', 'ipAddrGroupSrc': '$addresses', 'portGroup': '$group'}");
    api.delete(world.fill("/ip_addr_groups/$addresses"));
    api.delete(world.fill("/port_groups/$group"));
    JsonNode read = api.get(rule).json();
    assertThat(read.get("ipAddrGroupSrc").asText()).isEqualTo(world.id("addresses"));
    assertThat(read.get("portGroup").asText()).isEqualTo(world.id("group"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /bridges                  | {'inboundFilterId': 'ID'}
          /bridges                  | {'inboundMirrorIds': ['ID']}
          /routers                  | {'loadBalancerId': 'ID'}
          /bridges/$bridge/ports    | {'type': 'Bridge', 'qosPolicyId': 'ID'}
          /pools                    | {'lbMethod': 'ROUND_ROBIN', 'healthMonitorId': 'ID'}
          /pool_members             | {'poolId': 'ID', 'address': '10.0.0.1', 'protocolPort': 80}
          /mirrors                  | {'toPortId': 'ID'}
          /traces                   | {'name': 't', 'deviceType': 'PORT', 'deviceId': 'ID', 'condition': {}}
          /chains/$chain/rules      | {'type': 'accept', 'ipAddrGroupDst': 'ID'}
          /chains/$chain/rules      | {'type': 'redirect', 'targetPortId': 'ID'}
          /chains/$chain/rules      | {'type': 'jump', 'jumpChainId': 'ID'}
          /tunnel_zones/$zone/hosts | {'hostId': 'ID', 'ipAddress': '192.0.2.1'}
          """)
  void referencedObjectsMustExistWithTheRightType(String path, String body) {
    for (String id : List.of(UUID.randomUUID().toString(), world.id("zone"))) {
      Answer answer = api.post(world.fill(path), world.fill(body.replace("ID", id)));
      assertThat(answer.status()).as("%s", answer).isEqualTo(404);
    }
  }

  /** As MidoNet 5.0, which answers with 404 for all other references. */
  @Test
  void aVipOfAnAbsentPoolIsABadRequest() {
    Answer answer =
        api.post(
            "/vips",
            "{'poolId': '%s', 'address': '10.0.0.1', 'protocolPort': 80}"
                .formatted(UUID.randomUUID()));
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
  }

  /** Host-v3: agents create hosts; operators change the weights. */
  @Test
  void aHostsWeightsAreChangedAndItsNameIsNot() {
    String uri = "/hosts/" + world.id("host");
    ObjectNode host = (ObjectNode) api.get(uri).json();
    assertThat(host.get("floodingProxyWeight").asInt()).isEqualTo(1);
    assertThat(host.get("containerWeight").asInt()).isEqualTo(1);
    assertThat(host.get("containerLimit").asInt()).isEqualTo(-1);
    assertThat(host.get("enforceContainerLimit").asBoolean()).isFalse();
    assertThat(
            api.put(
                    uri,
                    "{'name': 'x', 'alive': true, 'containerWeight': 5, 'containerLimit': 2,"
                        + " 'enforceContainerLimit': true}")
                .status())
        .isEqualTo(200);
    host.put("containerWeight", 5).put("containerLimit", 2).put("enforceContainerLimit", true);
    assertThat(api.get(uri).json()).isEqualTo(host);
    assertThat(api.post("/hosts", "{'name': 'y'}").status()).isEqualTo(405);
  }

  @Test
  void aRouterWithALoadBalancerIsNotDeleted() {
    String router = make("/routers", "{'loadBalancerId': '$balancer'}");
    Answer refused = api.delete(router);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("message").asText()).contains("load balancer");
    assertThat(api.post("/routers", world.fill("{'loadBalancerId': '$balancer'}")).status())
        .isEqualTo(409);
    ObjectNode body = (ObjectNode) api.get(router).json();
    assertThat(api.get(world.fill("/load_balancers/$balancer")).json().get("routerId"))
        .isEqualTo(body.get("id"));
    assertThat(api.put(router, body.putNull("loadBalancerId")).status()).isEqualTo(204);
    assertThat(api.delete(router).status()).isEqualTo(204);
  }

  @Test
  void aVipIsFoundFromItsLoadBalancerAndUniqueInIt() {
    String vip = make("/pools/$pool/vips", "{'address': '10.0.0.1', 'protocolPort': 80}");
    String other = make("/load_balancers/$balancer/pools", "{'lbMethod': 'ROUND_ROBIN'}");
    Answer doubled = api.post(other + "/vips", "{'address': '10.0.0.1', 'protocolPort': 80}");
    assertThat(doubled.status()).isEqualTo(409);
    JsonNode listed = api.get(world.fill("/load_balancers/$balancer/vips")).json();
    assertThat(listed).containsExactly(api.get(vip).json());
  }

  @Test
  void concurrentCreatesGetAUniqueName() {
    String name = "raced" + UUID.randomUUID();
    String body = "{'name': '" + name + "', 'type': 'vxlan'}";
    List<Integer> answers = atOnce(16, i -> api.post("/tunnel_zones", body).status());
    assertThat(answers).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 409);
    assertThat(api.get("/tunnel_zones").json().findValuesAsText("name")).containsOnlyOnce(name);
  }

  @Test
  void concurrentBindingsGetAUniqueInterface() {
    String host = world.id("host");
    String bridge = world.id("bridge");
    List<String> ports =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    api.create("/bridges/" + bridge + "/ports", "{'type': 'Bridge'}")
                        .get("id")
                        .asText())
            .toList();
    List<Integer> answers =
        atOnce(
            ports.size(),
            i ->
                api.post(
                        "/hosts/" + host + "/ports",
                        "{'portId': '" + ports.get(i) + "', 'interfaceName': 'eth7'}")
                    .status());
    assertThat(answers).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 409);
    assertThat(api.get("/hosts/" + host + "/ports").json()).hasSize(1);
  }

  @Test
  void concurrentCreatesGetAUniqueVip() {
    world.id("pool");
    List<Integer> answers =
        atOnce(
            12,
            i ->
                api.post(
                        world.fill("/pools/$pool/vips"),
                        "{'address': '10.0.0.9', 'protocolPort': 443}")
                    .status());
    assertThat(answers).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 409);
  }

  /** A write that conflicts too often is refused and has no effect. */
  @Test
  void concurrentWritesAreCompleteOrRefused() {
    String rules = world.fill("/chains/$chain/rules");
    List<Integer> answers =
        atOnce(24, i -> api.post(rules, "{'type': 'drop', 'position': 1}").status());
    assertThat(answers).allMatch(status -> status == 201 || status == 409);
    long made = answers.stream().filter(status -> status == 201).count();
    assertThat(made).isPositive();
    JsonNode list = api.get(rules).json();
    assertThat(list).hasSize((int) made);
    assertThat(list.findValuesAsText("position"))
        .isEqualTo(IntStream.rangeClosed(1, (int) made).mapToObj(String::valueOf).toList());
  }

  private static List<Integer> atOnce(int many, java.util.function.IntFunction<Integer> ask) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, many)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> ask.apply(i), threads))
              .toList();
      return answers.stream().map(CompletableFuture::join).toList();
    }
  }
}
