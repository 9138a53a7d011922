package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;

/**
 * A part of the topology or its state that a flow depends on. When it changes, the flows with its
 * tag are removed. {@link TopologyChange} determines the tags of a change, and {@link TagIndex}
 * finds the flows.
 */
public sealed interface FlowTag {

  /** Returns whether the flow carries packets of one connection or translation. */
  default boolean isConnection() {
    return this instanceof Opened || this instanceof Connection || this instanceof Translated;
  }

  /**
   * A port, network, router, mirror or IP address group with all its fields; for a port also
   * whether and on which host it is active, for a router also its BGP peers.
   */
  record Device(UUID id) implements FlowTag {}

  /** A chain: its rules, their order and their fields. */
  record Filter(UUID chainId) implements FlowTag {}

  /**
   * A router's choice of a route for some destinations. In a flow, {@code destination} covers all
   * destinations of the flow, as this router sees them. In a change, it is the destination prefix
   * of the route that was added, removed or changed. The change touches the flow if the two
   * prefixes overlap.
   */
  record Route(UUID routerId, Prefix destination) implements FlowTag {

    public Route {
      destination = destination.network();
    }

    boolean overlaps(Route other) {
      return routerId.equals(other.routerId)
          && (destination.contains(other.destination.address())
                  && destination.length() <= other.destination.length()
              || other.destination.contains(destination.address())
                  && other.destination.length() <= destination.length());
    }
  }

  /**
   * The port of a bridge behind which a station is, known or unknown.
   *
   * @param vlan the VLAN id, 0 for untagged frames
   */
  record MacEntry(UUID networkId, int vlan, Mac mac) implements FlowTag {}

  /** The ports that a bridge floods to. */
  record Flood(UUID networkId) implements FlowTag {}

  /** The interior ports of a bridge. Their peers have a {@link Device} tag each. */
  record Links(UUID networkId) implements FlowTag {}

  /**
   * A router's entry for a neighbour, which the router learned from the ARP frames of this flow.
   * When the router learns another MAC, the flow is removed, so that the next of these frames is
   * simulated and learned again.
   */
  record Taught(UUID routerId, Ip4 address, Mac mac) implements FlowTag {}

  /**
   * A router's entry for a neighbour. With a network's id, the entry of the network's {@code
   * ip4_mac_table}.
   */
  record ArpEntry(UUID deviceId, Ip4 address) implements FlowTag {}

  /** Whether a network has hosts to answer by DHCP. */
  record DhcpSubnets(UUID networkId) implements FlowTag {}

  /** Whether a network answers the DHCP requests of a station, and the servers' addresses. */
  record DhcpHost(UUID networkId, Mac mac) implements FlowTag {}

  /** The endpoints of a load balancer's VIPs, and the addresses of its members. */
  record Balancer(UUID balancerId) implements FlowTag {}

  /** The members of the pool behind a VIP, and how one of them is chosen. */
  record Service(UUID balancerId, Endpoint vip) implements FlowTag {}

  /** Whether a segment is the answer to a probe. Flows of a member's segments have it. */
  record Probed(ProbeKey key) implements FlowTag {}

  /**
   * Whether packets with this key return to a connection. Flows have it if a rule matched on it.
   */
  record Connection(ConnectionKey key) implements FlowTag {}

  /**
   * The translation of packets with this key, or its absence. Flows have it if a NAT rule looked it
   * up.
   */
  record Translated(NatKey key) implements FlowTag {}

  /**
   * The name of a meter: a rule with this name has matched. No change removes the flow by it; what
   * the flow carries is counted for the meter.
   */
  record Meter(String name) implements FlowTag {}

  /**
   * A connection whose forward packets this flow carries. Its traffic keeps the connection alive.
   */
  record Opened(ConnectionKey key) implements FlowTag {}
}
