package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A server of a pool. Address and port are unique in the pool.
 *
 * @param protocolPort TCP port, 0 to 65535; a member at port 0 gets no connections
 * @param weight relative share of the connections; 0 for none
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
