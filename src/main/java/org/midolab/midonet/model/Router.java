package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A virtual IPv4 router.
 *
 * @param asNumber its BGP autonomous system, 1 to 4294967295; -1 while it speaks no BGP
 * @param inboundFilterId pre-routing chain, or null
 * @param outboundFilterId post-routing chain, or null
 * @param localRedirectChainId chain for packets to the router's own addresses, or null
 * @param forwardChainId chain between routing and post-routing, or null
 */
@RecordBuilder
public record Router(
    UUID id,
    String tenantId,
    String name,
    boolean adminStateUp,
    UUID inboundFilterId,
    UUID outboundFilterId,
    long asNumber,
    UUID localRedirectChainId,
    UUID forwardChainId)
    implements TopologyObject, RouterBuilder.With {}
