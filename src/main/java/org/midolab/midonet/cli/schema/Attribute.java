package org.midolab.midonet.cli.schema;

import org.midolab.midonet.cli.codec.Codec;

/**
 * One attribute of an object.
 *
 * @param name word of the attribute in input and output
 * @param codec conversion to and from JSON fields
 * @param access when it may be written
 * @param shown whether it is printed in the object's line
 * @param about description for {@code help}, or empty
 */
public record Attribute(String name, Codec codec, Access access, Shown shown, String about) {

  public enum Access {
    WRITABLE,
    /** Set when the object is created, not changed afterwards. */
    CREATE_ONLY,
    READ_ONLY
  }

  public enum Shown {
    IN_LINE,
    /**
     * Only with {@code show FIELD}: secrets, long texts, and attributes that the guide's lines do
     * not have.
     */
    ON_REQUEST
  }

  static Attribute of(String name, Codec codec) {
    return new Attribute(name, codec, Access.WRITABLE, Shown.IN_LINE, "");
  }

  Attribute readOnly() {
    return new Attribute(name, codec, Access.READ_ONLY, shown, about);
  }

  Attribute createOnly() {
    return new Attribute(name, codec, Access.CREATE_ONLY, shown, about);
  }

  Attribute onRequest() {
    return new Attribute(name, codec, access, Shown.ON_REQUEST, about);
  }

  Attribute about(String sentence) {
    return new Attribute(name, codec, access, shown, sentence);
  }
}
