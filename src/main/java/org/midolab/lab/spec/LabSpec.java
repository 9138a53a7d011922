package org.midolab.lab.spec;

import java.util.List;
import java.util.Optional;

/**
 * The content of a lab file. Its structure is valid; its meaning is not checked yet. Every value
 * has its {@link Place}.
 */
record LabSpec(Text name, List<NodeSpec> nodes, List<LinkSpec> links) {

  /** A scalar value and its place. */
  record Text(String value, Place place) {}

  record NodeSpec(
      Text name,
      Text kind,
      Optional<Text> engine,
      List<Text> loopback,
      List<RouteSpec> routes,
      Optional<BgpSpec> bgp) {}

  record RouteSpec(Text to, Text via) {}

  record BgpSpec(
      Optional<Text> software,
      Text as,
      Optional<TimersSpec> timers,
      List<Text> networks,
      List<NeighborSpec> neighbors) {}

  /** Timers in seconds. */
  record TimersSpec(Optional<Text> keepalive, Optional<Text> hold, Optional<Text> connect) {}

  record NeighborSpec(Text address, Text as, Optional<Text> password) {}

  record LinkSpec(Place place, List<EndpointSpec> endpoints, Optional<Text> mtu) {}

  record EndpointSpec(Text node, Text iface, Optional<Text> ipv4, Optional<Text> mac) {}
}
