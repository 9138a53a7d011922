package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * Copies packets to a port. Ports, networks and routers name the mirrors that look at their
 * packets, each at the point that the field's name says.
 *
 * @param conditions which packets; one that holds is enough
 */
@RecordBuilder
public record Mirror(UUID id, UUID toPortId, List<Condition> conditions)
    implements TopologyObject, MirrorBuilder.With {

  public Mirror {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
