package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.midolab.midonet.cluster.rest.Links;

/**
 * A share of a resource's JSON.
 *
 * @param <V> what is written
 * @param <B> what is read into
 */
public interface Part<V, B> {

  /**
   * @param version of the media type that is being written
   */
  void write(V value, Links links, int version, ObjectNode out);

  void read(Input input, B builder);

  /** Adds its properties to the JSON Schema of an object. */
  void describe(Outline outline);
}
