package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
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

/** Reads JSON that nobody vouches for, and writes ours. */
final class Json {

  /** Deepest object of the API: rules hold lists of NAT targets; the rest is room. */
  private static final int MAX_DEPTH = 16;

  private static final int MAX_STRING = 64 << 10;
  private static final int MAX_NUMBER = 32;

  /** Names, values and brackets of one body: a bulk of a megabyte of real objects has fewer. */
  private static final int MAX_TOKENS = 100_000;

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
   * @throws ApiException 400 when the bytes are anything but one JSON object
   */
  static ObjectNode parseObject(byte[] bytes) {
    if (parse(bytes) instanceof ObjectNode object) {
      return object;
    }
    throw new ApiException(400, "the body must be one JSON object, as in {\"name\": \"x\"}");
  }

  /**
   * The object, or the objects of a list, which may be empty.
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
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new ApiException(
          400,
          "the body is not JSON that can be read: "
              + Request.abbreviate(e.getOriginalMessage())
              + (at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr()));
    } catch (IOException e) {
      throw new ApiException(400, "the body is not JSON that can be read");
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
