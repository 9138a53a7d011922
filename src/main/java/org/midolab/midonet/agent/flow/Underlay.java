package org.midolab.midonet.agent.flow;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TunnelZone;

/**
 * Finds the tunnel between two hosts: they need a common tunnel zone (docs: contract.md#underlay).
 */
final class Underlay {

  private Underlay() {}

  /** A tunnel's encapsulation and the underlay addresses of its endpoints. */
  record Route(Encapsulation encapsulation, Ip4 local, Ip4 remote) {}

  /**
   * Returns the tunnel by the common zone with the lowest id, so that both hosts choose the same
   * one; empty without a common zone.
   */
  static Optional<Route> route(Topology topology, UUID from, UUID to) {
    List<TunnelZone> zones =
        topology.zonesOf(from).stream()
            .filter(zone -> zone.type() != TunnelZone.Type.VTEP)
            .sorted(Comparator.comparing(TunnelZone::id))
            .toList();
    for (TunnelZone zone : zones) {
      Ip4 local = address(zone, from);
      Ip4 remote = address(zone, to);
      if (local != null && remote != null) {
        return Optional.of(new Route(encapsulation(zone), local, remote));
      }
    }
    return Optional.empty();
  }

  /** Returns the encapsulation of the tunnels of a zone of hosts. */
  static Encapsulation encapsulation(TunnelZone zone) {
    return zone.type() == TunnelZone.Type.GRE ? Encapsulation.GRE : Encapsulation.VXLAN;
  }

  /** Returns a member's underlay address, or null if the host is no member. */
  static Ip4 address(TunnelZone zone, UUID host) {
    for (TunnelZone.Member member : zone.members()) {
      if (member.hostId().equals(host)) {
        return member.address();
      }
    }
    return null;
  }
}
