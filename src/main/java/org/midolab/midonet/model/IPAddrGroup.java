package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A set of addresses that conditions of rules match as source or destination. Each security group
 * of Neutron has one.
 */
@RecordBuilder
public record IPAddrGroup(UUID id, String name, List<Entry> entries)
    implements TopologyObject, IPAddrGroupBuilder.With {

  public IPAddrGroup {
    entries = entries == null ? List.of() : List.copyOf(entries);
  }

  /**
   * An address of the group; each address has one entry.
   *
   * @param portIds the ports that added the address to the group; empty when a client added it
   *     directly
   */
  public record Entry(IpAddress address, Set<UUID> portIds) {

    public Entry {
      portIds = portIds == null ? Set.of() : Set.copyOf(portIds);
    }
  }
}
