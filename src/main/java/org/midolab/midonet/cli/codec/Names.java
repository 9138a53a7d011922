package org.midolab.midonet.cli.codec;

import org.midolab.midonet.cli.failure.CliException;

/**
 * What a session knows about references: how an id is printed, and which id a typed reference
 * means.
 */
public interface Names {

  /**
   * The alias of an object, as a chain where it lives under another ({@code router0:port0}); where
   * there are no aliases, the same chain of UUIDs.
   *
   * @param type the word of what is referred to, {@code port} for a port of any device
   */
  String print(String type, String id);

  /**
   * The id of the object that a value names.
   *
   * @throws CliException.User when no such alias is known
   */
  String resolve(String type, Value value);
}
