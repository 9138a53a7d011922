package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * Bandwidth limits and DSCP marks for ports and networks. A port's policy overrides its network's.
 * New in MidoNet 5.4.
 *
 * @param shared whether other tenants may use it
 */
@RecordBuilder
public record QosPolicy(UUID id, String tenantId, String name, String description, boolean shared)
    implements TopologyObject, QosPolicyBuilder.With {}
