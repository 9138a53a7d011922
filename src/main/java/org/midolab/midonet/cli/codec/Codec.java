package org.midolab.midonet.cli.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.cli.failure.CliException;

/**
 * Converts an attribute between its text on a line and its JSON fields (docs:
 * contract.md#cli-values). A codec may own several JSON fields, as a CIDR does.
 */
public interface Codec {

  /** Returns the printed word, or empty when the object does not have the attribute. */
  Optional<String> read(JsonNode object, Names names);

  /**
   * Sets the fields from a typed value.
   *
   * @throws CliException.User when the value does not have this form; the message says which form
   *     is expected
   */
  void write(ObjectNode object, Value value, Names names);

  /** Returns the JSON fields that it owns. */
  List<String> fields();

  /** Unsets the attribute. */
  default void clear(ObjectNode object) {
    fields().forEach(object::putNull);
  }

  /** Returns the form of a value for help: {@code <CIDR>}, {@code up|down}. */
  String form();

  /** Returns the values for completion; empty when there are too many. */
  default List<String> words() {
    return List.of();
  }

  /** Returns the type that a reference refers to, or null when the value is not a reference. */
  default @Nullable String refersTo() {
    return null;
  }

  /**
   * Returns the type that this object's reference refers to; null when it is not a reference, or
   * refers to several objects.
   */
  default @Nullable String refersTo(JsonNode object) {
    return refersTo();
  }

  /** Parses a typed list: texts separated by commas, without surrounding blanks. */
  static List<String> elements(Value value, Codec codec) {
    return Stream.of(word(value, codec).split(",")).map(String::strip).toList();
  }

  /**
   * Parses a typed value as a single word, without surrounding blanks. Only references may be
   * spelled-out paths.
   */
  static String word(Value value, Codec codec) {
    return switch (value) {
      case Value.Word(String text) -> text.strip();
      case Value.Spelled _ ->
          throw new CliException.User("expected " + codec.form() + ", found a path to an object");
    };
  }
}
