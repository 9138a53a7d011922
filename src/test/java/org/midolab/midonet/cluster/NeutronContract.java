package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Contract of one collection below {@code /neutron}: a row of {@code contract.yaml}, which
 * describes the fields.
 *
 * @param becomes null when its translation has no object with its id
 */
record NeutronContract(
    String media,
    String path,
    String minimal,
    String second,
    String defaults,
    String full,
    String put,
    String fixed,
    List<String> required,
    List<String> refers,
    Set<String> lenient,
    String becomes) {

  static Stream<NeutronContract> all() {
    List<NeutronContract> all = new ArrayList<>();
    Contract.file().get("neutron").forEach(row -> all.add(of(row)));
    return all.stream();
  }

  private static NeutronContract of(JsonNode row) {
    return new NeutronContract(
        row.get("media").asText(),
        row.get("path").asText(),
        row.get("minimal").asText(),
        row.path("second").asText("{}"),
        row.get("defaults").asText(),
        row.get("full").asText(),
        row.get("put").asText(),
        row.path("fixed").asText("{}"),
        texts(row.get("required")),
        texts(row.path("refers")),
        Set.copyOf(texts(row.path("lenient"))),
        row.path("becomes").asText(null));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  String one() {
    return media + "-v1";
  }

  String many() {
    return media + "s-v1";
  }

  @Override
  public String toString() {
    return media;
  }
}
