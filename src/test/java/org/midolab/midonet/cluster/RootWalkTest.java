package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * A client that has only the address of the root document finds all resources, and they match their
 * description.
 */
class RootWalkTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();

  @Test
  void allResourcesAreFoundByLinks() {
    Set<String> made = new TreeSet<>();
    Contract.all()
        .forEach(
            row -> {
              World world = new World(CLUSTER);
              Answer answer = api.post(world.fill(row.path()), world.fill(row.full()));
              assertThat(answer.status()).as("%s: %s", row, answer).isEqualTo(201);
              made.add(answer.location());
            });
    assertThat(made).hasSizeGreaterThan(30);
    Map<String, JsonNode> found = walk(api.get("/").json());
    assertThat(found.keySet()).containsAll(made);

    JsonNode description = api.get("/openapi.json").json();
    Map<String, Pattern> paths = new HashMap<>();
    description
        .get("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getValue().has("get")) {
                paths.put(path.getKey(), pattern(path.getKey()));
              }
            });
    paths.keySet().removeIf(path -> path.startsWith("/conf/") || path.equals("/login"));
    // Neutron's objects have no links, and none exist here; the templates contain their paths.
    paths.keySet().removeIf(path -> path.matches("/neutron/.*\\{id}"));
    Set<String> unseen =
        paths.entrySet().stream()
            .filter(
                path ->
                    found.keySet().stream()
                        .noneMatch(uri -> path.getValue().matcher(uri).matches()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    // Interfaces are state of an agent, and none runs here. A VLAN's table and the addresses of one
    // version are found by the templates of bridges and groups.
    assertThat(unseen)
        .containsExactly(
            "/bridges/{id}/vlans/{vlanId}/mac_table",
            "/hosts/{id}/interfaces/{name}",
            "/ip_addr_groups/{id}/versions/{version}/ip_addrs",
            "/load_balancers/{balancerId}/pools/{id}/pool_members");

    found.forEach(
        (uri, body) ->
            paths.forEach(
                (path, pattern) -> {
                  if (pattern.matcher(uri).matches() && !path.equals("/")) {
                    conforms(description, path, uri, body);
                  }
                }));
  }

  private Pattern pattern(String path) {
    String base = api.to("/").build().uri().toString().replaceFirst("/$", "");
    return Pattern.compile(
        Pattern.quote(base)
            + path.replaceAll("\\{[^}]*}", "[^/?]+")
            + (path.equals("/") ? "" : "/?"));
  }

  /** Returns all documents that links reach from a document, by URI. */
  private Map<String, JsonNode> walk(JsonNode root) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    Queue<String> next = new ArrayDeque<>();
    links(root, next);
    for (String uri = next.poll(); uri != null; uri = next.poll()) {
      if (found.containsKey(uri)) {
        continue;
      }
      Answer answer = api.get(uri);
      assertThat(answer.status()).as("%s: %s", uri, answer).isEqualTo(200);
      if (answer.header("Content-Type").contains("json")) {
        JsonNode body = answer.json();
        found.put(uri, body);
        if (!uri.endsWith("/openapi.json")) {
          links(body, next);
        }
      } else {
        found.put(uri, ApiClient.JSON.nullNode());
      }
    }
    return found;
  }

  private void links(JsonNode document, Queue<String> into) {
    if (document.isContainerNode()) {
      document.forEach(child -> links(child, into));
    } else if (document.isTextual()
        && document.asText().startsWith("http://")
        && !document.asText().contains("{")
        && !document.asText().endsWith("/login")) {
      into.add(document.asText());
    }
  }

  private void conforms(JsonNode description, String path, String uri, JsonNode body) {
    JsonNode content = description.at("/paths").get(path).at("/get/responses/200/content");
    JsonNode schema = content.path("application/json").path("schema");
    if (schema.isMissingNode() || path.equals("/openapi.json")) {
      return;
    }
    boolean list = schema.has("items");
    assertThat(body.isArray()).as(uri).isEqualTo(list);
    JsonNode of = resolve(description, list ? schema.get("items") : schema);
    for (JsonNode each : list ? body : ApiClient.JSON.createArrayNode().add(body)) {
      object(of, each, uri);
    }
  }

  private static JsonNode resolve(JsonNode description, JsonNode schema) {
    return schema.has("$ref") ? description.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  /** Checks that an object has the properties and types of its schema. */
  private static void object(JsonNode schema, JsonNode object, String where) {
    if (schema.has("anyOf")) {
      JsonNode alternatives = schema.get("anyOf");
      boolean router = object.path("type").asText().equals("Router");
      object(alternatives.get(router ? 1 : 0), object, where);
      return;
    }
    if (!schema.has("properties")) {
      return;
    }
    object
        .properties()
        .forEach(
            property -> {
              JsonNode described = schema.get("properties").get(property.getKey());
              String place = where + " " + property.getKey();
              assertThat(described).as("%s is described", place).isNotNull();
              Set<String> types = new TreeSet<>();
              if (described.path("type").isArray()) {
                described.get("type").forEach(type -> types.add(type.asText()));
              } else {
                types.add(described.path("type").asText());
              }
              assertThat(types).as(place).contains(type(property.getValue()));
            });
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> "null";
      case BOOLEAN -> "boolean";
      case NUMBER -> "integer";
      case ARRAY -> "array";
      case OBJECT -> "object";
      default -> "string";
    };
  }

  @Test
  void absentResourcesOfMidonetAreReported() {
    JsonNode root = api.get("/").json();
    for (String name :
        new String[] {"vteps", "l2insertions", "serviceContainers", "serviceContainerGroups"}) {
      assertThat(root.has(name)).as(name).isFalse();
      assertThat(root.has(name.replaceFirst("s$", "") + "Template")).as(name).isFalse();
    }
    String port = new World(CLUSTER).id("port");
    for (String path :
        new String[] {
          "/vteps",
          "/vteps/x/bindings/eth0/7",
          "/l2insertions",
          "/service_containers",
          "/service_container_groups/x",
          "/ports/" + port + "/vtep_bindings",
        }) {
      Answer answer = api.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.json().get("message").asText()).contains("not part of this cluster");
      assertThat(api.post(path, "{}").status()).isEqualTo(404);
    }
  }
}
