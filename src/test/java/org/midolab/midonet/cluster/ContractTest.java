package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.ApiClient.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Tests every resource, verb, media type and error of {@link Contract} by HTTP. */
class ContractTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final String ALL = "org.midolab.midonet.cluster.Contract#all";

  private final ApiClient api = CLUSTER.client();
  private final World world = new World(CLUSTER);

  private ObjectNode json(String text) {
    return json(world, text);
  }

  static ObjectNode json(World world, String text) {
    try {
      return (ObjectNode) ApiClient.JSON.readTree(world.fill(text).replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private Answer post(Contract row, String body) {
    return api.post(world.fill(row.path()), world.fill(body));
  }

  private String made(Contract row, String body) {
    Answer answer = post(row, body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    assertThat(answer.response().body()).isEmpty();
    return answer.location();
  }

  static void has(JsonNode object, ObjectNode wanted) {
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      JsonNode found = object.get(field.getKey());
      if (field.getValue().isObject() && found != null) {
        has(found, (ObjectNode) field.getValue());
      } else if (field.getValue().path(0).isObject() && found != null) {
        has(found.get(0), (ObjectNode) field.getValue().get(0));
      } else {
        assertThat(found).as(field.getKey()).isEqualTo(field.getValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aMinimalObjectGetsTheDefaults(Contract row) {
    String uri = made(row, row.minimal());
    Answer got = api.get(uri);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("Content-Type")).isEqualTo(media(row.media() + "-v" + row.newest()));
    assertThat(got.json().get("uri").asText()).isEqualTo(uri);
    has(got.json(), json(row.minimal()));
    has(got.json(), json(row.defaults()));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void allWritablePropertiesAreReturned(Contract row) {
    String uri = made(row, row.full());
    has(api.get(uri).json(), json(row.full()));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void itIsListedWithTheSameFields(Contract row) {
    String uri = made(row, row.full());
    Answer list = api.get(world.fill(row.path()));
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.header("Content-Type"))
        .isEqualTo(media("collection." + row.media() + "-v" + row.newest()));
    assertThat(list.json())
        .filteredOn(each -> each.get("uri").asText().equals(uri))
        .containsExactly(api.get(uri).json());
  }

  /** {@code ?tenant_id=} (docs: contract.md#rest-resources). */
  @ParameterizedTest
  @MethodSource(ALL)
  void aListCanBeFilteredByTenant(Contract row) {
    ObjectNode full = json(row.full());
    if (!full.has("tenantId")) {
      return;
    }
    String tenant = "tenant " + UUID.randomUUID();
    String uri = made(row, full.put("tenantId", tenant).toString());
    String list = world.fill(row.path()) + "?tenant_id=";
    assertThat(api.get(list + tenant.replace(" ", "%20")).json().findValuesAsText("uri"))
        .contains(uri);
    assertThat(api.get(list + "nobody").json()).isEmpty();
    assertThat(api.get(world.fill(row.path())).json().findValuesAsText("uri")).contains(uri);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void everyVersionIsAcceptedAndReturned(Contract row) {
    for (int version = 0; version <= row.newest() + 1; version++) {
      boolean known = version >= row.oldest() && version <= row.newest();
      String type = media(row.media() + "-v" + version);
      Answer answer = api.post(world.fill(row.path()), type, world.fill(row.minimal()));
      assertThat(answer.status()).as("%s: %s", type, answer).isEqualTo(known ? 201 : 415);
      if (known) {
        Answer got = api.get(answer.location(), type);
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.header("Content-Type")).isEqualTo(type);
        assertThat(api.delete(answer.location()).status()).isEqualTo(204);
      } else {
        assertThat(
                api.get(world.fill(row.path()), media("collection." + row.media() + "-v" + version))
                    .status())
            .isEqualTo(406);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void onlyPlainJsonAndTheVendorTypeAreAccepted(Contract row) {
    String uri = made(row, row.minimal());
    assertThat(api.get(uri, "application/json").header("Content-Type"))
        .isEqualTo("application/json");
    assertThat(api.get(uri, "text/html").status()).isEqualTo(406);
    Answer text = api.post(world.fill(row.path()), "text/plain", world.fill(row.minimal()));
    assertThat(text.status()).isEqualTo(415);
    assertThat(text.header("Content-Type")).isEqualTo(media("Error-v1"));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void anUpdateReplacesAllMutableProperties(Contract row) {
    String uri = made(row, row.full());
    ObjectNode before = (ObjectNode) api.get(uri).json();
    if (row.put() == null) {
      Answer answer = api.put(uri, before);
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).contains("GET").doesNotContain("PUT");
      return;
    }
    assertThat(api.put(uri, before).status()).as("PUT of the unchanged object").isEqualTo(204);
    assertThat(api.get(uri).json()).isEqualTo(before);
    Answer answer = api.put(uri, world.fill(row.put()));
    assertThat(answer.status()).as("%s", answer).isEqualTo(204);
    assertThat(answer.response().body()).isEmpty();
    JsonNode after = api.get(uri).json();
    has(after, json(row.put()));
    assertThat(after.get("id")).isEqualTo(before.get("id"));
    assertThat(after.get("uri")).isEqualTo(before.get("uri"));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void missingPropertiesAreReportedByName(Contract row) {
    for (String field : row.required()) {
      ObjectNode body = json(row.minimal());
      body.remove(field);
      Answer answer = post(row, body.toString());
      assertThat(answer.status()).as("without %s: %s", field, answer).isEqualTo(400);
      assertThat(answer.json().get("violations").findValuesAsText("property")).contains(field);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void propertiesOfWrongTypeAreReportedByName(Contract row) {
    ObjectNode full = json(row.full());
    for (Map.Entry<String, JsonNode> field : full.properties()) {
      ObjectNode body = full.deepCopy();
      if (field.getValue().isObject()) {
        body.put(field.getKey(), "text");
      } else {
        body.putObject(field.getKey()).put("wrong", true);
      }
      Answer answer = post(row, body.toString());
      assertThat(answer.status()).as("%s: %s", field.getKey(), answer).isEqualTo(400);
      assertThat(answer.json().get("violations").findValuesAsText("property"))
          .contains(field.getKey());
      assertThat(answer.json().get("code").asInt()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void bodiesThatAreNotJsonObjectsAreRefused(Contract row) {
    for (String body :
        new String[] {"", "{", "[]", "[{}]", "null", "7", "{} {}", "{'a':1,'a':2}"}) {
      assertThat(post(row, body).status()).as(body).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void duplicatesOfUniqueObjectsAreRefused(Contract row) {
    String uri = made(row, row.minimal());
    if (row.unique()) {
      assertThat(post(row, row.minimal()).status()).isEqualTo(409);
    }
    if (row.identified()) {
      ObjectNode again = json(row.minimal()).set("id", api.get(uri).json().get("id"));
      assertThat(post(row, again.toString()).status()).isEqualTo(409);
    }
    has(api.get(uri).json(), json(row.defaults()));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aDeletedObjectIsNotFound(Contract row) {
    String uri = made(row, row.full());
    assertThat(api.delete(uri).status()).isEqualTo(204);
    assertThat(api.delete(uri).status()).isEqualTo(row.gone());
    for (Answer answer : new Answer[] {api.get(uri)}) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("Content-Type")).isEqualTo(media("Error-v1"));
      assertThat(answer.json().get("message").asText()).isNotBlank();
    }
    if (row.put() != null) {
      assertThat(api.put(uri, world.fill(row.put())).status()).isEqualTo(404);
    }
    assertThat(api.get(world.fill(row.path())).json().findValuesAsText("uri")).doesNotContain(uri);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void clientsMayChooseTheId(Contract row) {
    if (!row.identified()) {
      return;
    }
    String id = UUID.randomUUID().toString();
    String uri = made(row, json(row.minimal()).put("id", id).toString());
    assertThat(uri).endsWith("/" + id);
    ObjectNode body = (ObjectNode) api.get(uri).json();
    if (row.put() != null) {
      body.put("id", UUID.randomUUID().toString());
      assertThat(api.put(uri, body).status()).isEqualTo(204);
      assertThat(api.get(uri).json().get("id").asText()).isEqualTo(id);
    }
    String others = uri.substring(0, uri.lastIndexOf('/') + 1);
    assertThat(api.get(others + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(api.get(others + "not-an-id").status()).isEqualTo(404);
    assertThat(api.delete(others + UUID.randomUUID()).status()).isEqualTo(row.gone());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void anOldEtagIsRefused(Contract row) {
    if (!row.identified()) {
      return;
    }
    String uri = made(row, row.minimal());
    String etag = api.get(uri).header("ETag");
    assertThat(etag).matches("\"[0-9a-f]+-[0-9]+\"");
    String old = "\"0-0\"";
    if (row.put() != null) {
      assertThat(put(uri, old, row).status()).isEqualTo(412);
      assertThat(put(uri, etag, row).status()).isEqualTo(204);
      assertThat(put(uri, etag, row).status()).isEqualTo(412);
      assertThat(api.put(uri, world.fill(row.put())).status()).isEqualTo(204);
    }
    assertThat(api.send(api.to(uri).header("If-Match", old).DELETE()).status()).isEqualTo(412);
    assertThat(
            api.send(api.to(uri).header("If-Match", api.get(uri).header("ETag")).DELETE()).status())
        .isEqualTo(204);
  }

  private Answer put(String uri, String etag, Contract row) {
    String body = world.fill(row.put()).replace('\'', '"');
    return api.send(
        api.to(uri)
            .header("Content-Type", "application/json")
            .header("If-Match", etag)
            .PUT(BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void objectsOfAnAbsentOwnerAreNotFound(Contract row) {
    int owner = row.path().indexOf('$');
    if (owner < 0) {
      return;
    }
    String path = row.path().replaceFirst("\\$[a-z]+", UUID.randomUUID().toString());
    assertThat(api.get(world.fill(path)).status()).isEqualTo(404);
    Answer answer = api.post(world.fill(path), world.fill(row.minimal()));
    assertThat(answer.status()).as("%s", answer).isEqualTo(404);
  }
}
