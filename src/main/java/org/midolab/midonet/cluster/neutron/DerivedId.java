package org.midolab.midonet.cluster.neutron;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Ids of virtual objects that have no id in Neutron. They are derived from Neutron's ids, so a
 * translation can be repeated, and undone, without stored state.
 */
final class DerivedId {

  /**
   * Combined with the id of a gateway's or interface's port, it gives the id of the router's port.
   */
  private static final UUID ROUTER_PORT = named("router-port");

  private DerivedId() {}

  /** Returns the id of the object with this role for these ids or values. */
  static UUID of(String role, Object... things) {
    return named(
        role + Arrays.stream(things).map(thing -> " " + thing).collect(Collectors.joining()));
  }

  /**
   * Returns the id of the router's port that is linked to a port of a network. Applied to the
   * result, it returns the original id.
   */
  static UUID routerPort(UUID portId) {
    return new UUID(
        portId.getMostSignificantBits() ^ ROUTER_PORT.getMostSignificantBits(),
        portId.getLeastSignificantBits() ^ ROUTER_PORT.getLeastSignificantBits());
  }

  private static UUID named(String text) {
    return UUID.nameUUIDFromBytes(("neutron " + text).getBytes(StandardCharsets.UTF_8));
  }
}
