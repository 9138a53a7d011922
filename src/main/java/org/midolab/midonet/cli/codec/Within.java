package org.midolab.midonet.cli.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attribute whose JSON fields are inside a nested object, such as the conditions of a trace in
 * {@code condition}.
 */
public record Within(String field, Codec codec) implements Codec {

  @Override
  public Optional<String> read(JsonNode object, Names names) {
    return codec.read(object.path(field), names);
  }

  @Override
  public void write(ObjectNode object, Value value, Names names) {
    codec.write(object.withObjectProperty(field), value, names);
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public void clear(ObjectNode object) {
    codec.clear(object.withObjectProperty(field));
  }

  @Override
  public String form() {
    return codec.form();
  }

  @Override
  public List<String> words() {
    return codec.words();
  }

  @Override
  public @Nullable String refersTo() {
    return codec.refersTo();
  }

  @Override
  public @Nullable String refersTo(JsonNode object) {
    return codec.refersTo(object.path(field));
  }
}
