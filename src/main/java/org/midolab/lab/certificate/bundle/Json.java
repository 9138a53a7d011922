package org.midolab.lab.certificate.bundle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Canonical JSON: equal values have equal bytes and so equal digests. Names are sorted, and there
 * are no blanks. Parsing is strict: unknown, missing and duplicate names are errors.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /** Returns a value as one line, without a line feed. */
  public static byte[] bytes(Object value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }

  /** Returns a value in readable form, with one value per line. */
  public static byte[] pretty(Object value) {
    try {
      var text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }

  /** Returns a value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Parses a value.
   *
   * @param place place of the JSON, for messages
   * @throws BundleException if the bytes are not JSON of that type
   */
  public static <T> T read(String place, byte[] bytes, Class<T> type) throws BundleException {
    try {
      var value = MAPPER.readValue(bytes, type);
      if (value == null) {
        throw new BundleException(place + ": holds nothing");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new BundleException(place + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BundleException(place + ": " + e.getMessage(), e);
    }
  }

  /**
   * Converts a tree to a value.
   *
   * @param place place of the JSON, for messages
   * @throws BundleException if the tree does not have that type
   */
  public static <T> T read(String place, JsonNode tree, Class<T> type) throws BundleException {
    return read(place, bytes(tree), type);
  }
}
