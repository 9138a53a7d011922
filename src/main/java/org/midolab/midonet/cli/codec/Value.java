package org.midolab.midonet.cli.codec;

/** The typed value of an attribute. */
public sealed interface Value {

  /** One word, without its quotes. */
  record Word(String text) implements Value {}

  /**
   * A reference that is spelled out as a path to an object. The grammar implements it, since a path
   * consists of types of the schema, which codecs do not know.
   */
  non-sealed interface Spelled extends Value {}
}
