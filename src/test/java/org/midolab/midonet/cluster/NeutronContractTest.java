package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.ApiClient.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Tests every type of Neutron objects, verb, media type and error of {@link NeutronContract}. */
class NeutronContractTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final String ALL = "org.midolab.midonet.cluster.NeutronContract#all";

  private final ApiClient api = CLUSTER.client();
  private final World world = new World(CLUSTER);

  @AfterEach
  void nothingIsLeft() {
    NeutronCleaner.clean(CLUSTER);
  }

  private ObjectNode json(String text) {
    return ContractTest.json(world, text);
  }

  private static Map<String, List<String>> topology() {
    return TopologyText.of(CLUSTER.nsdb());
  }

  private String made(NeutronContract row, JsonNode body) {
    Answer answer = api.post(row.path(), media(row.one()), body.toString());
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    assertThat(answer.header("Content-Type")).isEqualTo(media(row.one()));
    assertThat(answer.json()).isEqualTo(api.get(answer.location()).json());
    assertThat(answer.location()).endsWith(row.path() + "/" + body.get("id").asText());
    return answer.location();
  }

  private ObjectNode another(NeutronContract row, ObjectNode one) {
    ObjectNode another = one.deepCopy().put("id", UUID.randomUUID().toString());
    return another.setAll(json(row.second()));
  }

  private static void refused(Answer answer, int status, String property) {
    assertThat(answer.status()).as("%s: %s", property, answer).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo(media("Error-v1"));
    assertThat(answer.json().get("code").asInt()).isEqualTo(status);
    assertThat(answer.json().get("message").asText()).isNotBlank();
    if (status == 400) {
      assertThat(answer.json().path("violations").findValuesAsText("property")).contains(property);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aMinimalObjectGetsTheDefaults(NeutronContract row) {
    String uri = made(row, json(row.minimal()));
    Answer got = api.get(uri);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("Content-Type")).isEqualTo(media(row.one()));
    ContractTest.has(got.json(), json(row.minimal()));
    ContractTest.has(got.json(), json(row.defaults()));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void objectsAreReturnedAndTranslated(NeutronContract row) {
    String uri = made(row, json(row.full()));
    ContractTest.has(api.get(uri).json(), json(row.full()));
    if (row.becomes() != null) {
      assertThat(api.get(world.fill(row.becomes())).status()).as(row.becomes()).isEqualTo(200);
      assertThat(api.delete(uri).status()).isEqualTo(204);
      assertThat(api.get(world.fill(row.becomes())).status()).as(row.becomes()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void itIsListedWithTheSameProperties(NeutronContract row) {
    ObjectNode body = json(row.full());
    JsonNode one = api.get(made(row, body)).json();
    Answer list = api.get(row.path(), media(row.many()));
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.header("Content-Type")).isEqualTo(media(row.many()));
    assertThat(list.json())
        .filteredOn(each -> each.get("id").equals(body.get("id")))
        .containsExactly(one);
    assertThat(api.get(row.path() + "?tenant_id=nobody").json()).isEmpty();
    if (one.get("tenant_id").asText().equals("t")) {
      assertThat(api.get(row.path() + "?tenant_id=t").json()).contains(one);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aListIsCreatedInOneTransaction(NeutronContract row) {
    ObjectNode first = json(row.minimal());
    ObjectNode second = another(row, first);
    ArrayNode both = ApiClient.JSON.createArrayNode().add(first).add(second);
    Answer made = api.post(row.path(), media(row.many()), both.toString());
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    assertThat(made.header("Content-Type")).isEqualTo(media(row.many()));
    assertThat(made.json().findValuesAsText("id")).contains(first.get("id").asText());
    assertThat(made.json()).hasSize(2);
    assertThat(api.post(row.path(), media(row.many()), "[]").status()).isEqualTo(201);
    for (ObjectNode each : List.of(first, second)) {
      Answer got = api.get(row.path() + "/" + each.get("id").asText());
      ContractTest.has(got.json(), each);
    }
    Map<String, List<String>> before = topology();
    int count = api.get(row.path()).json().size();
    ObjectNode third = another(row, second);
    ArrayNode taken = ApiClient.JSON.createArrayNode().add(third).add(first);
    refused(api.post(row.path(), taken.toString()), 409, "id");
    ObjectNode wrong = third.deepCopy();
    wrong.remove(row.required().getLast());
    ArrayNode broken = ApiClient.JSON.createArrayNode().add(third).add(wrong);
    refused(api.post(row.path(), broken.toString()), 400, row.required().getLast());
    for (String list : List.of("[7]", "[[]]", "[null]")) {
      assertThat(api.post(row.path(), media(row.many()), list).status()).as(list).isEqualTo(400);
    }
    assertThat(api.get(row.path()).json()).hasSize(count);
    assertThat(topology()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void anUpdateReplacesTheObjectAndMayBeRepeated(NeutronContract row) {
    ObjectNode body = json(row.full());
    String uri = made(row, body);
    JsonNode first = api.get(uri).json();
    Map<String, List<String>> before = topology();
    assertThat(put(uri, row, body).status()).isEqualTo(200);
    assertThat(topology()).as("the same topology after repetition").isEqualTo(before);
    assertThat(api.get(uri).json()).isEqualTo(first);

    ObjectNode after = body.deepCopy();
    after.setAll(json(row.put()));
    Answer changed = put(uri, row, after);
    assertThat(changed.status()).as("%s", changed).isEqualTo(200);
    assertThat(changed.json()).isEqualTo(api.get(uri).json());
    ContractTest.has(api.get(uri).json(), after);
    Map<String, List<String>> changedTopology = topology();
    JsonNode second = api.get(uri).json();
    assertThat(put(uri, row, after.put("id", UUID.randomUUID().toString())).status())
        .as("the id is the URI's")
        .isEqualTo(200);
    assertThat(topology()).isEqualTo(changedTopology);
    assertThat(api.get(uri).json()).isEqualTo(second);
  }

  /** MidoNet reads numbers and booleans as text, too, at any depth. */
  @ParameterizedTest
  @MethodSource(ALL)
  void valuesMayBeText(NeutronContract row) {
    ObjectNode body = json(row.full());
    JsonNode text = UpstreamClientTest.asText(body);
    String uri = made(row, text);
    ContractTest.has(api.get(uri).json(), body);
    JsonNode read = api.get(uri).json();
    assertThat(put(uri, row, UpstreamClientTest.asText(read)).status()).isEqualTo(200);
    assertThat(api.get(uri).json()).isEqualTo(read);
  }

  /** So {@link #objectsAreReturnedAndTranslated} shows that no property is dropped in silence. */
  @ParameterizedTest
  @MethodSource(ALL)
  void everyWritablePropertyIsInTheFullObject(NeutronContract row) {
    JsonNode schema = api.get("/openapi.json").json().at("/components/schemas").get(row.media());
    List<String> writable =
        schema.get("properties").properties().stream()
            .filter(property -> !property.getValue().path("readOnly").asBoolean())
            .map(Map.Entry::getKey)
            .toList();
    assertThat(writable).isNotEmpty();
    ObjectNode full = json(row.full());
    assertThat(writable).allMatch(full::has);
  }

  private Answer put(String uri, NeutronContract row, JsonNode body) {
    return api.send(
        api.to(uri)
            .header("Content-Type", media(row.one()))
            .PUT(BodyPublishers.ofString(body.toString())));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void unknownPropertiesAreIgnored(NeutronContract row) {
    ObjectNode plain = json(row.full());
    ObjectNode body = plain.deepCopy().put("standard_attr_id", 42).put("uri", 7);
    body.putObject("binding:vif_details").put("x", true);
    body.putArray("tags").add("a").addObject();
    String uri = made(row, body);
    JsonNode read = api.get(uri).json();
    assertThat(read.has("standard_attr_id")).isFalse();
    assertThat(read.has("tags")).isFalse();
    Map<String, List<String>> before = topology();
    assertThat(put(uri, row, body.put("revision_number", 9)).status()).isEqualTo(200);
    assertThat(put(uri, row, plain).status()).isEqualTo(200);
    assertThat(api.get(uri).json()).isEqualTo(read);
    assertThat(topology()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void onlyItsOwnMediaTypesAreAccepted(NeutronContract row) {
    ObjectNode body = json(row.minimal());
    String uri = made(row, body);
    assertThat(api.get(uri, "application/json").header("Content-Type"))
        .isEqualTo("application/json");
    assertThat(api.get(row.path(), "application/json").status()).isEqualTo(200);
    for (String type : List.of(row.media() + "-v0", row.media() + "-v2", "Bridge-v5")) {
      assertThat(api.get(uri, media(type)).status()).as(type).isEqualTo(406);
      assertThat(api.get(row.path(), media(type)).status()).as(type).isEqualTo(406);
      refused(api.post(row.path(), media(type), another(row, body).toString()), 415, type);
      HttpRequest.Builder put = api.to(uri).header("Content-Type", media(type));
      refused(api.send(put.PUT(BodyPublishers.ofString(body.toString()))), 415, type);
    }
    assertThat(api.get(uri, media(row.many())).status()).isEqualTo(406);
    assertThat(api.get(row.path(), media(row.one())).status()).isEqualTo(406);
    assertThat(api.get(uri, "text/html").status()).isEqualTo(406);
    refused(api.post(row.path(), "text/plain", "{}"), 415, "text");
    Answer never = api.delete(row.path());
    assertThat(never.status()).isEqualTo(405);
    assertThat(never.header("Allow")).isEqualTo("GET, POST");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void missingPropertiesAreReportedByName(NeutronContract row) {
    for (String property : row.required()) {
      ObjectNode body = json(row.minimal());
      body.remove(property);
      refused(api.post(row.path(), body.toString()), 400, property);
      refused(api.post(row.path(), body.putNull(property).toString()), 400, property);
    }
    String uri = made(row, json(row.minimal()));
    for (String property : row.required()) {
      if (!property.equals("id")) {
        ObjectNode body = json(row.minimal());
        body.remove(property);
        refused(api.put(uri, body), 400, property);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void propertiesOfWrongTypeAreReportedByName(NeutronContract row) {
    ObjectNode full = json(row.full());
    Map<String, List<String>> before = topology();
    for (Map.Entry<String, JsonNode> property : full.properties()) {
      String name = property.getKey();
      if (!property.getValue().isNull() && !row.lenient().contains(name)) {
        ObjectNode body = full.deepCopy();
        if (property.getValue().isObject()) {
          body.put(name, "text");
        } else {
          body.putObject(name).put("wrong", true);
        }
        refused(api.post(row.path(), body.toString()), 400, name);
      }
    }
    for (String body : List.of("", "{", "null", "7", "{} {}", "{\"id\":1,\"id\":2}")) {
      assertThat(api.post(row.path(), body).status()).as(body).isEqualTo(400);
    }
    assertThat(topology()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void danglingReferencesAreNotFound(NeutronContract row) {
    ObjectNode full = json(row.full());
    Map<String, List<String>> before = topology();
    for (String property : row.refers()) {
      String nothing = UUID.randomUUID().toString();
      ObjectNode body = full.deepCopy();
      if (full.get(property).isArray()) {
        body.putArray(property).add(nothing);
      } else {
        body.put(property, nothing);
      }
      Answer answer = api.post(row.path(), body.toString());
      refused(answer, 404, property);
      assertThat(answer.json().get("message").asText()).as(property).contains(nothing);
    }
    assertThat(topology()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void immutablePropertiesAreNotChanged(NeutronContract row) {
    ObjectNode full = json(row.full());
    ObjectNode fixed = json(row.fixed());
    String uri = made(row, full);
    Map<String, List<String>> before = topology();
    for (Map.Entry<String, JsonNode> property : fixed.properties()) {
      ObjectNode body = full.deepCopy().set(property.getKey(), property.getValue());
      refused(api.put(uri, body), 400, property.getKey());
    }
    assertThat(topology()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void anIdIsUnique(NeutronContract row) {
    ObjectNode body = json(row.minimal());
    made(row, body);
    refused(api.post(row.path(), body.toString()), 409, "id");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aDeletedObjectIsNotFound(NeutronContract row) {
    ObjectNode body = json(row.full());
    String uri = made(row, body);
    assertThat(api.delete(uri).status()).isEqualTo(204);
    refused(api.get(uri), 404, "id");
    assertThat(api.delete(uri).status()).as("repeated DELETE of a plugin").isEqualTo(204);
    refused(api.put(uri, body), 404, "id");
    assertThat(api.get(row.path()).json().findValuesAsText("id"))
        .doesNotContain(body.get("id").asText());
    refused(api.get(row.path() + "/not-an-id"), 404, "id");
  }

  /** Not in MidoNet: ETags are optional here, as in the rest of the API. */
  @ParameterizedTest
  @MethodSource(ALL)
  void anOldEtagIsRefused(NeutronContract row) {
    ObjectNode body = json(row.full());
    String uri = made(row, body);
    String etag = api.get(uri).header("ETag");
    assertThat(etag).matches("\"[0-9a-f]+-[0-9]+\"");
    body.setAll(json(row.put()));
    assertThat(matching(uri, "\"0-0\"", body).status()).isEqualTo(412);
    assertThat(matching(uri, etag, body).status()).isEqualTo(200);
    assertThat(matching(uri, etag, body).status()).isEqualTo(412);
    assertThat(api.put(uri, body).status()).isEqualTo(200);
    assertThat(api.send(api.to(uri).header("If-Match", etag).DELETE()).status()).isEqualTo(412);
    String now = api.get(uri).header("ETag");
    assertThat(api.send(api.to(uri).header("If-Match", now).DELETE()).status()).isEqualTo(204);
  }

  private Answer matching(String uri, String etag, JsonNode body) {
    return api.send(
        api.to(uri)
            .header("Content-Type", "application/json")
            .header("If-Match", etag)
            .PUT(BodyPublishers.ofString(body.toString())));
  }
}
