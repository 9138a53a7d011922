package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * A virtual IPv4 router.
 *
 * @param asNumber its BGP autonomous system, 1 to 4294967295; -1 without BGP
 * @param inboundFilterId pre-routing chain, or null
 * @param outboundFilterId post-routing chain, or null
 * @param localRedirectChainId chain for packets to the router's own addresses, or null
 * @param forwardChainId chain between routing and post-routing, or null
 * @param loadBalancerId its load balancer, or null; a router with a load balancer cannot be deleted
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
    UUID forwardChainId,
    UUID loadBalancerId,
    List<UUID> inboundMirrorIds,
    List<UUID> outboundMirrorIds)
    implements TopologyObject, RouterBuilder.With {

  public Router {
    inboundMirrorIds = inboundMirrorIds == null ? List.of() : List.copyOf(inboundMirrorIds);
    outboundMirrorIds = outboundMirrorIds == null ? List.of() : List.copyOf(outboundMirrorIds);
  }
}
