package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * The hosts that tunnel to each other, and how. Traffic between two hosts needs a zone that both
 * are members of.
 *
 * @param name unique among zones
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

  /** A host and the underlay address that its tunnels have as outer source. */
  public record Member(UUID hostId, Ip4 address) {}
}
