package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Parses untrusted JSON with limits, and writes JSON. */
final class Json {

  /**
   * Deepest nesting. Rules with lists of NAT targets are the deepest objects of the API and need
   * less.
   */
  private static final int MAX_DEPTH = 16;

  private static final int MAX_STRING = 64 << 10;
  private static final int MAX_NUMBER = 32;

  /** Most names, values and brackets in one body; one megabyte of real objects has fewer. */
  private static final int MAX_TOKENS = 100_000;

  private static final String BEYOND_LIMITS =
      ("the body exceeds a limit of the API for JSON: nesting %d, text %d characters, number %d"
              + " digits, %d names, values and brackets in all")
          .formatted(MAX_DEPTH, MAX_STRING, MAX_NUMBER, MAX_TOKENS);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING)
                          .maxNumberLength(MAX_NUMBER)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Parses one JSON object.
   *
   * @throws ApiException 400 when the bytes are anything else
   */
  static ObjectNode parseObject(byte[] bytes) {
    if (parse(bytes) instanceof ObjectNode object) {
      return object;
    }
    throw new ApiException(400, "the body must be one JSON object, such as {\"name\": \"x\"}");
  }

  /**
   * Parses one JSON object, or a list of objects, which may be empty.
   *
   * @throws ApiException 400 when the bytes are anything else
   */
  static List<ObjectNode> parseObjects(byte[] bytes) {
    JsonNode node = parse(bytes);
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      if (each instanceof ObjectNode object) {
        objects.add(object);
      } else {
        throw new ApiException(400, "the body must be one JSON object, or a list of them");
      }
    }
    return objects;
  }

  private static JsonNode parse(byte[] bytes) {
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (StreamConstraintsException e) {
      throw new ApiException(400, BEYOND_LIMITS);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new ApiException(
          400,
          "the body is not valid JSON: "
              + Request.abbreviate(e.getOriginalMessage())
              + (at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr()));
    } catch (IOException e) {
      throw new ApiException(400, "the body is not valid JSON");
    }
    return node;
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a list element by element and closes the stream of elements. */
  static void writeList(Stream<? extends JsonNode> elements, OutputStream out) throws IOException {
    try (elements) {
      out.write('[');
      String separator = "";
      for (Iterator<? extends JsonNode> each = elements.iterator(); each.hasNext(); ) {
        out.write(separator.getBytes(StandardCharsets.US_ASCII));
        out.write(bytes(each.next()));
        separator = ",";
      }
      out.write(']');
    }
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }
}
