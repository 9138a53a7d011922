package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * That a port of a network belongs to a router.
 *
 * @param id the port's id, which also names the interface
 * @param subnetId the subnet that it leads to, or null when that is gone
 */
@RecordBuilder
public record NeutronRouterInterface(UUID id, UUID routerId, UUID portId, UUID subnetId)
    implements NeutronObject, NeutronRouterInterfaceBuilder.With {}
