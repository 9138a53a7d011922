package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rows of the contract, from {@code /openapi.json}. The column "5.0.4" has a value for each of
 * them.
 *
 * <ul>
 *   <li>{@code operations}: method, path and status, with {@code again} for the status of a DELETE
 *       of an absent object
 *   <li>{@code errors}: the other statuses
 *   <li>{@code queries}: method, path and parameter
 *   <li>{@code fields}: type and property, then the constraints: {@code required}, {@code read
 *       only} or {@code link}, the kind and its range
 *   <li>{@code defaults}: type and property, then its default
 * </ul>
 */
final class ContractRows {

  /** Types of objects inside other objects. */
  private static final Map<String, String> INNER =
      Map.of(
          "condition", "Condition",
          "conditions", "Condition",
          "hostInterfaces", "Interface",
          "security_group_rules", "neutron.SecurityGroupRule");

  private final ApiClient api;
  private final JsonNode description;
  private final Map<String, Set<String>> rows = new TreeMap<>();

  private ContractRows(ApiClient api) {
    this.api = api;
    this.description = api.get("/openapi.json").json();
  }

  /** All rows, by table. */
  static Map<String, Set<String>> of(ApiClient api) {
    ContractRows all = new ContractRows(api);
    all.operations();
    JsonNode schemas = all.description.at("/components/schemas");
    JsonNode condition = schemas.at("/TraceRequest/properties/condition");
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      all.fields(schema.getKey(), schema.getValue(), condition.path("properties"));
    }
    return all.rows;
  }

  private void add(String table, String row) {
    rows.computeIfAbsent(table, name -> new TreeSet<>()).add(row);
  }

  private void operations() {
    for (Operation operation : Operation.all(api)) {
      JsonNode described =
          description
              .at("/paths")
              .get(operation.path())
              .get(operation.method().toLowerCase(Locale.ROOT));
      for (String status : (Iterable<String>) described.get("responses")::fieldNames) {
        if (status.startsWith("2")) {
          add("operations", operation + " " + status);
        } else {
          add("errors", status);
        }
      }
      for (JsonNode parameter : described.path("parameters")) {
        add("queries", operation + " " + parameter.get("name").asText());
      }
      if (operation.method().equals("DELETE")) {
        add(
            "operations",
            operation + " again " + api.delete(operation.pathOfUnknownIds()).status());
      }
    }
  }

  private void fields(String type, JsonNode schema, JsonNode condition) {
    schema.path("anyOf").forEach(each -> fields(type, each, condition));
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = property.getKey();
      JsonNode described = property.getValue();
      boolean ofCondition =
          !type.equals("Condition") && described.equals(condition.path(name)) && !name.equals("id");
      String row = (ofCondition ? "Condition" : type) + "." + name;
      List<String> words = new ArrayList<>(List.of(row));
      if (required.contains(name)) {
        words.add("required");
      }
      words.addAll(kind(described));
      add("fields", String.join(" ", words));
      boolean readOnly = described.path("readOnly").asBoolean();
      if (!readOnly && !required.contains(name) && !type.startsWith("Error")) {
        add(
            "defaults",
            row + " " + described.path("default").toString().replaceFirst("^$", "null"));
      }
      String inner = INNER.getOrDefault(name, row);
      fields(inner, described, condition);
      fields(inner, described.path("items"), condition);
    }
  }

  private static List<String> kind(JsonNode schema) {
    if (schema.path("format").asText().equals("uri-reference")) {
      return List.of("link");
    }
    List<String> words = new ArrayList<>();
    if (schema.path("readOnly").asBoolean()) {
      words.add("read only");
    }
    JsonNode type = schema.path("type");
    String name = type.isArray() ? type.get(0).asText() : type.asText();
    words.add(schema.path("format").asText(name));
    if (schema.has("enum")) {
      List<String> constants = new ArrayList<>();
      schema.get("enum").forEach(each -> constants.add(each.isNull() ? "" : each.asText()));
      constants.removeIf(String::isEmpty);
      words.add(String.join("|", constants));
    }
    if (schema.has("minimum")) {
      words.add(schema.get("minimum") + ".." + schema.get("maximum"));
    }
    if (schema.has("maxLength") || schema.has("minLength")) {
      words.add(schema.path("minLength").asInt() + ".." + schema.path("maxLength").asText());
    }
    return words;
  }
}
