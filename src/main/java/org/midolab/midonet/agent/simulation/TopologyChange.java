package org.midolab.midonet.agent.simulation;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.midolab.midonet.model.BgpNetwork;
import org.midolab.midonet.model.BgpPeer;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.DhcpV6;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.QosPolicy;
import org.midolab.midonet.model.QosRuleBandwidthLimit;
import org.midolab.midonet.model.QosRuleDscp;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.model.Vip;

/** Determines the tags that a change of the topology or its state touches. */
public final class TopologyChange {

  private TopologyChange() {}

  /**
   * Returns the tags for an object that was added, removed or changed; empty for objects that the
   * simulation does not read: hosts, tunnel zones, port groups, networks that BGP announces, and
   * objects that are stored but not simulated yet. For the parts of a load balancer see {@link
   * #balancing}.
   *
   * @param before null if the object is new
   * @param after null if the object was removed
   */
  public static Set<FlowTag> of(TopologyObject before, TopologyObject after) {
    Set<FlowTag> tags = new HashSet<>();
    if (before != null && !before.equals(after)) {
      touch(before, tags);
    }
    if (after != null && !after.equals(before)) {
      touch(after, tags);
    }
    if (before instanceof Dhcp || after instanceof Dhcp) {
      touchDhcp(servers(before), servers(after), tags);
    }
    return tags;
  }

  /** Returns the servers for the hosts of a DHCP subnet; empty for any other object. */
  private static Map<FlowTag.DhcpHost, Ip4> servers(TopologyObject object) {
    Map<FlowTag.DhcpHost, Ip4> servers = new HashMap<>();
    if (object instanceof Dhcp dhcp) {
      DhcpTable.leasesOf(dhcp)
          .forEach(
              lease ->
                  servers.put(
                      new FlowTag.DhcpHost(dhcp.networkId(), lease.host().mac()), lease.server()));
    }
    return servers;
  }

  private static void touchDhcp(
      Map<FlowTag.DhcpHost, Ip4> before, Map<FlowTag.DhcpHost, Ip4> after, Set<FlowTag> tags) {
    for (Map<FlowTag.DhcpHost, Ip4> some : List.of(before, after)) {
      some.keySet().stream()
          .filter(host -> !Objects.equals(before.get(host), after.get(host)))
          .forEach(tags::add);
      if (before.isEmpty() != after.isEmpty()) {
        some.keySet().forEach(host -> tags.add(new FlowTag.DhcpSubnets(host.networkId())));
      }
    }
  }

  /**
   * Returns the tags for an exterior port that became active or inactive, or moved to another host.
   */
  public static Set<FlowTag> activity(Port port) {
    Set<FlowTag> tags = new HashSet<>();
    touch(port, tags);
    return tags;
  }

  /**
   * Returns the tag for an entry of a bridge's {@code mac_table} that was added, removed or
   * changed.
   */
  public static FlowTag macTable(UUID networkId, int vlan, Mac mac) {
    return new FlowTag.MacEntry(networkId, vlan, mac);
  }

  /**
   * Returns the tag for a change of a router's entry for a neighbour. A confirmed MAC is no change.
   */
  public static FlowTag arpTable(UUID routerId, Ip4 address) {
    return new FlowTag.ArpEntry(routerId, address);
  }

  /**
   * Returns the tags of the load balancers to which changed objects belong.
   *
   * @param objects as they were before and as they are after
   */
  public static Set<FlowTag> balancing(
      Topology before, Topology after, Collection<TopologyObject> objects) {
    Set<UUID> balancers = new HashSet<>();
    for (TopologyObject object : objects) {
      balancers.addAll(balancersOf(before, object));
      balancers.addAll(balancersOf(after, object));
    }
    Set<FlowTag> tags = new HashSet<>();
    balancers.forEach(id -> touch(id, Balancer.of(before, id), Balancer.of(after, id), tags));
    return tags;
  }

  private static Set<UUID> balancersOf(Topology topology, TopologyObject object) {
    return switch (object) {
      case LoadBalancer balancer -> Set.of(balancer.id());
      case Pool pool -> balancerOf(pool);
      case PoolMember member -> balancerOf(topology.find(Pool.class, member.poolId()));
      case Vip vip -> balancerOf(topology.find(Pool.class, vip.poolId()));
      case HealthMonitor monitor ->
          topology.all(Pool.class).stream()
              .filter(pool -> monitor.id().equals(pool.healthMonitorId()))
              .flatMap(pool -> balancerOf(pool).stream())
              .collect(Collectors.toSet());
      default -> Set.of();
    };
  }

  private static Set<UUID> balancerOf(Pool pool) {
    return pool == null || pool.loadBalancerId() == null ? Set.of() : Set.of(pool.loadBalancerId());
  }

  private static void touch(UUID id, Balancer before, Balancer after, Set<FlowTag> tags) {
    if (!before.services().keySet().equals(after.services().keySet())
        || !before.members().equals(after.members())) {
      tags.add(new FlowTag.Balancer(id));
    }
    for (Balancer some : List.of(before, after)) {
      some.services().keySet().stream()
          .filter(vip -> !Objects.equals(before.services().get(vip), after.services().get(vip)))
          .forEach(vip -> tags.add(new FlowTag.Service(id, vip)));
    }
  }

  private static void touch(TopologyObject object, Set<FlowTag> tags) {
    switch (object) {
      case Port port -> touchPort(port, tags);
      case Network network -> tags.add(new FlowTag.Device(network.id()));
      case Router router -> tags.add(new FlowTag.Device(router.id()));
      case Chain chain -> tags.add(new FlowTag.Filter(chain.id()));
      case Rule rule -> tags.add(new FlowTag.Filter(rule.chainId()));
      case Route route -> tags.add(new FlowTag.Route(route.routerId(), route.destination()));
      case Mirror mirror -> tags.add(new FlowTag.Device(mirror.id()));
      case IPAddrGroup group -> tags.add(new FlowTag.Device(group.id()));
      case BgpPeer peer -> tags.add(new FlowTag.Device(peer.routerId()));
      case TraceRequest request -> tags.add(new FlowTag.Device(request.deviceId()));
      case Dhcp _ -> {
        // touchDhcp compares the hosts one by one
      }
      case NeutronObject _ -> {
        // agents read only the objects that it was translated to
      }
      case BgpNetwork _,
          DhcpV6 _,
          HealthMonitor _,
          Host _,
          LoadBalancer _,
          Pool _,
          PoolMember _,
          PortGroup _,
          QosPolicy _,
          QosRuleBandwidthLimit _,
          QosRuleDscp _,
          TunnelZone _,
          Vip _ -> {
        // not read by the simulation, or see #balancing
      }
    }
  }

  private static void touchPort(Port port, Set<FlowTag> tags) {
    tags.add(new FlowTag.Device(port.id()));
    if (port.peerId() != null) {
      tags.add(new FlowTag.Device(port.peerId()));
    }
    if (port.networkId() != null) {
      tags.add(new FlowTag.Flood(port.networkId()));
      if (port.isInterior()) {
        tags.add(new FlowTag.Links(port.networkId()));
      }
    }
    if (port.routerId() != null && port.portAddress() != null) {
      tags.add(new FlowTag.Route(port.routerId(), Prefix.host(port.portAddress())));
    }
  }
}
