package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.NeutronObject;

/**
 * The address under which a pool of LBaaS v1 is reached.
 *
 * @param subnetId where the address is from
 * @param portId the port that Neutron keeps the address by, or null
 * @param sessionPersistence what keeps a client at one back end, or null
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
