package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.ApiClient.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.midonet.cluster.UpstreamClient.Answer;
import org.midolab.midonet.cluster.UpstreamClient.Types;

/**
 * Replays a session of MidoNet 5.0's Python client with every type of object, see {@link
 * UpstreamClient}: log in, find the collection by links, create, show, list, update, delete, delete
 * again.
 */
class UpstreamReplayTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final String ALL = "org.midolab.midonet.cluster.Contract#all";

  /** Collections that other objects link in MidoNet: a pool links its members. */
  private static final Set<String> NOT_LINKED =
      Set.of("/load_balancers/$balancer/pools/$pool/pool_members");

  private final World world = new World(CLUSTER);
  private final UpstreamClient client =
      new UpstreamClient(CLUSTER.client()).login("admin", "anything", "admin");

  /**
   * Returns the body of a row as the client sends it: values as text, a subnet as two properties.
   */
  private ObjectNode written(String text) {
    ObjectNode body = (ObjectNode) UpstreamClientTest.asText(ContractTest.json(world, text));
    if (body.remove("portSubnet") != null) {
      body.put("networkAddress", "10.0.0.0").put("networkLength", "24");
    }
    return body;
  }

  /** Returns the URI of the row's collection, found by the links of the object above it. */
  private String collection(Contract row) {
    String uri = CLUSTER.client().to(world.fill(row.path())).build().uri().toString();
    if (NOT_LINKED.contains(row.path())) {
      return uri;
    }
    assertThat(linked(above(uri), uri)).as("%s is linked", row.path()).isTrue();
    return uri;
  }

  private JsonNode above(String uri) {
    String parent = uri.substring(0, uri.lastIndexOf('/'));
    if (parent.endsWith("/midonet-api")) {
      return client.root();
    }
    Answer answer = client.ask("GET", parent, Types.accepting("application/json"), null);
    return answer.status() == 200 && answer.body().isObject() ? answer.body() : above(parent);
  }

  private static boolean linked(JsonNode document, String uri) {
    return document.properties().stream()
        .map(property -> property.getValue().asText())
        .anyMatch(link -> uri.matches(decoded(link).replaceAll("\\{[^}]*}", "[^/]+")));
  }

  /** Decodes a link; the colons of an IPv6 subnet may be encoded. */
  private static String decoded(String link) {
    return URLDecoder.decode(link, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aSessionWithEveryKindOfObject(Contract row) {
    String collection = collection(row);
    for (int version = row.oldest(); version <= row.newest(); version++) {
      String type = media(row.media() + "-v" + version);
      ObjectNode made = client.create(collection, type, written(row.full()));
      ContractTest.has(made, shown(row.full(), made));
      String uri = made.get("uri").asText();

      String list = media("collection." + row.media() + "-v" + version);
      assertThat(client.get(collection, Types.accepting(list)))
          .filteredOn(each -> each.get("uri").asText().equals(uri))
          .containsExactly(made);

      if (row.put() != null) {
        assertThat(client.update(made, type)).as("PUT of the unchanged object").isEqualTo(made);
        ObjectNode changed = made.deepCopy();
        changed.setAll(written(row.put()));
        changed.remove("portSubnet");
        changed = client.update(changed, type);
        ContractTest.has(changed, shown(row.put(), changed));
      }

      assertThat(client.delete(uri)).isEqualTo(204);
      assertThat(client.delete(uri)).as("repeated DELETE").isEqualTo(row.gone());
      assertThat(client.ask("GET", uri, Types.accepting(type), null).status()).isEqualTo(404);
    }
  }

  /** Returns the row's expected values in the form of the version that was read. */
  private ObjectNode shown(String text, JsonNode read) {
    ObjectNode wanted = ContractTest.json(world, text);
    if (wanted.has("portSubnet") && !read.has("portSubnet")) {
      wanted.remove("portSubnet");
      wanted.put("networkAddress", "10.0.0.0").put("networkLength", 24);
    }
    return wanted;
  }

  @Test
  void theTokenIsReadFromTheCookie() {
    assertThat(client.token()).isEqualTo(ApiClient.TOKEN);
    assertThat(client.root("bridgeTemplate")).endsWith("/bridges/{id}");
  }

  /** Agents create hosts; the client lists, shows, updates and deletes them. */
  @ParameterizedTest
  @CsvSource({"2", "3"})
  void aSessionWithAHost(int version) {
    String id = CLUSTER.host("host" + UUID.randomUUID()).toString();
    String type = media("Host-v" + version);
    JsonNode hosts =
        client.get(client.root("hosts"), Types.accepting(media("collection.Host-v" + version)));
    assertThat(hosts.findValuesAsText("id")).contains(id);
    String uri = client.root("hostTemplate").replace("{id}", id);
    ObjectNode host = (ObjectNode) client.get(uri, Types.both(type));
    host.put("floodingProxyWeight", "5");
    host = client.update(host, type);
    assertThat(host.get("floodingProxyWeight").asInt()).isEqualTo(5);
    assertThat(client.delete(uri)).isEqualTo(204);
    assertThat(client.delete(uri)).isEqualTo(404);
  }

  /** The client links with the whole port as body, and unlinks with a DELETE that has a body. */
  @Test
  void aSessionWithALink() {
    String type = media("Port-v2");
    String uri = client.root("portTemplate").replace("{id}", world.id("bridgePort"));
    ObjectNode port = (ObjectNode) client.get(uri, Types.accepting(type));
    String link = port.get("link").asText();
    port.put("peerId", world.id("routerPort"));
    assertThat(client.ask("POST", link, Types.sending(media("PortLink-v1")), port).status())
        .isEqualTo(201);
    assertThat(client.get(uri, Types.accepting(type)).get("peerId").asText())
        .isEqualTo(world.id("routerPort"));
    assertThat(client.delete(link)).isEqualTo(204);
    assertThat(client.delete(link)).isEqualTo(204);
    assertThat(client.get(uri, Types.accepting(type)).get("peerId").isNull()).isTrue();
  }

  /** Other lists that the client reads, with its query parameters. */
  @Test
  void listsAreFilteredByTheQuery() {
    Map<String, String> lists =
        Map.of(
            "tenants", "Tenant-v1",
            "bridges", "Bridge-v3",
            "routers", "Router-v3",
            "chains", "Chain-v1",
            "portGroups", "PortGroup-v1");
    lists.forEach(
        (name, type) -> {
          String uri = client.root(name) + (name.equals("tenants") ? "" : "?tenant_id=nobody");
          JsonNode list = client.get(uri, Types.accepting(media("collection." + type)));
          assertThat(list.isArray()).as(name).isTrue();
          assertThat(list.isEmpty()).as(name).isEqualTo(!name.equals("tenants"));
        });
    JsonNode state = client.get(client.root("systemState"), Types.both(media("SystemState-v2")));
    assertThat(state.get("state").asText()).isEqualTo("ACTIVE");
  }

  /** A connection is reused after an unread body. */
  @Test
  void unreadBodiesDoNotAffectTheNextRequest() {
    String bridges = client.root("bridges");
    Types types = Types.accepting(media("collection.Bridge-v3"));
    assertThat(
            IntStream.range(0, 20)
                .map(i -> client.ask("GET", bridges, types, null).status())
                .allMatch(status -> status == 200))
        .isTrue();
  }
}
