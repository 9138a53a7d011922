package org.midolab.midonet.cli.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.midolab.midonet.cli.failure.CliException;

/**
 * How one attribute is written on a line and kept in JSON (docs: contract.md#cli-values). A codec
 * may own several JSON fields, as a CIDR does.
 */
public interface Codec {

  /** The printed word, or empty when the object does not have the attribute. */
  Optional<String> read(JsonNode object, Names names);

  /**
   * Sets the fields from a typed value.
   *
   * @throws CliException.User when the value is not of this form, saying what is expected
   */
  void write(ObjectNode object, Value value, Names names);

  /** The JSON fields that it owns. */
  List<String> fields();

  /** Unsets the attribute. */
  default void clear(ObjectNode object) {
    fields().forEach(object::putNull);
  }

  /** The form of a value, for help: {@code <CIDR>}, {@code up|down}. */
  String form();

  /** The values to offer for completion; empty when there are too many. */
  default List<String> words() {
    return List.of();
  }

  /** What a reference refers to, or null when the value is none. */
  default String refersTo() {
    return null;
  }

  /** What the reference of this object refers to; null when it is none, or to several objects. */
  default String refersTo(JsonNode object) {
    return refersTo();
  }

  /** Reads a typed list: texts with commas between them, each without the blanks around it. */
  static List<String> elements(Value value, Codec codec) {
    return Stream.of(word(value, codec).split(",")).map(String::strip).toList();
  }

  /**
   * Reads a typed value as a single word, without the blanks around it; a spelled-out path is a
   * value of references only.
   */
  static String word(Value value, Codec codec) {
    return switch (value) {
      case Value.Word(String text) -> text.strip();
      case Value.Spelled _ ->
          throw new CliException.User("expected " + codec.form() + ", found a path to an object");
    };
  }
}
