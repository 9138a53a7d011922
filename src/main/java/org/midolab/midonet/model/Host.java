package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A machine that runs an agent. Whether it is alive and which interfaces it has is state, not
 * topology.
 *
 * @param name its host name, by which bindings from outside find it
 * @param floodingProxyWeight 0 keeps the host from being a tunnel zone's flooding proxy; default 1
 */
@RecordBuilder
public record Host(UUID id, String name, int floodingProxyWeight)
    implements TopologyObject, HostBuilder.With {}
