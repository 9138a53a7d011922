package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Generates almost valid requests from the API's description: real paths with ids of other types,
 * real fields with values inside, just outside and far outside of their ranges, and bodies that are
 * truncated or have swapped bytes.
 */
final class Mischief {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * @param body null for none
   */
  record Attempt(String method, String path, String body) {}

  private record Operation(String method, String path, JsonNode schema) {}

  private final JsonNode description;
  private final Random random;
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> ids;
  private final int given;

  /**
   * @param ids ids of existing objects
   */
  Mischief(JsonNode description, long seed, List<String> ids) {
    this.description = description;
    this.random = new Random(seed);
    this.ids = new ArrayList<>(ids);
    this.given = ids.size();
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().isObject() && !path.getKey().startsWith("/openapi")) {
          operations.add(
              new Operation(
                  operation.getKey().toUpperCase(),
                  path.getKey(),
                  operation.getValue().at("/requestBody/content/application~1json/schema")));
        }
      }
    }
  }

  /** Adds the id of a new object for later requests. */
  void addId(String id) {
    ids.add(id);
  }

  Attempt next() {
    Operation operation = pick(operations);
    // More deletes would soon leave no objects.
    while (operation.method().equals("DELETE") && random.nextInt(8) > 0) {
      operation = pick(operations);
    }
    String path = operation.path();
    while (path.contains("{")) {
      path = path.replaceFirst("\\{[^}]*}", pathValue(operation.method().equals("DELETE")));
    }
    return new Attempt(
        operation.method(), path, operation.schema().isMissingNode() ? null : body(operation));
  }

  /**
   * @param deletes mostly spares objects that other requests may need
   */
  private String pathValue(boolean deletes) {
    return switch (random.nextInt(12)) {
      case 0 ->
          pick(
              List.of(
                  "x", "0-0-0-0-0", "%2e%2e", "%0a", "10.0.0.0_8", "7", "4", "6", "2001:db8::1"));
      case 1 -> pick(List.of("10.0.0.0_24", "fa-16-3e-00-00-01", "10.0.0.1", "eth0", "9999"));
      case 2 -> UUID.randomUUID().toString();
      default ->
          pick(
              deletes && ids.size() > given && random.nextInt(16) > 0
                  ? ids.subList(given, ids.size())
                  : ids);
    };
  }

  private String body(Operation operation) {
    JsonNode whole = value(operation.schema(), 0);
    if (whole instanceof ObjectNode object && random.nextInt(5) == 0 && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      object.set(pick(names), garbage(0));
    }
    StringBuilder text = new StringBuilder(whole.toString());
    if (random.nextInt(20) == 0) {
      text.setLength(random.nextInt(text.length()));
    } else if (random.nextInt(20) == 0) {
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x300));
    }
    return text.toString();
  }

  private JsonNode value(JsonNode described, int depth) {
    JsonNode schema = described;
    if (schema.has("$ref")) {
      schema = description.at(schema.get("$ref").asText().substring(1));
    }
    if (schema.has("anyOf")) {
      schema = schema.get("anyOf").get(random.nextInt(schema.get("anyOf").size()));
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    JsonNode type = schema.path("type").isArray() ? schema.get("type").get(0) : schema.path("type");
    return switch (type.asText()) {
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "integer" -> integer(schema);
      case "array" -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(value(schema.get("items"), depth + 1));
        }
        yield array;
      }
      case "object" -> object(schema, depth);
      default -> JSON.textNode(text(schema));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      boolean wanted =
          required.contains(property.getKey()) ? random.nextInt(20) > 0 : random.nextInt(8) == 0;
      if (wanted && depth < 4) {
        object.set(property.getKey(), value(property.getValue(), depth + 1));
      }
    }
    return object;
  }

  private JsonNode integer(JsonNode schema) {
    long lowest = schema.path("minimum").asLong(0);
    long highest = schema.path("maximum").asLong(100);
    return JSON.numberNode(
        switch (random.nextInt(8)) {
          case 0 -> lowest;
          case 1 -> highest;
          case 2 -> lowest - 1;
          case 3 -> highest + 1;
          default -> lowest + random.nextInt(Math.clamp(highest - lowest, 1, 50));
        });
  }

  private String text(JsonNode schema) {
    if (random.nextInt(20) == 0) {
      return garbage(9).asText();
    }
    return switch (schema.path("format").asText()) {
      case "uuid" -> pick(ids);
      case "ipv4" -> "10.0.0." + random.nextInt(8);
      case "ipv6" -> "2001:db8::" + random.nextInt(8);
      default ->
          schema.has("examples")
              ? schema.get("examples").get(0).asText()
              : pick(List.of("a", "b", "10.0.0.1", "eth0", "10.0.0.0/24"));
    };
  }

  private JsonNode garbage(int depth) {
    return switch (random.nextInt(depth > 3 ? 9 : 11)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(-2, 70_000));
      case 3 -> JSON.numberNode(random.nextLong());
      case 4 -> JSON.numberNode(random.nextDouble() * 1e300);
      case 5 -> JSON.textNode(pick(ids));
      case 6 -> JSON.textNode(pick(List.of("255.255.255.255", "::1", "1.2.3", "10.0.0.0/33")));
      case 7 -> JSON.textNode(pick(List.of("ff:ff:ff:ff:ff:ff", "../..", "", "é", "a\nb", "${x}")));
      case 8 -> JSON.textNode(pick(List.of("\u0000", "\ud800", "x".repeat(300), "-1", "ACCEPT")));
      case 9 -> JSON.arrayNode().add(garbage(depth + 1)).add(garbage(depth + 1));
      default -> JSON.objectNode().set("x", garbage(depth + 1));
    };
  }

  private <X> X pick(List<X> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
