package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * Interface of a router: associates a port of a network with a router.
 *
 * @param id the port's id, which is also the interface's id
 * @param subnetId the subnet of the interface, or null after the subnet was deleted
 */
@RecordBuilder
public record NeutronRouterInterface(UUID id, UUID routerId, UUID portId, UUID subnetId)
    implements NeutronObject, NeutronRouterInterfaceBuilder.With {}
