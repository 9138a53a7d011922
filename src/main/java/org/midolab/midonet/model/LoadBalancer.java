package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A layer 4 load balancer; the router that has it names it ({@link Router#loadBalancerId()}), and
 * no two routers name the same.
 */
@RecordBuilder
public record LoadBalancer(UUID id, boolean adminStateUp)
    implements TopologyObject, LoadBalancerBuilder.With {}
