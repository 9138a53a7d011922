package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A machine that runs an agent. Whether it is alive and which interfaces it has is state, not
 * topology.
 *
 * @param name its host name, by which bindings from outside find it
 * @param floodingProxyWeight 0 keeps the host from being a tunnel zone's flooding proxy; default 1
 * @param containerWeight 0 keeps service containers away; default 1
 * @param containerLimit how many service containers it takes, -1 for any number
 * @param enforceContainerLimit whether the limit holds for containers that are there already
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

  /** A host as its agent registers it; the weights are an operator's to change. */
  public Host(UUID id, String name, int floodingProxyWeight) {
    this(id, name, floodingProxyWeight, 1, -1, false);
  }
}
