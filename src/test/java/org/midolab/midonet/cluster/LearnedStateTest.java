package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.midolab.midonet.cluster.ApiClient.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.nsdb.HostOwner;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.PortState;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/** What agents publish is what the API shows, for as long as they publish it. */
class LearnedStateTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();

  @Test
  void anAgentsStateAppearsAndVanishes() {
    Host host = new Host(UUID.randomUUID(), "gateway1", 1);
    CLUSTER.nsdb().topology().create(host);
    ObjectNode router = api.create("/routers", "{'asNumber': 64512}");
    api.create(router.get("bgpPeers").asText(), "{'asNumber': 64513, 'address': '198.51.100.1'}");
    ObjectNode port =
        api.create(
            router.get("ports").asText(),
            "{'type': 'Router', 'portAddress': '198.51.100.2', 'portSubnet': ['198.51.100.0/30']}");
    UUID portId = UUID.fromString(port.get("id").asText());
    String hostUri = "/hosts/" + host.id();
    api.create(hostUri + "/ports", "{'portId': '" + portId + "', 'interfaceName': 'eth1'}");
    assertThat(api.get(hostUri).json().get("alive").asBoolean()).isFalse();

    try (Nsdb agent = ZkNsdb.connect(CLUSTER.nsdb().settings())) {
      agent.state().claimHost(host.id(), new HostOwner("gateway1", "m", "t"), () -> {});
      agent.state().publishHostState(host.id(), ClusterUnderTest.ETH0);
      Route route =
          new Route(
              UUID.randomUUID(),
              UUID.fromString(router.get("id").asText()),
              Prefix.ANY,
              Prefix.parse("198.51.100.254/32"),
              Route.NextHop.PORT,
              portId,
              Ip4.parse("198.51.100.1"),
              20,
              true);
      agent.state().publishRoutes(host.id(), portId, Set.of(route), Session.FAIL_FAST);
      agent
          .state()
          .publishBgpStatus(host.id(), portId, "BGP state = Established", Session.FAIL_FAST);
      agent
          .state()
          .publishPortActive(host.id(), portId, new PortState(host.id(), 1), Session.FAIL_FAST);

      String portUri = port.get("uri").asText();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> api.get(portUri).json().get("active").asBoolean());
      assertThat(api.get(portUri).json().get("bgpStatus").asText()).contains("Established");
      JsonNode seen = api.get(hostUri, media("Host-v3")).json();
      assertThat(seen.get("alive").asBoolean()).isTrue();
      assertThat(seen.get("addresses").get(0).asText()).isEqualTo("198.18.0.2");
      JsonNode link = api.get(seen.get("interfaces").asText()).json().get(0);
      assertThat(link.get("status").asInt()).isEqualTo(3);
      assertThat(link.get("type").asText()).isEqualTo("Physical");
      assertThat(api.get(link.get("uri").asText()).json()).isEqualTo(link);
      assertThat(api.delete(hostUri).status()).isEqualTo(403);

      JsonNode learned = learned(router);
      assertThat(learned).isNotNull();
      assertThat(learned.get("weight").asInt()).isEqualTo(20);
      assertThat(learned.get("nextHopGateway").asText()).isEqualTo("198.51.100.1");
      assertThat(api.get(learned.get("uri").asText()).json()).isEqualTo(learned);
      assertThat(api.delete(learned.get("uri").asText()).status()).isEqualTo(409);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> learned(router) == null);
    assertThat(api.get(hostUri).json().get("alive").asBoolean()).isFalse();
  }

  private JsonNode learned(ObjectNode router) {
    for (JsonNode route : api.get(router.get("routes").asText()).json()) {
      if (route.get("learned").asBoolean()) {
        return route;
      }
    }
    return null;
  }
}
