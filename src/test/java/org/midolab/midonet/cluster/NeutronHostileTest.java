package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.NeutronPlugin.id;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * Sends Neutron objects with one or two invalid properties: ids of other objects, addresses of the
 * other IP version, values of other types. None may cause a status 5xx, and deleting them must
 * leave nothing. Messages contain the seed; {@code -Dseed=N} repeats a run.
 */
class NeutronHostileTest {

  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int REQUESTS = Integer.getInteger("requests", 1_000);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final Random random = new Random(SEED);
  private final List<String> ids = new ArrayList<>();

  private <X> X any(List<X> of) {
    return of.get(random.nextInt(of.size()));
  }

  @Test
  void noRequestCausesAServerErrorAndNothingIsLeft() {
    NeutronPlugin neutron = new NeutronPlugin(api);
    NeutronScene scene = new NeutronScene(CLUSTER, neutron);
    ObjectNode other = neutron.network("other", true, "uplink");
    ObjectNode subnet = neutron.subnet(other, "198.51.100.0/24", "198.51.100.1", false);
    List<Map.Entry<ObjectNode, String>> objects = new ArrayList<>(scene.all().entrySet());
    objects.add(Map.entry(other, "networks"));
    objects.add(Map.entry(subnet, "subnets"));
    objects.add(Map.entry(neutron.rule(scene.group, "ingress", "IPv4"), "security_group_rules"));
    objects.forEach(object -> ids.add(id(object.getKey())));
    int done = 0;
    for (int i = 0; i < REQUESTS; i++) {
      Map.Entry<ObjectNode, String> object = any(objects);
      ObjectNode body = object.getKey().deepCopy();
      boolean create = random.nextInt(3) == 0;
      if (create) {
        body.put("id", UUID.randomUUID().toString());
      }
      for (int j = random.nextInt(3); j >= 0; j--) {
        spoil(body);
      }
      Answer answer = send(create, object.getValue(), body);
      assertThat(answer.status())
          .as("seed %d, request %d: %s %s -> %s", SEED, i, object.getValue(), body, answer)
          .isBetween(200, 499);
      assertThat(answer.response().body()).doesNotContain("Exception", "at org.");
      done += answer.status() < 300 ? 1 : 0;
      if (answer.status() == 201) {
        ids.add(id(body));
      }
    }
    assertThat(done).as("seed %d: successful requests", SEED).isGreaterThan(REQUESTS / 10);
    NeutronCleaner.clean(CLUSTER, SEED);
  }

  private Answer send(boolean create, String collection, ObjectNode body) {
    if (create) {
      return api.post("/neutron/" + collection, body.toString());
    }
    if (random.nextInt(4) == 0) {
      String verb = random.nextBoolean() ? "/add_router_interface" : "/remove_router_interface";
      ObjectNode attachment =
          ApiClient.JSON.createObjectNode().put("port_id", any(ids)).put("subnet_id", any(ids));
      return api.put("/neutron/routers/" + any(ids) + verb, attachment);
    }
    return api.put("/neutron/" + collection + "/" + any(ids), body);
  }

  private void spoil(ObjectNode body) {
    List<String> names = new ArrayList<>();
    body.fieldNames().forEachRemaining(names::add);
    String name = any(names);
    JsonNode value = body.get(name);
    if (value.isArray() && !value.isEmpty() && value.get(0) instanceof ObjectNode inner) {
      spoil(inner);
    } else if (value instanceof ObjectNode inner && !inner.isEmpty()) {
      spoil(inner);
    } else if (!name.equals("id")) {
      body.set(name, value());
    }
  }

  private JsonNode value() {
    return switch (random.nextInt(12)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(-1, 70_000));
      case 3 -> JSON.arrayNode();
      case 4 -> JSON.objectNode();
      case 5 -> JSON.textNode("2001:db8::1");
      case 6 -> JSON.textNode("2001:db8::/64");
      case 7 -> JSON.textNode("203.0.113." + random.nextInt(256));
      case 8 -> JSON.textNode("203.0.113.0/" + random.nextInt(34));
      case 9 ->
          JSON.textNode(any(List.of("", "tcp", "network:dhcp", "uplink", "02:00:00:00:00:01")));
      case 10 -> {
        ArrayNode array = JSON.arrayNode();
        array.add(any(ids));
        yield array;
      }
      default -> JSON.textNode(any(ids));
    };
  }
}
