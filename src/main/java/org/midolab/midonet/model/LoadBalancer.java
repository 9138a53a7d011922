package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A layer 4 load balancer of a router. The router refers to it ({@link Router#loadBalancerId()});
 * at most one router does.
 */
@RecordBuilder
public record LoadBalancer(UUID id, boolean adminStateUp)
    implements TopologyObject, LoadBalancerBuilder.With {}
