package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Answer to a request.
 *
 * @param headers without the content type
 */
public record Reply(int status, Map<String, String> headers, Content content) {

  /** The body. */
  public sealed interface Content {
    record None() implements Content {}

    record Json(JsonNode node) implements Content {}

    /** A list that is written while the stream is read; the stream is closed afterwards. */
    record JsonList(Stream<? extends JsonNode> elements) implements Content {}

    record Text(String text) implements Content {}
  }

  private static final Content NONE = new Content.None();

  /** Returns 200 with an object. */
  public static Reply of(JsonNode node) {
    return new Reply(200, Map.of(), new Content.Json(node));
  }

  /** Returns 200 with a list. */
  public static Reply list(Stream<? extends JsonNode> elements) {
    return new Reply(200, Map.of(), new Content.JsonList(elements));
  }

  /** Returns 200 with text. */
  public static Reply text(String text) {
    return new Reply(200, Map.of(), new Content.Text(text));
  }

  /** Returns 201 with the URI of the new object as {@code Location}. */
  public static Reply created(String uri) {
    return new Reply(201, Map.of("Location", uri), NONE);
  }

  /** Returns 204: success, without a body. */
  public static Reply done() {
    return new Reply(204, Map.of(), NONE);
  }

  /** Returns the reply with another status and body. */
  public Reply with(int otherStatus, Content other) {
    return new Reply(otherStatus, headers, other);
  }

  /** Returns the reply with one more header. */
  public Reply with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Reply(status, all, content);
  }
}
