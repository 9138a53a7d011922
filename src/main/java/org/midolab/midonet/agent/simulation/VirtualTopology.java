package org.midolab.midonet.agent.simulation;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;

/**
 * The virtual topology and its state as the simulation reads it. Single objects are null when there
 * is none.
 *
 * <p>It may change between two calls. Whoever installs a result's flow must make sure that none of
 * its tags was touched since the simulation began, or simulate again.
 */
public interface VirtualTopology {

  Port port(UUID id);

  Network network(UUID id);

  Router router(UUID id);

  /** The chain's rules in order of evaluation; null when there is no such chain. */
  List<Rule> rules(UUID chainId);

  /** All ports of a network or router. */
  Collection<Port> ports(UUID deviceId);

  /**
   * Stored and learned routes of a router, and its own addresses; made anew only when one of them
   * changes.
   */
  RoutingTable routes(UUID routerId);

  /** Whether an exterior port is bound and carries traffic, on whichever host. */
  boolean isActive(UUID portId);

  /**
   * Where a bridge has a station from its {@code mac_table}; a persistent entry wins over learned
   * ones.
   *
   * @param vlan the VLAN id, 0 for untagged frames
   * @return a port of the network, or null
   */
  UUID macPort(UUID networkId, int vlan, Mac mac);

  /**
   * A network's {@code ip4_mac_table}: what the bridge itself answers to ARP requests; null when it
   * does not know.
   */
  Mac macOf(UUID networkId, Ip4 address);

  /** Whom a network gives which address by DHCP; never null. */
  DhcpTable dhcp(UUID networkId);

  /**
   * The longest IP packet, in bytes, that a frame in any of this host's tunnels may hold; 65,535
   * without tunnels.
   */
  int overlayMtu();

  /** The addresses of an IP address group; empty when there is no such group. */
  Set<IpAddress> addresses(UUID group);

  /** Whether packets of this key return to a connection that was let through before. */
  boolean isConnected(ConnectionKey key);

  /** What packets of this key are translated to, or null. */
  Endpoint translated(NatKey key);

  /**
   * Chooses what a new connection is translated to.
   *
   * @param key of its packets, source or destination NAT
   * @param targets one or more, in the order of preference
   */
  PortChoice choose(NatKey key, List<Rule.NatTarget> targets);

  /** A router's {@code arp_table} and what has become of its open questions; never null. */
  Neighbour neighbour(UUID routerId, Ip4 address);

  /**
   * Addresses of the BGP peers that the namespace of this uplink port serves on this host; empty
   * without one.
   */
  Set<Ip4> bgpPeers(UUID portId);

  /** The interior ports of a network. */
  default Collection<Port> links(UUID networkId) {
    return ports(networkId).stream().filter(Port::isInterior).toList();
  }
}
