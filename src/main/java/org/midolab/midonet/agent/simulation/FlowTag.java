package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;

/**
 * Something that a flow depends on. When it changes, the flows with its tag go; {@link TagIndex}
 * finds them and {@link TopologyChange} says which tags a change touches.
 */
public sealed interface FlowTag {

  /**
   * A port, network or router: its fields, whether it is up, and for a port whether and where it is
   * active.
   */
  record Device(UUID id) implements FlowTag {}

  /** A chain: its rules, their order and their fields. */
  record Filter(UUID chainId) implements FlowTag {}

  /**
   * A router's choice of route for some destinations. In a flow: the destinations that the flow
   * covers, as this router sees them. In a change: the destination prefix of the route that came,
   * went or changed. The two meet when they overlap.
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
   * Behind which port of a bridge a station is, or that nobody knows.
   *
   * @param vlan the VLAN id, 0 for untagged frames
   */
  record MacEntry(UUID networkId, int vlan, Mac mac) implements FlowTag {}

  /** The ports that a bridge floods to. */
  record Flood(UUID networkId) implements FlowTag {}

  /** Which routers and bridges are linked to a bridge; what they are is their ports' own tag. */
  record Links(UUID networkId) implements FlowTag {}

  /**
   * That a router has, or is about to have, this MAC of a neighbour, as the frames of a flow tell
   * it. When the router has learned another, the next of these frames must be seen again.
   */
  record Taught(UUID routerId, Ip4 address, Mac mac) implements FlowTag {}

  /**
   * What a router knows of a neighbour; with a network's id, whom the network itself names as the
   * owner of an address.
   */
  record ArpEntry(UUID deviceId, Ip4 address) implements FlowTag {}

  /** Whether a network answers DHCP at all. */
  record DhcpSubnets(UUID networkId) implements FlowTag {}

  /** Whether a network answers a station's DHCP, and by which servers' addresses. */
  record DhcpHost(UUID networkId, Mac mac) implements FlowTag {}

  /** Whether packets of this key return to a connection; in the flows that asked. */
  record Connection(ConnectionKey key) implements FlowTag {}

  /** What packets of this key are translated to, or that they are not; in the flows that asked. */
  record Translated(NatKey key) implements FlowTag {}

  /** A connection whose forward packets this flow carries; its use keeps the connection alive. */
  record Opened(ConnectionKey key) implements FlowTag {}
}
