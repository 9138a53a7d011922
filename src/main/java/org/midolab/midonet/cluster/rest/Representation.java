package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Media type and JSON Schema of a kind of body. */
public interface Representation {

  MediaType type();

  /** Returns the JSON Schema (draft 2020-12) of one object. */
  ObjectNode schema();
}
