package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A machine that runs an agent. Its liveness and its interfaces are state, not part of the
 * topology.
 *
 * @param name its host name; Neutron's bindings refer to it by this name
 * @param floodingProxyWeight 0 excludes the host from being a tunnel zone's flooding proxy; default
 *     1
 * @param containerWeight 0 excludes the host from running service containers; default 1
 * @param containerLimit most service containers that it runs, -1 for no limit
 * @param enforceContainerLimit whether the limit also applies to containers that run already
 */
@RecordBuilder
public record Host(
    UUID id,
    String name,
    int floodingProxyWeight,
    int containerWeight,
    int containerLimit,
    boolean enforceContainerLimit)
    implements TopologyObject, HostBuilder.With {

  /**
   * Creates a host as its agent registers it, with the default weights, which operators can change.
   */
  public Host(UUID id, String name, int floodingProxyWeight) {
    this(id, name, floodingProxyWeight, 1, -1, false);
  }
}
