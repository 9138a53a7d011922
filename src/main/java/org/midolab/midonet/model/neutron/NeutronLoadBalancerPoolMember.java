package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.NeutronObject;

/** A pool member of LBaaS v1. */
@RecordBuilder
public record NeutronLoadBalancerPoolMember(
    UUID id,
    String tenantId,
    UUID poolId,
    Ip4 address,
    int protocolPort,
    int weight,
    boolean adminStateUp,
    String status)
    implements NeutronObject, NeutronLoadBalancerPoolMemberBuilder.With {}
