package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is sent back.
 *
 * @param headers besides the content type
 */
public record Reply(int status, Map<String, String> headers, Content content) {

  /** The body. */
  public sealed interface Content {
    record None() implements Content {}

    record Json(JsonNode node) implements Content {}

    /** Written while it is consumed, and closed. */
    record JsonList(Stream<? extends JsonNode> elements) implements Content {}

    record Text(String text) implements Content {}
  }

  private static final Content NONE = new Content.None();

  /** 200 with an object. */
  public static Reply of(JsonNode node) {
    return new Reply(200, Map.of(), new Content.Json(node));
  }

  /** 200 with a list. */
  public static Reply list(Stream<? extends JsonNode> elements) {
    return new Reply(200, Map.of(), new Content.JsonList(elements));
  }

  /** 200 with text. */
  public static Reply text(String text) {
    return new Reply(200, Map.of(), new Content.Text(text));
  }

  /** 201: the new object is at {@code uri}. */
  public static Reply created(String uri) {
    return new Reply(201, Map.of("Location", uri), NONE);
  }

  /** 204: done, nothing to say. */
  public static Reply done() {
    return new Reply(204, Map.of(), NONE);
  }

  /** With another status and body. */
  public Reply with(int otherStatus, Content other) {
    return new Reply(otherStatus, headers, other);
  }

  /** With one more header. */
  public Reply with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Reply(status, all, content);
  }
}
