package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * Copies packets to a port. Ports, networks and routers refer to their mirrors; the name of the
 * referring field says at which point packets are copied.
 *
 * @param conditions the packets to copy: those that match at least one condition
 */
@RecordBuilder
public record Mirror(UUID id, UUID toPortId, List<Condition> conditions)
    implements TopologyObject, MirrorBuilder.With {

  public Mirror {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
