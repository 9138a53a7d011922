package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;
import org.midolab.midonet.model.Host;

/**
 * Thousands of requests that are almost right: real fields with values from everywhere, ids of
 * other types, cycles, doubled ids, cut and swapped bytes. None of them may be the server's fault.
 * The seed is in the message; {@code -Dseed=N} repeats it, {@code -Drequests=N} makes it longer.
 */
class HostileInputTest {

  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int REQUESTS = Integer.getInteger("requests", 2_000);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> FIELDS =
      List.of(
              "id name tenantId type adminStateUp inboundFilterId outboundFilterId asNumber vlanId"
                  .split(" "),
              "portAddress portSubnet networkAddress networkLength portMac peerId hostId vifId portId"
                  .split(" "),
              "interfaceName ipAddress address keepAlive holdTime connectRetry password subnetAddress"
                  .split(" "),
              "subnetLength srcNetworkAddr srcNetworkLength dstNetworkAddr dstNetworkLength weight"
                  .split(" "),
              "nextHopPort nextHopGateway position flowAction jumpChainId natTargets inPorts outPorts"
                  .split(" "),
              "portGroup tpSrc tpDst dlType dlSrcMask nwProto fragmentPolicy noVlan vlan macAddr ip mac"
                  .split(" "),
              "stateful floodingProxyWeight nwSrcAddress nwSrcLength localRedirectChainId addressFrom"
                  .split(" "))
          .stream()
          .flatMap(Stream::of)
          .toList();

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final Random random = new Random(SEED);
  private final List<UUID> ids = new ArrayList<>();

  @Test
  void noRequestIsTheServersFault() {
    Host host = new Host(UUID.randomUUID(), "h", 1);
    CLUSTER.nsdb().topology().create(host);
    ids.add(host.id());
    for (String collection : List.of("bridges", "routers", "chains", "port_groups")) {
      ids.add(UUID.fromString(api.create("/" + collection, "{}").get("id").asText()));
    }
    for (int i = 0; i < REQUESTS; i++) {
      String path = path();
      String body = body();
      Answer answer = send(path, body);
      assertThat(answer.status())
          .as("seed %d, request %d: %s %s -> %s", SEED, i, path, body, answer)
          .isBetween(200, 499);
      assertThat(answer.response().body()).doesNotContain("Exception", "at org.");
      if (answer.status() == 201 && answer.location().matches(".*[0-9a-f-]{36}")) {
        ids.add(answer.id());
      }
    }
    for (String collection : List.of("bridges", "routers", "chains", "port_groups", "ports")) {
      for (JsonNode object : api.get("/" + collection).json()) {
        assertThat(api.get(object.get("uri").asText()).status()).isEqualTo(200);
      }
    }
  }

  private Answer send(String path, String body) {
    var request = api.to(path).header("Content-Type", "application/json");
    return api.send(
        switch (random.nextInt(10)) {
          case 0 -> request.GET();
          case 1 -> request.DELETE();
          case 2, 3 -> request.PUT(BodyPublishers.ofString(body));
          default -> request.POST(BodyPublishers.ofString(body));
        });
  }

  private String path() {
    String[] collections = {
      "bridges",
      "routers",
      "chains",
      "port_groups",
      "tunnel_zones",
      "hosts",
      "ports",
      "routes",
      "rules",
      "bgp_peers",
      "bgp_networks",
      "conf/nodes"
    };
    String[] children = {
      "ports",
      "routes",
      "rules",
      "bgp_peers",
      "bgp_networks",
      "hosts",
      "mac_table",
      "arp_table",
      "link",
      "interfaces",
      "vlans/7/mac_table",
      "peer_ports",
      "port_groups"
    };
    String path = "/" + pick(collections);
    if (random.nextInt(4) > 0) {
      path += "/" + id();
      if (random.nextInt(3) > 0) {
        path += "/" + pick(children);
        if (random.nextInt(4) == 0) {
          path += "/" + id();
        }
      }
    }
    return path;
  }

  private String body() {
    ObjectNode object = JSON.objectNode();
    for (int i = random.nextInt(8); i >= 0; i--) {
      object.set(FIELDS.get(random.nextInt(FIELDS.size())), value(0));
    }
    // Often enough whole, so that it gets past the first check.
    if (random.nextInt(3) == 0) {
      object.setAll(
          Map.of(
              "type", JSON.textNode(pick("Normal", "accept", "jump", "dnat", "gre", "Bridge")),
              "name", JSON.textNode("n" + random.nextInt(5)),
              "portAddress", JSON.textNode("10.0.0.1"),
              "networkAddress", JSON.textNode("10.0.0.0"),
              "networkLength", JSON.numberNode(24),
              "dstNetworkAddr", JSON.textNode("10.0.0.0"),
              "dstNetworkLength", JSON.numberNode(8),
              "nextHopPort", JSON.textNode(id()),
              "jumpChainId", JSON.textNode(id()),
              "peerId", JSON.textNode(id())));
    }
    StringBuilder text = new StringBuilder(object.toString());
    if (random.nextInt(8) == 0) {
      text.setLength(random.nextInt(text.length()));
    } else if (random.nextInt(8) == 0) {
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x300));
    }
    return text.toString();
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth > 3 ? 10 : 12)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(-2, 70_000));
      case 3 -> JSON.numberNode(random.nextLong());
      case 4 -> JSON.numberNode(random.nextDouble() * 1e300);
      case 5 -> JSON.textNode(id());
      case 6 -> JSON.textNode(pick("10.0.0.1", "255.255.255.255", "10.0.0.0/8", "::1", "1.2.3"));
      case 7 -> JSON.textNode(pick("fa:16:3e:00:00:01", "ff:ff:ff:ff:ff:ff", "eth0", "../..", ""));
      case 8 -> JSON.textNode(pick("\u0000", "\ud800", "é", "x".repeat(300), "${x}", "a\nb"));
      case 9 -> JSON.textNode(pick("accept", "drop", "vxlan", "Normal", "header", "up"));
      case 10 -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(depth + 1));
        }
        yield array;
      }
      default ->
          JSON.objectNode()
              .set(pick("start", "end", "addressFrom", "portTo", "x"), value(depth + 1));
    };
  }

  private String id() {
    return random.nextInt(10) == 0
        ? pick("x", "0-0-0-0-0", UUID.randomUUID().toString(), "%2e%2e", "%0a")
        : ids.get(random.nextInt(ids.size())).toString();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
