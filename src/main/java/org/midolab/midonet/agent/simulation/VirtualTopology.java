package org.midolab.midonet.agent.simulation;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TraceRequest;

/**
 * The virtual topology and its state, as the simulation reads them. Methods that return a single
 * object return null if there is none, unless stated otherwise.
 *
 * <p>The topology may change between two calls. The caller may install the flow of a result only if
 * none of its tags was touched since the simulation began. Otherwise it has to simulate again.
 */
public interface VirtualTopology {

  Port port(UUID id);

  Network network(UUID id);

  Router router(UUID id);

  Mirror mirror(UUID id);

  /** Returns the rules of a chain in order of evaluation; null if there is no such chain. */
  List<Rule> rules(UUID chainId);

  /** Returns all ports of a network or router; never null. */
  Collection<Port> ports(UUID deviceId);

  /**
   * Returns the routing table of a router, with stored and learned routes and its own addresses.
   * The same table is returned until one of them changes.
   */
  RoutingTable routes(UUID routerId);

  /** Whether an exterior port is active on any host (docs: contract.md#bindings). */
  boolean isActive(UUID portId);

  /**
   * Returns the port of a station in a bridge's {@code mac_table} (docs:
   * nsdb.md#replicated-tables). A persistent entry takes precedence over learned ones.
   *
   * @param vlan the VLAN id, 0 for untagged frames
   * @return a port of the network, or null
   */
  UUID macPort(UUID networkId, int vlan, Mac mac);

  /**
   * Returns the entry for an address in a network's {@code ip4_mac_table}, from which the bridge
   * answers ARP requests (docs: nsdb.md#replicated-tables); null if there is none.
   */
  Mac macOf(UUID networkId, Ip4 address);

  /** Returns what a load balancer serves now; {@link Balancer#NONE} if there is no such one. */
  Balancer balancer(UUID loadBalancerId);

  /** Returns the hosts that a network serves by DHCP; never null. */
  DhcpTable dhcp(UUID networkId);

  /**
   * Returns the size in bytes of the largest IP packet that fits into all tunnels of this host;
   * 65,535 without tunnels.
   */
  int overlayMtu();

  /** Returns the addresses of an IP address group; empty if there is no such group. */
  Set<IpAddress> addresses(UUID group);

  /**
   * Whether packets with this key return to a known connection (docs: nsdb.md#connection-state).
   */
  boolean isConnected(ConnectionKey key);

  /**
   * Returns the target of the translation for packets with this key (docs: nsdb.md#translations),
   * or null.
   */
  Endpoint translated(NatKey key);

  /** Whether a segment with this key answers a probe of an agent. */
  boolean isProbed(ProbeKey key);

  /**
   * Chooses an address and port for a new connection.
   *
   * @param key the key of its packets, of kind SNAT or DNAT
   * @param targets one or more targets, in order of preference
   */
  PortChoice choose(NatKey key, List<Rule.NatTarget> targets);

  /**
   * Returns a router's knowledge of a neighbour, from its {@code arp_table} and its ARP requests;
   * never null.
   */
  Neighbour neighbour(UUID routerId, Ip4 address);

  /**
   * Returns the addresses of the BGP peers of an uplink port whose BGP namespace is on this host
   * (docs: contract.md#bgp); empty for other ports.
   */
  Set<Ip4> bgpPeers(UUID portId);

  /** Whether this host answers instances' requests for metadata (docs: contract.md#metadata). */
  default boolean servesMetadata() {
    return false;
  }

  /**
   * Returns the instance at a port of this host for which the metadata proxy answers; null if there
   * is none, or it is not known yet.
   */
  default MetadataGuest metadataGuest(UUID portId) {
    return null;
  }

  /**
   * Returns the enabled trace requests of a port, network or router whose limit is not reached;
   * never null.
   */
  default Collection<TraceRequest> traces(UUID id) {
    return List.of();
  }

  /** Whether a rule of type trace has traced fewer frames than its limit. */
  default boolean traces(Rule rule) {
    return false;
  }

  /** Returns the interior ports of a network; never null. */
  default Collection<Port> links(UUID networkId) {
    return ports(networkId).stream().filter(Port::isInterior).toList();
  }
}
