package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * One back end of a pool; no two of a pool have the same address and port.
 *
 * @param protocolPort TCP port, 0 to 65535; nothing is served at 0
 * @param weight share of the connections; 0 for none
 */
@RecordBuilder
public record PoolMember(
    UUID id,
    UUID poolId,
    Ip4 address,
    int protocolPort,
    int weight,
    boolean adminStateUp,
    LbStatus status)
    implements TopologyObject, PoolMemberBuilder.With {}
