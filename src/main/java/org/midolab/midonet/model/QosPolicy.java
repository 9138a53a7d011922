package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * Limits and marks of the ports and networks that name it; a port's policy beats its network's.
 * Later than MidoNet 5.0 (5.4).
 *
 * @param shared whether tenants other than its own may use it
 */
@RecordBuilder
public record QosPolicy(UUID id, String tenantId, String name, String description, boolean shared)
    implements TopologyObject, QosPolicyBuilder.With {}
