package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.NeutronObject;

/**
 * A VIP of LBaaS v1: the virtual address and port of a pool.
 *
 * @param subnetId the subnet of the address
 * @param portId the port that reserves the address in Neutron, or null
 * @param sessionPersistence how a client is kept at one member, or null
 */
@RecordBuilder
public record NeutronVIP(
    UUID id,
    String tenantId,
    String name,
    String description,
    boolean adminStateUp,
    String status,
    Ip4 address,
    String protocol,
    int protocolPort,
    UUID subnetId,
    UUID poolId,
    UUID portId,
    String sessionPersistence)
    implements NeutronObject, NeutronVIPBuilder.With {}
