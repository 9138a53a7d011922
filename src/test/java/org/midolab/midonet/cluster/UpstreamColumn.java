package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The column "5.0.4" of the contract, {@code contract-5.0.4.yaml}: the behaviour of MidoNet 5.0.4
 * for each row of the contract.
 *
 * @param values values by table and row, in the order of the file
 * @param beyond the entries below the tables
 */
record UpstreamColumn(Map<String, Map<String, List<Value>>> values, List<Beyond> beyond) {

  /** Behaviour of 5.0.4 for one row. */
  sealed interface Value {
    /** The same as this cluster. */
    record Same() implements Value {}

    /** Not known. */
    record NotKnown() implements Value {}

    /** Different behaviour, with the reason for the difference. */
    record Differs(String is, String why) implements Value {}
  }

  /** An entry that is not a row of a table: a special case, or an operation that only 5.0.4 has. */
  record Beyond(String row, boolean missing, String why) {}

  static UpstreamColumn read() {
    try (InputStream in = UpstreamColumn.class.getResourceAsStream("contract-5.0.4.yaml")) {
      return of(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static UpstreamColumn of(JsonNode file) {
    Map<String, Map<String, List<Value>>> values = new TreeMap<>();
    List<Beyond> beyond = new ArrayList<>();
    for (Map.Entry<String, JsonNode> part : file.properties()) {
      JsonNode table = part.getValue();
      if (table.isArray()) {
        boolean missing = part.getKey().equals("missing");
        table.forEach(
            each -> beyond.add(new Beyond(text(each, "row"), missing, text(each, "why"))));
        continue;
      }
      Map<String, List<Value>> column = new TreeMap<>();
      add(column, table.path("same"), new Value.Same());
      add(column, table.path("not known"), new Value.NotKnown());
      for (JsonNode group : table.path("differs")) {
        add(column, group.path("rows"), new Value.Differs(text(group, "is"), text(group, "why")));
      }
      values.put(part.getKey(), column);
    }
    return new UpstreamColumn(values, beyond);
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).asText("");
  }

  private static void add(Map<String, List<Value>> column, JsonNode rows, Value value) {
    Arrays.stream(rows.asText("").split(";"))
        .map(String::strip)
        .filter(row -> !row.isEmpty())
        .forEach(row -> column.computeIfAbsent(row, name -> new ArrayList<>()).add(value));
  }

  /** Returns the problems of the column for these rows; empty when it is complete. */
  List<String> problems(Map<String, Set<String>> rows) {
    List<String> problems = new ArrayList<>();
    Set<String> tables = new TreeSet<>(rows.keySet());
    tables.addAll(values.keySet());
    for (String table : tables) {
      Set<String> promised = rows.getOrDefault(table, Set.of());
      Map<String, List<Value>> column = values.getOrDefault(table, Map.of());
      for (String row : promised) {
        int count = column.getOrDefault(row, List.of()).size();
        if (count != 1) {
          problems.add(table + ": " + row + " has " + count + " values for 5.0.4");
        }
      }
      column.forEach(
          (row, found) -> {
            if (!promised.contains(row)) {
              problems.add(table + ": " + row + " is not a row of the contract");
            }
            for (Value value : found) {
              if (value instanceof Value.Differs(String is, String why)
                  && (is.isBlank() || why.isBlank())) {
                problems.add(table + ": " + row + " differs without a reason");
              }
            }
          });
    }
    for (Beyond each : beyond) {
      if (each.row().isBlank() || each.why().isBlank()) {
        problems.add(each + " has no reason");
      }
    }
    return problems;
  }

  /** Returns the number of rows without a known value. */
  long notKnown() {
    return values.values().stream()
        .flatMap(column -> column.values().stream())
        .flatMap(List::stream)
        .filter(value -> value instanceof Value.NotKnown)
        .count();
  }
}
