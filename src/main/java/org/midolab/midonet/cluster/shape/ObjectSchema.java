package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** Builds the JSON Schema (draft 2020-12) of an object from its parts. */
public final class ObjectSchema {

  private final ObjectNode properties = JsonNodeFactory.instance.objectNode();
  private final ArrayNode required = JsonNodeFactory.instance.arrayNode();

  ObjectSchema() {}

  /** Adds a required property. */
  public void required(String name, ObjectNode schema) {
    required.add(name);
    properties.set(name, schema);
  }

  /**
   * Adds a property that may be left out or null.
   *
   * @param fallback its default, or null for none
   */
  public void optional(String name, ObjectNode schema, JsonNode fallback) {
    ObjectNode described = nullable(schema);
    if (fallback != null) {
      described.set("default", fallback);
    }
    properties.set(name, described);
  }

  /** Adds a read-only property. */
  public void readOnly(String name, ObjectNode schema) {
    properties.set(name, nullable(schema).put("readOnly", true));
  }

  /** Adds a read-only URI of a related resource. */
  void link(String name) {
    ObjectNode uri = JsonNodeFactory.instance.objectNode().put("type", "string");
    readOnly(name, uri.put("format", "uri-reference"));
  }

  private static ObjectNode nullable(ObjectNode schema) {
    if (schema.has("type")) {
      JsonNode type = schema.get("type");
      schema.putArray("type").add(type).add("null");
    }
    if (schema.get("enum") instanceof ArrayNode allowed) {
      allowed.addNull();
    }
    return schema;
  }

  /** Returns the names of the properties so far. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema;
  }
}
