package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A set of ports; membership is stored on the ports.
 *
 * @param stateful whether members share connection state, as the uplinks of gateways must
 */
@RecordBuilder
public record PortGroup(UUID id, String tenantId, String name, boolean stateful)
    implements TopologyObject, PortGroupBuilder.With {}
