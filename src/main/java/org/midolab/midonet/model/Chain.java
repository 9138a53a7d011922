package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * An ordered list of rules that a port or device applies to packets.
 *
 * @param ruleIds the rules in order of evaluation; the store updates it when rules are added or
 *     removed
 */
@RecordBuilder
public record Chain(UUID id, String tenantId, String name, List<UUID> ruleIds)
    implements TopologyObject, ChainBuilder.With {

  public Chain {
    ruleIds = ruleIds == null ? List.of() : List.copyOf(ruleIds);
  }
}
