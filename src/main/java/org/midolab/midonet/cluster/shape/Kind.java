package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How values of one kind look in JSON. */
public interface Kind<X> {

  JsonNode write(X value);

  /**
   * @param node never absent or null
   * @throws IllegalArgumentException when the JSON is no such value; the message continues the
   *     property's name, as in "must be true or false"
   */
  X read(JsonNode node);

  /**
   * Whether the JSON stands for no value: a property that is left out, null, or for some kinds an
   * empty text.
   *
   * @param node null when the property is left out
   */
  default boolean absent(JsonNode node) {
    return node == null || node.isNull();
  }

  /** JSON Schema (draft 2020-12) of such values. */
  ObjectNode schema();
}
