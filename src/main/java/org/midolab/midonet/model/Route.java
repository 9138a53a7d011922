package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A route of a router: longest destination prefix first, then matching source, then lowest weight;
 * equals share by hash.
 *
 * @param nextHopPortId set for {@link NextHop#PORT} and {@link NextHop#LOCAL}; others go with it
 * @param gateway next hop's address, or null when the destination is on the port's own link
 * @param weight 0 or more; default 100, learned routes have their administrative distance
 * @param learned whether it came by BGP; such routes are state and never stored as topology
 */
@RecordBuilder
public record Route(
    UUID id,
    UUID routerId,
    Prefix source,
    Prefix destination,
    NextHop nextHop,
    UUID nextHopPortId,
    Ip4 gateway,
    int weight,
    boolean learned)
    implements TopologyObject, RouteBuilder.With {

  public static final int DEFAULT_WEIGHT = 100;

  /** What becomes of a packet that takes the route. */
  public enum NextHop {
    /** Silently dropped. */
    BLACKHOLE,
    /** Dropped, and the sender told so by ICMP 3/13. */
    REJECT,
    /** Sent out of the next hop port. */
    PORT,
    /** Addressed to the router itself. */
    LOCAL
  }
}
