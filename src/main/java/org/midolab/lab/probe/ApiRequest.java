package org.midolab.lab.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request to the API as it goes over the wire.
 *
 * @param target a path below the API's base such as {@code /bridges}, or a whole URI that an answer
 *     has named
 * @param headers in the order in which they were given
 * @param body empty for none
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
   * Reads a request as RFC 7230 (§3) writes it, less the protocol's version: method and target,
   * headers a line each, an empty line, the body.
   *
   * @throws IllegalArgumentException when it cannot be read so; the message quotes the line
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

  /** The same under a token. */
  public ApiRequest under(String token) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(Api.TOKEN_HEADER, token);
    return new ApiRequest(method, target, more, body);
  }

  /** For a report: without what opens doors. */
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
