package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A route of a router. Of the routes whose source matches, the router uses the one with the longest
 * destination prefix, then with the lowest weight; a hash distributes packets among equal routes.
 *
 * @param nextHopPortId the port; set for {@link NextHop#PORT} and {@link NextHop#LOCAL}
 * @param gateway next hop's address, or null when the destination is on the port's own link
 * @param weight 0 or more; default 100, learned routes have their administrative distance
 * @param learned whether a BGP peer announced it; such routes are state and are not stored in the
 *     topology
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

  /** Action for packets that match the route. */
  public enum NextHop {
    /** Silently dropped. */
    BLACKHOLE,
    /** Dropped, with an ICMP error 3/13 to the sender. */
    REJECT,
    /** Sent out of the next hop port. */
    PORT,
    /** Addressed to the router itself. */
    LOCAL
  }
}
