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
 * JSON that is always written in the same way, so that it has one digest: names in order, no
 * blanks. It is read strictly: an unknown name, a missing one or a doubled one is an error.
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

  /** One line, without its end. */
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

  /** For people: a line for each value. */
  public static byte[] pretty(Object value) {
    try {
      var text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }

  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * @param place for the message
   * @throws BundleException when the bytes are no JSON of that shape
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
   * @param place for the message
   * @throws BundleException when the tree has not that shape
   */
  public static <T> T read(String place, JsonNode tree, Class<T> type) throws BundleException {
    return read(place, bytes(tree), type);
  }
}
