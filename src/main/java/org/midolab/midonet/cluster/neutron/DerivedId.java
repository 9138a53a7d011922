package org.midolab.midonet.cluster.neutron;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The ids of virtual devices that have none in Neutron: the same for the same thing every time, so
 * that a translation can be done again, and undone, without remembering what it made.
 */
final class DerivedId {

  /** What a gateway's or interface's port id is combined with to name the router's own end. */
  private static final UUID ROUTER_PORT = named("router-port");

  private DerivedId() {}

  /** Of whatever has this role for these things. */
  static UUID of(String role, Object... things) {
    return named(
        role + Arrays.stream(things).map(thing -> " " + thing).collect(Collectors.joining()));
  }

  /** Of the router port at the other end of a port; also leads back. */
  static UUID routerPort(UUID portId) {
    return new UUID(
        portId.getMostSignificantBits() ^ ROUTER_PORT.getMostSignificantBits(),
        portId.getLeastSignificantBits() ^ ROUTER_PORT.getLeastSignificantBits());
  }

  private static UUID named(String text) {
    return UUID.nameUUIDFromBytes(("neutron " + text).getBytes(StandardCharsets.UTF_8));
  }
}
