package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What bodies of one kind are called and look like. */
public interface Representation {

  MediaType type();

  /** JSON Schema (draft 2020-12) of one object. */
  ObjectNode schema();
}
