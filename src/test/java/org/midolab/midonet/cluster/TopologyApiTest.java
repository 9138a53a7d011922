package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.ApiClient.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;
import org.midolab.midonet.model.Host;

/** Tests devices, ports, routes and BGP with requests of a MidoNet 5 client. */
class TopologyApiTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();

  @Test
  void theRootDocumentListsTheResources() {
    JsonNode root = api.get("/", media("Application-v5")).json();
    assertThat(root.get("version").asText()).isEqualTo("v5.0");
    List.of("bridges", "routers", "ports", "hosts", "tunnelZones", "chains", "portGroups")
        .forEach(name -> assertThat(api.get(root.get(name).asText()).status()).isEqualTo(200));
    assertThat(root.get("bgpPeerTemplate").asText()).endsWith("/midonet-api/bgp_peers/{id}");
    assertThat(root.has("vteps")).isFalse();
  }

  @Test
  void aRouterIsCreatedReadUpdatedAndDeleted() {
    Answer made = api.post("/routers", media("Router-v3"), "{'name': 'edge', 'tenantId': 't'}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.response().body()).isEmpty();
    Answer got = api.get(made.location(), media("Router-v3"));
    assertThat(got.header("Content-Type")).isEqualTo(media("Router-v3"));
    ObjectNode router = (ObjectNode) got.json();
    assertThat(router.get("uri").asText()).isEqualTo(made.location());
    assertThat(router.get("adminStateUp").asBoolean()).isTrue();
    assertThat(router.get("asNumber").asLong()).isEqualTo(-1);
    assertThat(router.get("inboundFilterId").isNull()).isTrue();

    router.put("asNumber", 2_147_483_647L).put("adminStateUp", false);
    assertThat(api.put(made.location(), router).status()).isEqualTo(204);
    assertThat(api.get(made.location()).json().get("asNumber").asLong()).isEqualTo(2_147_483_647L);

    assertThat(api.get("/routers?tenant_id=t").json()).hasSize(1);
    assertThat(api.get("/routers?tenant_id=nobody").json()).isEmpty();
    assertThat(api.delete(made.location()).status()).isEqualTo(204);
    Answer gone = api.get(made.location());
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.header("Content-Type")).isEqualTo(media("Error-v1"));
    assertThat(gone.json().get("code").asInt()).isEqualTo(404);
    assertThat(gone.json().get("message").asText()).contains("no router");
  }

  @Test
  void aRouterPortGetsAMacATunnelKeyAndARouteToItself() {
    ObjectNode router = api.create("/routers", "{'name': 'r'}");
    Answer made =
        api.post(
            router.get("ports").asText(),
            media("Port-v3"),
            "{'type': 'ExteriorRouter', 'portAddress': '198.51.100.2',"
                + " 'networkAddress': '198.51.100.0', 'networkLength': 30}");
    assertThat(made.status()).isEqualTo(201);
    ObjectNode port = (ObjectNode) api.get(made.location(), media("Port-v3")).json();
    assertThat(port.get("type").asText()).isEqualTo("Router");
    assertThat(port.get("portMac").asText()).startsWith("ac:ca:ba:");
    assertThat(port.get("tunnelKey").asInt()).isPositive();
    assertThat(port.get("networkAddress").asText()).isEqualTo("198.51.100.0");
    assertThat(port.has("portSubnet")).isFalse();
    JsonNode v4 = api.get(made.location(), media("Port-v4")).json();
    assertThat(v4.get("portSubnet").get(0).asText()).isEqualTo("198.51.100.0/30");
    assertThat(v4.has("networkAddress")).isFalse();

    JsonNode local = api.get(router.get("routes").asText()).json().get(0);
    assertThat(local.get("type").asText()).isEqualTo("Local");
    assertThat(local.get("dstNetworkAddr").asText()).isEqualTo("198.51.100.2");
    assertThat(local.get("dstNetworkLength").asInt()).isEqualTo(32);
    assertThat(local.get("nextHopPort").asText()).isEqualTo(port.get("id").asText());

    port.put("portAddress", "198.51.100.1");
    assertThat(api.put(made.location(), port).status()).isEqualTo(204);
    JsonNode moved = api.get(router.get("routes").asText()).json();
    assertThat(moved).hasSize(1);
    assertThat(moved.get(0).get("dstNetworkAddr").asText()).isEqualTo("198.51.100.1");

    assertThat(api.delete(router.get("uri").asText()).status()).isEqualTo(204);
    assertThat(api.get(made.location()).status()).isEqualTo(404);
    assertThat(api.get(local.get("uri").asText()).status()).isEqualTo(404);
  }

  @Test
  void portsAreLinkedFromBothEnds() {
    ObjectNode router = api.create("/routers", "{'name': 'r'}");
    ObjectNode bridge = api.create("/bridges", "{'name': 'b'}");
    ObjectNode onRouter =
        api.create(
            router.get("ports").asText(),
            "{'type': 'Router', 'portAddress': '192.168.1.1', 'portSubnet': ['192.168.1.0/24']}");
    ObjectNode onBridge = api.create(bridge.get("ports").asText(), "{'type': 'Bridge'}");
    String link = onRouter.get("link").asText();
    String peer = "{'peerId': '" + onBridge.get("id").asText() + "'}";
    assertThat(api.post(link, media("PortLink-v1"), peer).status()).isEqualTo(201);
    assertThat(api.get(onBridge.get("uri").asText()).json().get("peerId"))
        .isEqualTo(onRouter.get("id"));
    assertThat(api.get(bridge.get("peerPorts").asText()).json().get(0).get("id"))
        .isEqualTo(onRouter.get("id"));
    assertThat(api.post(link, peer).status()).isEqualTo(409);
    assertThat(api.delete(onBridge.get("link").asText()).status()).isEqualTo(204);
    assertThat(api.get(onRouter.get("uri").asText()).json().get("peerId").isNull()).isTrue();

    ObjectNode other = api.create("/bridges", "{'name': 'c'}");
    ObjectNode onOther = api.create(other.get("ports").asText(), "{'type': 'Bridge'}");
    assertThat(api.post(onOther.get("link").asText(), peer).status()).isEqualTo(400);
    ObjectNode tagged = api.create(other.get("ports").asText(), "{'type': 'Bridge', 'vlanId': 10}");
    assertThat(api.post(tagged.get("link").asText(), peer).status()).isEqualTo(201);
  }

  @Test
  void routesAreCheckedAgainstTheirRouter() {
    ObjectNode router = api.create("/routers", "{}");
    ObjectNode port =
        api.create(
            router.get("ports").asText(),
            "{'type': 'Router', 'portAddress': '10.0.0.1', 'networkAddress': '10.0.0.0', 'networkLength': 24}");
    String routes = router.get("routes").asText();
    ObjectNode route =
        api.create(
            routes,
            "{'type': 'Normal', 'srcNetworkAddr': '0.0.0.0', 'srcNetworkLength': 0,"
                + " 'dstNetworkAddr': '10.1.0.7', 'dstNetworkLength': 16, 'nextHopPort': '"
                + port.get("id").asText()
                + "', 'nextHopGateway': '10.0.0.254'}");
    assertThat(route.get("weight").asInt()).isZero();
    assertThat(route.get("dstNetworkAddr").asText()).isEqualTo("10.1.0.0");
    assertThat(route.get("learned").asBoolean()).isFalse();
    ObjectNode blackhole =
        api.create(
            routes,
            "{'type': 'BlackHole', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.9.0.0', 'dstNetworkLength': 16}");
    assertThat(blackhole.get("type").asText()).isEqualTo("BlackHole");

    Answer without =
        api.post(
            routes,
            "{'type': 'Normal', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.9.0.0', 'dstNetworkLength': 16}");
    assertThat(without.status()).isEqualTo(400);
    assertThat(without.json().get("violations").get(0).get("property").asText())
        .isEqualTo("nextHopPort");
    ObjectNode elsewhere = api.create("/routers", "{}");
    assertThat(
            api.post(
                    elsewhere.get("routes").asText(),
                    "{'type': 'Normal', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.9.0.0', 'dstNetworkLength': 16,"
                        + " 'nextHopPort': '"
                        + port.get("id").asText()
                        + "'}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void bgpPeersKeepTheirTimersAndPassword() {
    ObjectNode router = api.create("/routers", "{'asNumber': 64512}");
    String peers = router.get("bgpPeers").asText();
    ObjectNode peer = api.create(peers, "{'asNumber': 64513, 'address': '198.51.100.1'}");
    assertThat(peer.get("keepAlive").isNull()).isTrue();
    peer.put("password", "s3cret").put("holdTime", 5).put("keepAlive", 5).put("connectRetry", 10);
    assertThat(api.put(peer.get("uri").asText(), peer).status()).isEqualTo(204);
    JsonNode changed = api.get(peer.get("uri").asText()).json();
    assertThat(changed).isEqualTo(peer);

    assertThat(api.post(peers, "{'asNumber': 1, 'address': '198.51.100.1'}").status())
        .isEqualTo(409);
    Answer wrong = api.post(peers, "{'asNumber': 0, 'address': '300.0.0.1', 'holdTime': 2}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().get("violations").findValuesAsText("property"))
        .containsExactly("asNumber", "address", "holdTime");

    String networks = router.get("bgpNetworks").asText();
    ObjectNode network = api.create(networks, "{'subnetAddress': '192.0.2.0', 'subnetLength': 24}");
    assertThat(api.get(networks).json()).hasSize(1);
    assertThat(api.post(networks, "{'subnetAddress': '192.0.2.9', 'subnetLength': 24}").status())
        .isEqualTo(409);
    assertThat(api.delete(network.get("uri").asText()).status()).isEqualTo(204);
    assertThat(api.get(networks).json()).isEmpty();
  }

  @Test
  void tunnelZonesHaveUniqueNamesAndMembers() {
    Host host = new Host(UUID.randomUUID(), "gateway1", 1);
    CLUSTER.nsdb().topology().create(host);
    ObjectNode zone = api.create("/tunnel_zones", "{'name': 'tz', 'type': 'vxlan'}");
    assertThat(api.post("/tunnel_zones", "{'name': 'tz', 'type': 'gre'}").status()).isEqualTo(409);
    String hosts = zone.get("hosts").asText();
    Answer member =
        api.post(
            hosts,
            media("TunnelZoneHost-v1"),
            "{'hostId': '" + host.id() + "', 'ipAddress': '198.19.0.1'}");
    assertThat(member.status()).isEqualTo(201);
    assertThat(api.get(member.location()).json().get("ipAddress").asText()).isEqualTo("198.19.0.1");
    assertThat(
            api.post(hosts, "{'hostId': '" + host.id() + "', 'ipAddress': '198.19.0.2'}").status())
        .isEqualTo(409);
    assertThat(
            api.post(hosts, "{'hostId': '" + UUID.randomUUID() + "', 'ipAddress': '198.19.0.2'}")
                .status())
        .isEqualTo(404);
    assertThat(api.delete(member.location()).status()).isEqualTo(204);
    assertThat(api.get(hosts, media("collection.TunnelZoneHost-v1")).json()).isEmpty();
  }

  @Test
  void interfacesAreBoundOnce() {
    Host host = new Host(UUID.randomUUID(), "compute1", 1);
    CLUSTER.nsdb().topology().create(host);
    ObjectNode bridge = api.create("/bridges", "{}");
    ObjectNode first = api.create(bridge.get("ports").asText(), "{'type': 'Bridge'}");
    ObjectNode second = api.create(bridge.get("ports").asText(), "{'type': 'Bridge'}");
    String bindings = api.get("/hosts/" + host.id()).json().get("ports").asText();
    String binding = "{'portId': '%s', 'interfaceName': '%s'}";
    Answer bound =
        api.post(
            bindings,
            media("HostInterfacePort-v1"),
            binding.formatted(first.get("id").asText(), "tapvm1"));
    assertThat(bound.status()).isEqualTo(201);
    JsonNode port = api.get(first.get("uri").asText()).json();
    assertThat(port.get("hostId").asText()).isEqualTo(host.id().toString());
    assertThat(port.get("active").asBoolean()).isFalse();
    assertThat(api.get(port.get("hostInterfacePort").asText()).json().get("interfaceName").asText())
        .isEqualTo("tapvm1");
    assertThat(api.post(bindings, binding.formatted(second.get("id").asText(), "tapvm1")).status())
        .isEqualTo(409);
    assertThat(api.post(bindings, binding.formatted(first.get("id").asText(), "tapvm2")).status())
        .isEqualTo(409);
    assertThat(api.post(bindings, "{'portId': '" + second.get("id").asText() + "'}").status())
        .isEqualTo(400);
    assertThat(api.delete("/hosts/" + host.id()).status()).isEqualTo(403);
    assertThat(api.delete(bound.location()).status()).isEqualTo(204);
    assertThat(api.get(bindings).json()).isEmpty();
    assertThat(api.delete("/hosts/" + host.id()).status()).isEqualTo(204);
  }
}
