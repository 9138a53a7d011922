package org.midolab.midonet.cli.schema;

import org.midolab.midonet.cli.codec.Codec;

/**
 * One attribute of an object.
 *
 * @param name the word that is typed and printed
 * @param codec which JSON fields hold it, and how they read as a word
 * @param access who may write it
 * @param shown whether a printed object line has it
 * @param about one line for {@code help}, or empty
 */
public record Attribute(String name, Codec codec, Access access, Shown shown, String about) {

  public enum Access {
    WRITABLE,
    /** Given when the object is made, fixed afterwards. */
    CREATE_ONLY,
    READ_ONLY
  }

  public enum Shown {
    IN_LINE,
    /** Only by {@code show FIELD}: secrets, long texts, and what the guide's lines leave out. */
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
