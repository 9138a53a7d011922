package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A set of addresses that the conditions of rules match as source or destination; Neutron's
 * security groups have one each.
 */
@RecordBuilder
public record IPAddrGroup(UUID id, String name, List<Entry> entries)
    implements TopologyObject, IPAddrGroupBuilder.With {

  public IPAddrGroup {
    entries = entries == null ? List.of() : List.copyOf(entries);
  }

  /**
   * An address of the group, of which there is one entry.
   *
   * @param portIds the ports because of which it is in the group; empty when it was put there by
   *     itself
   */
  public record Entry(IpAddress address, Set<UUID> portIds) {

    public Entry {
      portIds = portIds == null ? Set.of() : Set.copyOf(portIds);
    }
  }
}
