package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One operation that the cluster's description of itself names.
 *
 * @param method in capitals
 * @param path relative to the root, with parameters such as {@code {id}}
 * @param takes media types of the request's body; empty when it has none
 * @param gives media types of the answer when all goes well; empty when it has no body
 */
record Operation(String method, String path, Set<String> takes, Set<String> gives) {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

  /** All that are described at {@code /openapi.json}. */
  static List<Operation> all(ApiClient api) {
    List<Operation> all = new ArrayList<>();
    for (var path : api.get("/openapi.json").json().get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          all.add(of(operation.getKey(), path.getKey(), operation.getValue()));
        }
      }
    }
    return all;
  }

  private static Operation of(String method, String path, JsonNode described) {
    Set<String> gives = new TreeSet<>();
    for (var response : described.get("responses").properties()) {
      if (response.getKey().startsWith("2")) {
        gives.addAll(types(response.getValue()));
      }
    }
    return new Operation(
        method.toUpperCase(Locale.ROOT), path, types(described.path("requestBody")), gives);
  }

  private static Set<String> types(JsonNode body) {
    Set<String> types = new TreeSet<>();
    body.path("content").fieldNames().forEachRemaining(types::add);
    return types;
  }

  /** The path with a random id for each parameter. */
  String nowhere() {
    return path.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
  }

  /** Method and path, with all parameters called the same; what tells operations apart. */
  String key() {
    return key(method, path);
  }

  /** As {@link #key()}, of a path whose parameters are given as {@code {name}} or {@code $name}. */
  static String key(String method, String path) {
    return method + " " + path.replaceAll("\\{[^}]*}|\\$[a-zA-Z0-9]+", "{}");
  }

  /** The path of which this URI is one, among those that are described. */
  static String template(List<Operation> among, String uri) {
    return among.stream()
        .map(Operation::path)
        .distinct()
        .filter(path -> !path.equals("/") && pattern(path).matcher(uri).matches())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no path is described for " + uri));
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(".*/midonet-api" + path.replaceAll("\\{[^}]*}", "[^/]+"));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
