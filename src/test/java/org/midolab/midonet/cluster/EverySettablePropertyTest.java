package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * No writable property is silently ignored: a GET returns the value that a POST or PUT sets, or the
 * request is refused with the property's name. The test covers all properties that are writable by
 * {@code /openapi.json}, with a valid value, at every path that creates an object of the type.
 */
class EverySettablePropertyTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final String ALL = "org.midolab.midonet.cluster.Contract#all";

  /** Most other properties that a value may require. */
  private static final int COMPANIONS = 3;

  /** Values of properties that no row of the contract sets. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "Port",
          "{'hostId': '$host', 'interfaceName': 'eth7', 'peerId': '$routerPort',"
              + " 'networkAddress': '10.0.0.0', 'networkLength': 24}",
          "Router",
          "{'loadBalancerId': '$balancer'}",
          "LoadBalancer",
          "{'routerId': '$router'}",
          "VIP",
          "{'loadBalancerId': '$balancer'}",
          "Rule",
          "{'jumpChainName': 'next'}");

  /** Properties that contain a parent other than the one in the URI. */
  private static final Map<String, String> PARENTS =
      Map.of(
          "poolId", "/pools",
          "loadBalancerId", "/load_balancers",
          "healthMonitorId", "/health_monitors");

  private final ApiClient api = CLUSTER.client();
  private final World world = new World(CLUSTER);
  private final JsonNode schemas = api.get("/openapi.json").json().at("/components/schemas");

  /** A valid value of each property, by media type. */
  private final Map<String, ObjectNode> values = values();

  private Map<String, ObjectNode> values() {
    Map<String, ObjectNode> all = new HashMap<>();
    Contract.all()
        .forEach(
            row ->
                all.computeIfAbsent(row.media(), media -> ApiClient.JSON.createObjectNode())
                    .setAll(ContractTest.json(world, row.full())));
    ELSEWHERE.forEach((media, text) -> all.get(media).setAll(ContractTest.json(world, text)));
    return all;
  }

  private static void writable(JsonNode schema, Set<String> into) {
    schema.path("anyOf").forEach(each -> writable(each, into));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (!property.getValue().path("readOnly").asBoolean() && !property.getKey().equals("id")) {
        into.add(property.getKey());
      }
    }
  }

  private Set<String> writable(Contract row) {
    Set<String> names = new TreeSet<>();
    writable(schemas.get(row.media()), names);
    return names;
  }

  /** Returns the value to set, if possible the row's own; null for none. */
  private JsonNode value(Contract row, String name) {
    JsonNode own = ContractTest.json(world, row.full()).get(name);
    return own == null ? values.get(row.media()).get(name) : own;
  }

  /** Adds the properties that a property requires. */
  private void addCompanions(Contract row, String name, ObjectNode body) {
    ObjectNode full = ContractTest.json(world, row.full());
    List<String> others =
        name.startsWith("device")
            ? List.of("deviceType", "deviceId")
            : List.of(name.replaceFirst("Addr(ess)?$", "Length"));
    others.stream()
        .filter(other -> !other.equals(name) && full.has(other))
        .forEach(other -> body.set(other, full.get(other)));
  }

  /** Sends a body. Adds the properties that the answer requires. */
  private Answer send(Contract row, String name, ObjectNode body, Sender sender) {
    Answer answer = sender.send(body);
    for (int i = 0; i < COMPANIONS && answer.status() == 400; i++) {
      for (String other : answer.json().path("violations").findValuesAsText("property")) {
        JsonNode value = body.hasNonNull(other) ? null : value(row, other);
        if (value != null && !other.equals(name)) {
          body.set(other, value);
        }
      }
      answer = sender.send(body);
    }
    return answer;
  }

  private interface Sender {
    Answer send(ObjectNode body);
  }

  private static boolean names(Answer answer, String name) {
    return answer.status() == 400
        && answer.json().path("violations").findValuesAsText("property").contains(name);
  }

  /**
   * Returns whether the found value contains the expected one; objects may have further properties.
   */
  private static boolean holds(JsonNode found, JsonNode wanted) {
    if (wanted.isObject()) {
      return wanted.properties().stream()
          .allMatch(field -> holds(found.path(field.getKey()), field.getValue()));
    }
    if (wanted.isArray() && wanted.size() == found.size()) {
      return IntStream.range(0, wanted.size()).allMatch(i -> holds(found.get(i), wanted.get(i)));
    }
    return found.equals(wanted);
  }

  private static boolean shows(JsonNode object, String name, JsonNode value) {
    return holds(object.path(name), value) || isOlderForm(name, object);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void propertiesOfAPostAreReturnedOrRefused(Contract row) {
    Map<String, String> lost = new TreeMap<>();
    for (String name : writable(row)) {
      ObjectNode body = ContractTest.json(world, row.minimal());
      JsonNode value = value(row, name);
      assertThat(value).as("a value of %s", name).isNotNull();
      body.set(name, value);
      addCompanions(row, name, body);
      Answer answer =
          send(row, name, body, each -> api.post(world.fill(row.path()), each.toString()));
      if (answer.status() == 201) {
        JsonNode made = api.get(answer.location()).json();
        if (!shows(made, name, value)) {
          lost.put(name, made.path(name).toString() + " in place of " + value);
        }
        api.delete(answer.location()); // the next one may have the same key
      } else if (!names(answer, name)) {
        lost.put(name, answer.toString());
      }
    }
    assertThat(lost).isEmpty();
  }

  /** Properties of Port-v3 that Port-v4 has as a list. */
  private static boolean isOlderForm(String name, JsonNode made) {
    return name.startsWith("network")
        && made.path("portSubnet").path(0).asText().equals("10.0.0.0/24");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void propertiesOfAPutAreReturnedOrRefused(Contract row) {
    if (row.put() == null) {
      return;
    }
    Map<String, String> lost = new TreeMap<>();
    for (String name : writable(row)) {
      Answer made = api.post(world.fill(row.path()), world.fill(row.minimal()));
      ObjectNode body = (ObjectNode) api.get(made.location()).json();
      JsonNode value = changed(row, name, body);
      if (name.startsWith("network")) {
        body.remove("portSubnet");
      }
      body.set(name, value);
      addCompanions(row, name, body);
      Answer answer = send(row, name, body, each -> api.put(made.location(), each));
      JsonNode after = api.get(made.location()).json();
      if (answer.status() / 100 == 2) {
        if (!shows(after, name, value)) {
          lost.put(name, after.path(name).toString() + " in place of " + value);
        }
      } else if (!names(answer, name)) {
        lost.put(name, answer.toString());
      }
      api.delete(made.location());
    }
    assertThat(lost).isEmpty();
  }

  /** Returns a valid value other than the object's, if there is one. */
  private JsonNode changed(Contract row, String name, JsonNode object) {
    JsonNode value = value(row, name);
    JsonNode other = ContractTest.json(world, row.put()).get(name);
    return value.equals(object.get(name)) && other != null ? other : value;
  }

  /** For example, a POST to {@code /pools/{id}/vips} cannot create a VIP of another pool. */
  @ParameterizedTest
  @MethodSource(ALL)
  void aParentOtherThanTheUrisIsRefused(Contract row) {
    for (Map.Entry<String, String> parent : PARENTS.entrySet()) {
      String name = parent.getKey();
      if (!writable(row).contains(name) || !row.path().contains("/$")) {
        continue;
      }
      String body =
          parent.getValue().equals("/pools") ? "{'lbMethod': 'ROUND_ROBIN'}" : "{'type': 'TCP'}";
      String other =
          api.create(parent.getValue(), parent.getValue().equals("/load_balancers") ? "{}" : body)
              .get("id")
              .asText();
      ObjectNode wanted = ContractTest.json(world, row.minimal()).put(name, other);
      Answer answer = api.post(world.fill(row.path()), wanted.toString());
      boolean shown =
          answer.status() == 201
              && api.get(answer.location()).json().path(name).asText().equals(other);
      assertThat(shown || names(answer, name)).as("%s %s: %s", row, name, answer).isTrue();
    }
  }

  /** A PUT that changes a link or a binding is refused. */
  @Test
  void changesOfLinksAndBindingsByPutAreRefused() {
    String linked = "/ports/" + world.id("linked");
    ObjectNode port = (ObjectNode) api.get(linked).json();
    Answer refused = api.put(linked, port.deepCopy().put("peerId", UUID.randomUUID().toString()));
    assertThat(names(refused, "peerId")).as("%s", refused).isTrue();
    assertThat(api.put(linked, port.deepCopy().putNull("peerId")).status()).isEqualTo(204);
    assertThat(api.get(linked).json().get("peerId")).isEqualTo(port.get("peerId"));

    String bound = "/ports/" + world.id("port");
    api.create(
        world.fill("/hosts/$host/ports"),
        world.fill("{'portId': '$port', 'interfaceName': 'eth5'}"));
    port = (ObjectNode) api.get(bound).json();
    for (Map.Entry<String, String> end :
        Map.of("hostId", CLUSTER.host("elsewhere").toString(), "interfaceName", "eth6")
            .entrySet()) {
      refused = api.put(bound, port.deepCopy().put(end.getKey(), end.getValue()));
      assertThat(names(refused, end.getKey())).as("%s", refused).isTrue();
    }
    assertThat(api.put(bound, port.deepCopy().putNull("hostId").putNull("interfaceName")).status())
        .isEqualTo(204);
    assertThat(api.get(bound).json()).isEqualTo(port);
  }

  @Test
  void aHostsWeightsAreReturned() {
    String host = "/hosts/" + world.id("host");
    Map<String, Object> values =
        Map.of(
            "floodingProxyWeight", 7,
            "containerWeight", 8,
            "containerLimit", 9,
            "enforceContainerLimit", true);
    Set<String> settable = new TreeSet<>();
    writable(schemas.get("Host"), settable);
    assertThat(settable).isEqualTo(values.keySet());
    List<String> lost = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          ObjectNode body = (ObjectNode) api.get(host).json();
          JsonNode wanted = ApiClient.JSON.valueToTree(value);
          body.set(name, wanted);
          assertThat(api.put(host, body).status()).isEqualTo(200);
          if (!shows(api.get(host).json(), name, wanted)) {
            lost.add(name);
          }
        });
    assertThat(lost).isEmpty();
  }
}
