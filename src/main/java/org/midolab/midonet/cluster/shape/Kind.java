package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON form of one type of values. */
public interface Kind<X> {

  JsonNode write(X value);

  /**
   * Reads a value.
   *
   * @param node never absent or null
   * @throws IllegalArgumentException when the JSON is not a valid value; the message continues the
   *     property's name, as in "must be true or false"
   */
  X read(JsonNode node);

  /**
   * Returns whether there is no value: the property is left out, null, or, for some kinds, an empty
   * text.
   *
   * @param node null when the property is left out
   */
  default boolean absent(JsonNode node) {
    return node == null || node.isNull();
  }

  /** Returns the JSON Schema (draft 2020-12) of the values. */
  ObjectNode schema();
}
