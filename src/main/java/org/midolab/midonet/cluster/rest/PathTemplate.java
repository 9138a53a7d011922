package org.midolab.midonet.cluster.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A path with parameters, such as {@code /bridges/{id}/ports}, relative to the API's root.
 *
 * @param segments literals, or parameter names in braces
 */
record PathTemplate(List<String> segments) {

  static PathTemplate parse(String text) {
    return new PathTemplate(split(text));
  }

  /**
   * Returns the decoded segments of a request's path.
   *
   * @throws ApiException 400 when an escape is malformed
   */
  static List<String> decode(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String segment : split(rawPath)) {
      try {
        segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new ApiException(400, "the path contains a malformed %-escape");
      }
    }
    return segments;
  }

  private static List<String> split(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/")) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    return List.copyOf(segments);
  }

  /** Returns the parameters of a path, or null if the template does not match it. */
  Map<String, String> match(List<String> path) {
    if (path.size() != segments.size()) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{")) {
        parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return null;
      }
    }
    return parameters;
  }

  /** Returns whether this template matches a path or one of its parents. */
  boolean isPrefixOf(List<String> path) {
    return path.size() >= segments.size() && match(path.subList(0, segments.size())) != null;
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }
}
