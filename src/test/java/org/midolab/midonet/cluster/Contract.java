package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Contract of one resource: a row of {@code contract.yaml}, which describes the fields.
 *
 * @param put null when there is no PUT
 */
record Contract(
    String media,
    int oldest,
    int newest,
    String path,
    String minimal,
    String defaults,
    String full,
    String put,
    List<String> required,
    int gone,
    boolean identified,
    boolean unique) {

  static Stream<Contract> all() {
    JsonNode file = file();
    String condition = file.get("condition").asText();
    List<Contract> all = new ArrayList<>();
    file.get("resources").forEach(row -> all.add(of(row, condition)));
    return all.stream();
  }

  static JsonNode file() {
    try (InputStream in = Contract.class.getResourceAsStream("contract.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Contract of(JsonNode row, String condition) {
    String minimal = row.get("minimal").asText();
    List<String> required = new ArrayList<>();
    row.path("required").forEach(field -> required.add(field.asText()));
    return new Contract(
        row.get("media").asText(),
        row.get("versions").get(0).asInt(),
        row.get("versions").get(1).asInt(),
        row.get("path").asText(),
        minimal,
        row.get("defaults").asText(),
        row.path("full").asText(minimal).replace("$CONDITION", condition),
        row.has("put") ? row.get("put").asText() : null,
        required,
        row.path("gone").asInt(404),
        row.path("identified").asBoolean(true),
        row.path("unique").asBoolean(false));
  }

  @Override
  public String toString() {
    return media + " at " + path + " " + minimal;
  }
}
