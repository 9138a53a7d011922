package org.midolab.midonet.cli.codec;

import org.midolab.midonet.cli.failure.CliException;

/** Converts references between ids and the names of a session. */
public interface Names {

  /**
   * Returns the name of an object: its alias, with the aliases of its parents ({@code
   * router0:port0}), or the same chain of UUIDs when there are no aliases.
   *
   * @param type word of the object's type; {@code port} for a port of any device
   */
  String print(String type, String id);

  /**
   * Returns the id of the object that a value refers to.
   *
   * @throws CliException.User when the alias is unknown
   */
  String resolve(String type, Value value);
}
