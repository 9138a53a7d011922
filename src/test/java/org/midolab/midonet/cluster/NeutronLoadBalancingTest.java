package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.NeutronPlugin.id;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.nsdb.TopologyStore;

/** Tests the translation of Neutron's LBaaS v1 to load balancers of routers. */
class NeutronLoadBalancingTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final NeutronPlugin neutron = new NeutronPlugin(api);
  private NeutronScene scene;
  private ObjectNode pool;
  private ObjectNode member;
  private ObjectNode vip;
  private ObjectNode monitor;

  @BeforeEach
  void balance() {
    scene = new NeutronScene(CLUSTER, neutron);
    monitor = object("'type': 'TCP', 'delay': 5, 'timeout': 3, 'max_retries': 2, 'pools': []");
    neutron.post("lb/health_monitors", monitor);
    pool =
        object(
            "'name': 'web', 'protocol': 'TCP', 'lb_method': 'ROUND_ROBIN', 'provider': 'midonet',"
                + " 'vip_id': null, 'members': [], 'health_monitors': []");
    pool.put("subnet_id", id(scene.subnet));
    neutron.post("lb/pools", pool);
    member = object("'address': '10.0.0.11', 'protocol_port': 80, 'weight': 2");
    neutron.post("lb/members", member.put("pool_id", id(pool)));
    neutron.post(
        "ports", neutron.port(scene.ext, scene.extSubnet, "192.0.2.80", "neutron:LOADBALANCER"));
    vip = object("'address': '192.0.2.80', 'protocol': 'TCP', 'protocol_port': 8080");
    vip.putObject("session_persistence").put("type", "SOURCE_IP");
    vip.put("pool_id", id(pool)).put("subnet_id", id(scene.extSubnet));
    neutron.post("lb/vips", vip);
  }

  @AfterEach
  void nothingIsLeft() {
    NeutronCleaner.clean(CLUSTER);
  }

  private static ObjectNode object(String properties) {
    try {
      ObjectNode object =
          (ObjectNode) ApiClient.JSON.readTree(("{" + properties + "}").replace('\'', '"'));
      object.put("id", UUID.randomUUID().toString()).put("tenant_id", "admin");
      return object.put("admin_state_up", true).put("status", "ACTIVE");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> balancing() {
    return TopologyText.of(CLUSTER.nsdb()).getOrDefault("load balancing", List.of());
  }

  @Test
  void aPoolsRouterBalances() {
    assertThat(balancing())
        .containsExactly(
            "member 10.0.0.11:80 weight 2 up",
            "monitor TCP 5 3 2",
            "pool of router monitored by null",
            "router has a load balancer",
            "vip 192.0.2.80:8080 SOURCE_IP");
    assertThat(TopologyText.of(CLUSTER.nsdb()).get("arp"))
        .contains("ext 192.0.2.80 is at MAC of router/192.0.2.2");
    String probe = "{'pool_id': '%s', 'id': '%s'}".formatted(id(pool), id(monitor));
    assertThat(api.post("/neutron/lb/pool_health_monitor", probe).status()).isEqualTo(201);
    assertThat(balancing()).contains("pool of router monitored by " + id(monitor));
    assertThat(api.get("/neutron/lb/pool_health_monitor").json())
        .containsExactly(
            object("").put("pool_id", id(pool)).put("id", id(monitor)).retain("pool_id", "id"));
    String probes = "/neutron/lb/pool_health_monitor/" + id(monitor);
    assertThat(api.delete(probes + "?pool_id=" + id(pool)).status()).isEqualTo(204);
    assertThat(balancing()).contains("pool of router monitored by null");
    Map<String, List<String>> before = TopologyText.of(CLUSTER.nsdb());
    neutron.put("lb/pools", pool);
    neutron.put("lb/members", member);
    neutron.put("lb/vips", vip);
    neutron.put("lb/health_monitors", monitor);
    assertThat(TopologyText.of(CLUSTER.nsdb())).isEqualTo(before);
  }

  /** MidoNet's client sends the whole monitor to the pool's path. */
  @Test
  void aMonitorIsAddedToAPool() {
    String monitors = "/neutron/lb/pools/" + id(pool) + "/health_monitors";
    String type = ApiClient.media("neutron.lb.PoolHealthMonitor-v1");
    Answer attached = api.post(monitors, type, monitor.toString());
    assertThat(attached.status()).as("%s", attached).isEqualTo(201);
    assertThat(attached.json().get("pool_id").asText()).isEqualTo(id(pool));
    assertThat(balancing()).contains("pool of router monitored by " + id(monitor));
    for (int times = 0; times < 2; times++) {
      assertThat(api.delete(monitors + "/" + id(monitor)).status()).isEqualTo(204);
      assertThat(balancing()).contains("pool of router monitored by null");
    }
    assertThat(api.post(monitors, type, object("").toString()).status()).isEqualTo(404);
  }

  /** Kilo's driver creates a monitor when it is associated, with the pools in its body. */
  @Test
  void aNewMonitorProbesTheGivenPools() {
    ObjectNode second = object("'type': 'TCP', 'delay': 1, 'timeout': 1, 'max_retries': 1");
    second.putArray("pools").addObject().put("pool_id", UUID.randomUUID().toString());
    assertThat(api.post("/neutron/lb/health_monitors", second.toString()).status()).isEqualTo(404);
    assertThat(api.get("/neutron/lb/health_monitors/" + id(second)).status()).isEqualTo(404);
    for (String wrong : List.of("7", "[7]", "[{'pool_id': 'x'}]", "[{}]")) {
      String body = second.toString().replaceAll("\"pools\":\\[.*?]", "'pools': " + wrong);
      Answer answer = api.post("/neutron/lb/health_monitors", body);
      assertThat(answer.status()).as("%s: %s", body, answer).isEqualTo(400);
    }
    second.putArray("pools").addObject().put("pool_id", id(pool)).put("status", "ACTIVE");
    neutron.post("lb/health_monitors", second);
    assertThat(balancing()).contains("pool of router monitored by " + id(second));
  }

  /** An agent has taken up only the monitor that the pool had before. */
  @Test
  void aMonitorIsInactiveAfterThatOfAnother() {
    String monitors = "/neutron/lb/pools/" + id(pool) + "/health_monitors";
    String type = ApiClient.media("neutron.lb.PoolHealthMonitor-v1");
    api.post(monitors, type, monitor.toString());
    TopologyStore topology = CLUSTER.nsdb().topology();
    Pool taken = topology.get(Pool.class, UUID.fromString(id(pool)));
    topology.update(taken.withMappingStatus(Pool.MappingStatus.ACTIVE));

    pool.putArray("health_monitors").add(id(monitor));
    neutron.put("lb/pools", pool.put("name", "renamed"));
    assertThat(mappingStatus()).isEqualTo("ACTIVE");
    api.delete(monitors + "/" + id(monitor));
    assertThat(mappingStatus()).isEqualTo("INACTIVE");
  }

  private String mappingStatus() {
    return api.get("/pools/" + id(pool)).json().get("mappingStatus").asText();
  }

  @Test
  void unsupportedProtocolsAreRefused() {
    Map<String, List<String>> before = TopologyText.of(CLUSTER.nsdb());
    for (String wrong : List.of("'protocol': 'UDP'", "'lb_method': 'LEAST_CONNECTIONS'")) {
      assertThat(api.post("/neutron/lb/pools", object(wrong).toString()).status()).isEqualTo(400);
    }
    assertThat(
            api.post(
                    "/neutron/lb/health_monitors",
                    object("'type': 'PING', 'delay': 1, 'timeout': 1, 'max_retries': 1").toString())
                .status())
        .isEqualTo(400);
    assertThat(TopologyText.of(CLUSTER.nsdb())).isEqualTo(before);
  }

  @Test
  void httpIsBalancedAsTcp() {
    for (String protocol : List.of("HTTP", "HTTPS")) {
      ObjectNode web = object("'protocol': '" + protocol + "'");
      neutron.post("lb/pools", web.put("router_id", id(scene.router)));
      ObjectNode front = object("'address': '192.0.2.81', 'protocol_port': 80");
      neutron.post("lb/vips", front.put("pool_id", id(web)).put("protocol", protocol));
      assertThat(api.get("/neutron/lb/pools/" + id(web)).json().get("protocol").asText())
          .isEqualTo(protocol);
      assertThat(api.get("/pools/" + id(web)).json().get("protocol").asText()).isEqualTo("TCP");
      neutron.delete("lb/pools", web);
    }
  }

  @Test
  void theLoadBalancerIsDeletedWithTheLastPool() {
    ObjectNode second = object("'protocol': 'TCP'").put("router_id", id(scene.router));
    Answer made = api.post("/neutron/lb/pools", second.toString());
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Warning")).as("nothing is unenforced").isNull();
    neutron.delete("lb/pools", pool);
    assertThat(api.get("/neutron/lb/vips/" + id(vip)).status()).isEqualTo(404);
    assertThat(balancing())
        .containsExactly(
            "monitor TCP 5 3 2", "pool of router monitored by null", "router has a load balancer");
    neutron.delete("lb/pools", second);
    assertThat(balancing()).containsExactly("monitor TCP 5 3 2");
    JsonNode root = api.get("/neutron").json().get("load_balancer");
    assertThat(api.get(root.get("pools").asText()).json()).isEmpty();
  }

  @RepeatedTest(4)
  void nothingIsLeftInAnyOrderOfDeletes() {
    assertThat(balancing()).hasSize(5);
    // the objects are deleted after each test, in random order
  }
}
