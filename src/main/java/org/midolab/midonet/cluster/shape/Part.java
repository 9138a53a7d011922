package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.midolab.midonet.cluster.rest.Links;

/**
 * Part of a resource's JSON: one or several properties.
 *
 * @param <V> type of the object that is written
 * @param <B> type of the builder that a request is read into
 */
public interface Part<V, B> {

  /**
   * Writes the properties.
   *
   * @param version version of the media type
   */
  void write(V value, Links links, int version, ObjectNode out);

  void read(Input input, B builder);

  /** Adds the properties to the JSON Schema of an object. */
  void describe(ObjectSchema outline);
}
