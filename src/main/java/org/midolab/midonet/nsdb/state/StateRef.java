package org.midolab.midonet.nsdb.state;

import java.util.UUID;

/**
 * The parsed path of a state node, relative to the root of the state: {@code
 * HOST/CLASS/ID/KEY[/VALUE]}.
 *
 * @param value name of the child if the key has several values, else null
 */
record StateRef(UUID host, String type, UUID id, String key, String value) {

  static final String HOST = "Host";
  static final String PORT = "Port";
  static final String ALIVE = "alive";
  static final String INTERFACES = "host";
  static final String ACTIVE = "active";
  static final String BGP = "bgp";
  static final String ROUTES = "routes";

  /** Returns null if the path does not have that form. */
  static StateRef parse(String path) {
    String[] parts = path.split("/");
    if (parts.length < 4 || parts.length > 5) {
      return null;
    }
    try {
      return new StateRef(
          UUID.fromString(parts[0]),
          parts[1],
          UUID.fromString(parts[2]),
          parts[3],
          parts.length == 5 ? parts[4] : null);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  boolean is(String type, String key) {
    return this.type.equals(type) && this.key.equals(key) && value == null;
  }

  boolean isRoute() {
    return type.equals(PORT) && key.equals(ROUTES) && value != null;
  }
}
