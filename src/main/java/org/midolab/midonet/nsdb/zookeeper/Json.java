package org.midolab.midonet.nsdb.zookeeper;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.midolab.midonet.model.Condition;

/**
 * Stored objects as readable JSON in UTF-8 (docs: nsdb.md#objects). Each record component is one
 * field. Null and empty fields are not written, and unknown fields are ignored, so that different
 * versions of the system can share a database.
 */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
          .addMixIn(Condition.class, OnlyWhatIsSet.class)
          .addModule(
              new SimpleModule()
                  .setSerializerModifier(new ComponentsOnly())
                  .addAbstractTypeMapping(Set.class, LinkedHashSet.class)) // keeps the stored order
          .build();

  private Json() {}

  /** Leaves out default values: a condition has fifty fields, of which a rule sets a few. */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private interface OnlyWhatIsSet {}

  /** Leaves out computed properties of a record, such as {@code isInterior()}. */
  private static final class ComponentsOnly extends BeanSerializerModifier {

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
      if (!bean.getBeanClass().isRecord()) {
        return properties;
      }
      Set<String> components =
          Stream.of(bean.getBeanClass().getRecordComponents())
              .map(RecordComponent::getName)
              .collect(Collectors.toSet());
      return properties.stream()
          .filter(property -> components.contains(property.getName()))
          .toList();
    }
  }

  /**
   * Returns the JSON of an object.
   *
   * @throws IllegalArgumentException if the object cannot be written
   */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("cannot be stored: " + value, e);
    }
  }

  /**
   * Parses the JSON of an object.
   *
   * @param path path of the node, for the message
   * @throws IllegalStateException if the data is not an object of that type
   */
  public static <T> T read(byte[] data, Class<T> type, String path) {
    try {
      return MAPPER.readValue(data, type);
    } catch (IOException e) {
      throw new IllegalStateException(
          path
              + " holds no readable "
              + type.getSimpleName()
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "; it begins with '"
              + new String(data, 0, Math.min(data.length, 80), StandardCharsets.UTF_8)
              + "'",
          e);
    }
  }
}
