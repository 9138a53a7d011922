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
 * An operation of the API's description.
 *
 * @param method in capitals
 * @param path relative to the root, with parameters such as {@code {id}}
 * @param takes media types of the request's body; empty when it has none
 * @param gives media types of the successful answer; empty when it has no body
 */
record Operation(String method, String path, Set<String> takes, Set<String> gives) {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

  /** Returns all operations of {@code /openapi.json}. */
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

  /** Returns the path with a random id for each parameter. */
  String pathOfUnknownIds() {
    return path.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
  }

  /**
   * Returns method and path with the same name for all parameters, which identifies an operation.
   */
  String key() {
    return key(method, path);
  }

  /** Works as {@link #key()}, for a path with parameters {@code {name}} or {@code $name}. */
  static String key(String method, String path) {
    return method + " " + path.replaceAll("\\{[^}]*}|\\$[a-zA-Z0-9]+", "{}");
  }

  /** Returns the path of the description that matches this URI. */
  static String template(List<Operation> among, String uri) {
    return among.stream()
        .map(Operation::path)
        .distinct()
        .filter(path -> !path.equals("/") && pattern(path).matcher(uri).matches())
        .findFirst()
        .orElseThrow(() -> new AssertionError("the description has no path for " + uri));
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(".*/midonet-api" + path.replaceAll("\\{[^}]*}", "[^/]+"));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
