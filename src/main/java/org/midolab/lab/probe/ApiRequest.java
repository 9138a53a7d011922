package org.midolab.lab.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request to the API.
 *
 * @param target a path below the API's base such as {@code /bridges}, or a complete URI from an
 *     answer
 * @param headers in their order in the request
 * @param body empty if there is none
 */
public record ApiRequest(String method, String target, Map<String, String> headers, String body) {

  private static final Set<String> SECRET = Set.of("Authorization", Api.TOKEN_HEADER);

  public ApiRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  public static ApiRequest get(String target) {
    return new ApiRequest("GET", target, Map.of(), "");
  }

  public static ApiRequest delete(String target) {
    return new ApiRequest("DELETE", target, Map.of(), "");
  }

  /**
   * Parses a request in the format of RFC 7230 §3, without the protocol version: a line with method
   * and target, a line for each header, an empty line, the body.
   *
   * @throws IllegalArgumentException if the format is wrong; the message quotes the line
   */
  public static ApiRequest parse(String text) {
    List<String> lines = text.strip().lines().toList();
    String[] first = lines.getFirst().split(" ");
    if (first.length != 2) {
      throw new IllegalArgumentException(
          "expected a method and a path, as in \"GET /bridges\", not \"" + lines.getFirst() + "\"");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    int at = 1;
    for (; at < lines.size() && !lines.get(at).isBlank(); at++) {
      int colon = lines.get(at).indexOf(": ");
      if (colon < 1) {
        throw new IllegalArgumentException(
            "expected a header, as in \"Accept: application/json\", or an empty line before the"
                + " body, not \""
                + lines.get(at)
                + "\"");
      }
      headers.put(lines.get(at).substring(0, colon), lines.get(at).substring(colon + 2).strip());
    }
    String body = String.join("\n", lines.subList(Math.min(at + 1, lines.size()), lines.size()));
    return new ApiRequest(first[0], first[1], headers, body);
  }

  /** Returns the same request with a token. */
  public ApiRequest under(String token) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(Api.TOKEN_HEADER, token);
    return new ApiRequest(method, target, more, body);
  }

  /** Returns the request as text without its secrets, for a report. */
  public String text() {
    var text = new StringBuilder(toString());
    headers.forEach(
        (name, value) ->
            text.append('\n')
                .append(name)
                .append(": ")
                .append(SECRET.contains(name) ? "…" : value));
    return body.isEmpty() ? text.toString() : text.append("\n\n").append(body).toString();
  }

  @Override
  public String toString() {
    return method + " " + target;
  }
}
