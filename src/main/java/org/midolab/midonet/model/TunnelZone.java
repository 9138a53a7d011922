package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * Set of hosts that tunnel to each other, and the tunnel type. Traffic between two hosts needs a
 * zone with both hosts as members.
 *
 * @param name name, unique among tunnel zones
 */
@RecordBuilder
public record TunnelZone(UUID id, String name, Type type, List<Member> members)
    implements TopologyObject, TunnelZoneBuilder.With {

  public TunnelZone {
    members = members == null ? List.of() : List.copyOf(members);
  }

  public enum Type {
    GRE,
    VXLAN,
    VTEP
  }

  /** A host and its underlay address, which is the outer source address of its tunnels. */
  public record Member(UUID hostId, Ip4 address) {}
}
