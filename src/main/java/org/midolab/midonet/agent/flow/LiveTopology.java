package org.midolab.midonet.agent.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.midolab.midonet.agent.simulation.Balancer;
import org.midolab.midonet.agent.simulation.ConnectionKey;
import org.midolab.midonet.agent.simulation.DhcpTable;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.MetadataGuest;
import org.midolab.midonet.agent.simulation.NatKey;
import org.midolab.midonet.agent.simulation.Neighbour;
import org.midolab.midonet.agent.simulation.PortChoice;
import org.midolab.midonet.agent.simulation.ProbeKey;
import org.midolab.midonet.agent.simulation.RoutingTable;
import org.midolab.midonet.agent.simulation.TopologyChange;
import org.midolab.midonet.agent.simulation.VirtualTopology;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.nsdb.NetworkState;
import org.midolab.midonet.nsdb.PortState;

/**
 * The current virtual topology, from the mirrors, the replicated tables and this host's own ports.
 * Every change is visible to readers before its tags are reported.
 */
final class LiveTopology implements VirtualTopology {

  private final UUID host;
  private final LocalPorts local;
  private final DeviceTables tables;
  private final Neighbours neighbours;
  private final Connections connections;
  private final NatState nat;
  private final Probes probes;
  private final MetadataGuests guests;
  private final Consumer<Set<FlowTag>> invalidate;
  private volatile Snapshot now =
      new Snapshot(
          Topology.EMPTY, NetworkState.EMPTY, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  private final TraceLimits traceLimits = new TraceLimits();
  private final Tracers tracers = new Tracers(traceLimits, this::retrace);
  private volatile Set<UUID> silent = Set.of();
  private volatile int overlayMtu = 0xFFFF;

  /**
   * A consistent state of the topology.
   *
   * @param routes routing tables by router, computed on demand and dropped when a route changes
   * @param members ports by port group, computed on demand from this topology
   * @param addresses by IP address group, computed on demand from this topology
   * @param dhcp DHCP tables by network, computed on demand from this topology
   * @param balancers by load balancer, computed on demand from this topology
   */
  private record Snapshot(
      Topology topology,
      NetworkState state,
      Map<UUID, RoutingTable> routes,
      Map<UUID, List<UUID>> members,
      Map<UUID, Set<IpAddress>> addresses,
      Map<UUID, DhcpTable> dhcp,
      Map<UUID, Balancer> balancers) {

    Snapshot {
      routes = new ConcurrentHashMap<>(routes);
      members = new ConcurrentHashMap<>(members);
      addresses = new ConcurrentHashMap<>(addresses);
      dhcp = new ConcurrentHashMap<>(dhcp);
      balancers = new ConcurrentHashMap<>(balancers);
    }

    Set<IpAddress> addressesOf(UUID group) {
      return addresses.computeIfAbsent(
          group,
          id -> {
            IPAddrGroup found = topology.find(IPAddrGroup.class, id);
            return found == null
                ? Set.of()
                : found.entries().stream()
                    .map(IPAddrGroup.Entry::address)
                    .collect(Collectors.toUnmodifiableSet());
          });
    }

    DhcpTable dhcpOf(UUID network) {
      return dhcp.computeIfAbsent(network, id -> DhcpTable.of(topology.dhcpOf(id)));
    }

    Balancer balancerOf(UUID balancer) {
      return balancers.computeIfAbsent(balancer, id -> Balancer.of(topology, id));
    }

    List<UUID> membersOf(UUID group) {
      return members.computeIfAbsent(
          group,
          id ->
              topology.all(Port.class).stream()
                  .filter(port -> port.portGroupIds().contains(id))
                  .map(Port::id)
                  .toList());
    }

    RoutingTable routesOf(UUID routerId) {
      return routes.computeIfAbsent(routerId, this::make);
    }

    private RoutingTable make(UUID routerId) {
      List<Port> ports = topology.portsOf(routerId);
      List<Route> all = new ArrayList<>(topology.routesOf(routerId));
      ports.forEach(port -> all.addAll(state.routesVia(port.id())));
      return RoutingTable.of(all, ports);
    }
  }

  LiveTopology(
      UUID host,
      LocalPorts local,
      DeviceTables tables,
      Neighbours neighbours,
      Connections connections,
      NatState nat,
      Probes probes,
      MetadataGuests guests,
      Consumer<Set<FlowTag>> invalidate) {
    this.host = host;
    this.local = local;
    this.tables = tables;
    this.neighbours = neighbours;
    this.connections = connections;
    this.nat = nat;
    this.probes = probes;
    this.guests = guests;
    this.invalidate = invalidate;
    local.onChange(this::localPortChanged);
  }

  /** Returns the tag of flows to another host: they depend on the tunnel zones that both share. */
  static FlowTag underlay(UUID host) {
    return new FlowTag.Device(host);
  }

  /** Returns the tag of flows from a datapath port: they depend on its virtual port. */
  static FlowTag number(int datapathPort) {
    return new FlowTag.Device(new UUID(0, datapathPort));
  }

  UUID host() {
    return host;
  }

  Topology topology() {
    return now.topology;
  }

  /** Returns the host where a port is active, or null. This host's own state has precedence. */
  UUID hostOf(UUID portId) {
    LocalPorts.Entry own = local.find(portId);
    if (own != null) {
      return host;
    }
    UUID active = now.state.hostOf(portId);
    // State that an earlier process of this host has published is outdated.
    return host.equals(active) || active != null && silent.contains(active) ? null : active;
  }

  /** Returns all hosts that have active ports. */
  Set<UUID> activeHosts() {
    Set<UUID> hosts = new HashSet<>();
    now.state.activePorts().values().forEach(port -> hosts.add(port.hostId()));
    return hosts;
  }

  /**
   * Sets the hosts that do not forward. Their ports count as inactive even if published as active.
   */
  synchronized void silentHosts(Set<UUID> hosts) {
    Set<UUID> changed = union(silent, hosts);
    changed.removeIf(each -> silent.contains(each) && hosts.contains(each));
    Set<FlowTag> tags = new HashSet<>();
    changed.forEach(each -> tags.add(underlay(each)));
    now.state
        .activePorts()
        .forEach(
            (portId, state) -> {
              Port port = now.topology.port(portId);
              if (port != null && changed.contains(state.hostId())) {
                tags.addAll(TopologyChange.activity(port));
              }
            });
    silent = Set.copyOf(hosts);
    invalidate.accept(tags);
  }

  /**
   * Returns the other hosts where answers to a connection may arrive: the hosts of the egress
   * ports, and the hosts of the members of the stateful port groups of all its ports.
   */
  Set<UUID> answering(UUID ingressPort, Set<UUID> egressPorts) {
    Set<UUID> hosts = new HashSet<>();
    for (UUID portId : answeringPorts(ingressPort, egressPorts)) {
      UUID active = hostOf(portId);
      if (active != null && !active.equals(host)) {
        hosts.add(active);
      }
    }
    return hosts;
  }

  /**
   * Returns the ports by which answers to a connection may enter: the egress ports, and the members
   * of the stateful port groups of all its ports.
   */
  Set<UUID> answeringPorts(UUID ingressPort, Set<UUID> egressPorts) {
    Topology topology = now.topology;
    Set<UUID> ports = new HashSet<>(egressPorts);
    for (UUID portId : union(egressPorts, Set.of(ingressPort))) {
      Port port = topology.port(portId);
      for (UUID group : port == null ? Set.<UUID>of() : port.portGroupIds()) {
        PortGroup found = topology.find(PortGroup.class, group);
        if (found != null && found.stateful()) {
          ports.addAll(now.membersOf(group));
        }
      }
    }
    return ports;
  }

  /** Returns the other hosts that this host may have a tunnel to. */
  Set<UUID> tunnelled() {
    Set<UUID> hosts = new HashSet<>();
    for (TunnelZone zone : now.topology.all(TunnelZone.class)) {
      zone.members().forEach(member -> hosts.add(member.hostId()));
    }
    hosts.remove(host);
    return hosts;
  }

  int tunnelKey(UUID portId) {
    PortState state = now.state.activePorts().get(portId);
    Port port = now.topology.port(portId);
    return state == null && port != null ? port.tunnelKey() : state == null ? 0 : state.tunnelKey();
  }

  @Override
  public Port port(UUID id) {
    return now.topology.port(id);
  }

  @Override
  public Network network(UUID id) {
    return now.topology.network(id);
  }

  @Override
  public Router router(UUID id) {
    return now.topology.router(id);
  }

  @Override
  public Mirror mirror(UUID id) {
    return now.topology.find(Mirror.class, id);
  }

  @Override
  public List<Rule> rules(UUID chainId) {
    Topology topology = now.topology;
    return topology.chain(chainId) == null ? null : topology.rulesOf(chainId);
  }

  @Override
  public Collection<Port> ports(UUID deviceId) {
    return now.topology.portsOf(deviceId);
  }

  @Override
  public RoutingTable routes(UUID routerId) {
    return now.routesOf(routerId);
  }

  @Override
  public boolean isActive(UUID portId) {
    LocalPorts.Entry own = local.find(portId);
    return own != null ? own.active() : hostOf(portId) != null;
  }

  @Override
  public UUID macPort(UUID networkId, int vlan, Mac mac) {
    return tables.macPort(networkId, vlan, mac);
  }

  @Override
  public Mac macOf(UUID networkId, Ip4 address) {
    return tables.macOf(networkId, address);
  }

  @Override
  public Set<IpAddress> addresses(UUID group) {
    return now.addressesOf(group);
  }

  @Override
  public Balancer balancer(UUID loadBalancerId) {
    return now.balancerOf(loadBalancerId);
  }

  @Override
  public DhcpTable dhcp(UUID networkId) {
    return now.dhcpOf(networkId);
  }

  @Override
  public int overlayMtu() {
    return overlayMtu;
  }

  void overlayMtu(int bytes) {
    overlayMtu = bytes;
  }

  @Override
  public boolean isConnected(ConnectionKey key) {
    return connections.contains(key);
  }

  @Override
  public Endpoint translated(NatKey key) {
    return nat.translated(key);
  }

  @Override
  public boolean isProbed(ProbeKey key) {
    return probes.contains(key);
  }

  @Override
  public PortChoice choose(NatKey key, List<Rule.NatTarget> targets) {
    return nat.choose(key, targets);
  }

  @Override
  public Neighbour neighbour(UUID routerId, Ip4 address) {
    return neighbours.neighbour(routerId, address);
  }

  @Override
  public Set<Ip4> bgpPeers(UUID portId) {
    LocalPorts.Entry own = local.find(portId);
    return own == null ? Set.of() : own.bgpPeers();
  }

  @Override
  public boolean servesMetadata() {
    return guests.proxyNumber() != 0;
  }

  @Override
  public MetadataGuest metadataGuest(UUID portId) {
    return guests.find(portId);
  }

  @Override
  public Collection<TraceRequest> traces(UUID id) {
    List<TraceRequest> stored = now.topology.tracesOf(id);
    if (stored.isEmpty() && tracers.isEmpty()) {
      return List.of();
    }
    List<TraceRequest> own = local.find(id) == null ? List.of() : tracers.requests();
    return Stream.concat(stored.stream(), own.stream())
        .filter(TraceRequest::enabled)
        .filter(request -> traceLimits.isLeft(request.id(), request.limit()))
        .toList();
  }

  @Override
  public boolean traces(Rule rule) {
    return traceLimits.isLeft(rule.id(), rule.traceLimit());
  }

  /** Removes the flows that begin at ports of this host, so that their frames are simulated. */
  private void retrace() {
    Set<FlowTag> tags = new HashSet<>();
    local.all().forEach(port -> tags.add(number(port.number())));
    invalidate.accept(tags);
  }

  /** Returns the tracers of this host. */
  Tracers tracers() {
    return tracers;
  }

  TraceLimits traceLimits() {
    return traceLimits;
  }

  /** Returns the datapath port that leads to the metadata proxy; 0 if this host has none. */
  int metadataNumber() {
    return guests.proxyNumber();
  }

  /** Applies a change of the topology. */
  synchronized void topologyChanged(Topology before, Topology after, Set<UUID> changed) {
    Set<FlowTag> tags = new HashSet<>();
    Set<UUID> rerouted = new HashSet<>();
    Set<UUID> recounted = new HashSet<>();
    List<TopologyObject> objects = new ArrayList<>();
    for (Difference difference : differences(before, after, changed)) {
      TopologyObject old = difference.before();
      TopologyObject current = difference.after();
      tags.addAll(TopologyChange.of(old, current));
      if (current instanceof Port port) {
        portChanged((Port) old, port);
      }
      for (TopologyObject object : new TopologyObject[] {old, current}) {
        if (object != null) {
          objects.add(object);
        }
        switch (object) {
          case Route route -> rerouted.add(route.routerId());
          case Port port when port.routerId() != null -> rerouted.add(port.routerId());
          case TunnelZone zone ->
              zone.members().forEach(member -> tags.add(underlay(member.hostId())));
          case TraceRequest request -> recounted.add(request.id());
          case Rule rule -> recounted.add(rule.id());
          case null, default -> {
            // it changes neither routes nor tunnels
          }
        }
      }
    }
    tags.addAll(TopologyChange.balancing(before, after, objects));
    if (tags.contains(underlay(host))) {
      after.all(TunnelZone.class).stream()
          .flatMap(zone -> zone.members().stream())
          .forEach(member -> tags.add(underlay(member.hostId())));
    }
    now =
        new Snapshot(
            after,
            now.state,
            without(now.routes, rerouted),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());
    recounted.forEach(traceLimits::reset); // no frame is counted for what was before
    tables.follow(after);
    invalidate.accept(tags);
  }

  private void portChanged(Port before, Port after) {
    leaveIfElsewhere(after);
    if (before != null
        && (before.adminStateUp() != after.adminStateUp()
            || !Objects.equals(before.inboundFilterId(), after.inboundFilterId())
            || !Objects.equals(before.outboundFilterId(), after.outboundFilterId()))) {
      connections.refiltered(after.id());
    }
  }

  private void leaveIfElsewhere(Port port) {
    if (port.hostId() != null && !port.hostId().equals(host)) {
      nat.left(port.id());
    }
  }

  /** Applies a change of the state that agents, including this one, have published. */
  synchronized void stateChanged(NetworkState before, NetworkState after) {
    Set<FlowTag> tags = new HashSet<>();
    Set<UUID> rerouted = new HashSet<>();
    for (UUID portId : union(before.activePorts().keySet(), after.activePorts().keySet())) {
      Port port = now.topology.port(portId);
      if (port != null
          && !Objects.equals(before.activePorts().get(portId), after.activePorts().get(portId))) {
        tags.addAll(TopologyChange.activity(port));
      }
    }
    for (UUID portId : union(before.learnedRoutes().keySet(), after.learnedRoutes().keySet())) {
      Set<Route> old = before.routesVia(portId);
      Set<Route> current = after.routesVia(portId);
      if (!old.equals(current)) {
        for (Route route : union(old, current)) {
          if (!old.contains(route) || !current.contains(route)) {
            rerouted.add(route.routerId());
            tags.add(new FlowTag.Route(route.routerId(), route.destination()));
          }
        }
      }
    }
    now =
        new Snapshot(
            now.topology,
            after,
            without(now.routes, rerouted),
            now.members,
            now.addresses,
            now.dhcp,
            now.balancers);
    invalidate.accept(tags);
  }

  private void localPortChanged(LocalPorts.Entry before, LocalPorts.Entry after) {
    Set<FlowTag> tags = new HashSet<>();
    for (LocalPorts.Entry entry : new LocalPorts.Entry[] {before, after}) {
      if (entry != null) {
        tags.add(number(entry.number()));
        tags.add(number(entry.namespaceNumber()));
        tags.add(new FlowTag.Device(entry.portId()));
        Port port = now.topology.port(entry.portId());
        if (port != null) {
          tags.addAll(TopologyChange.activity(port));
        }
        if (port != null && after == null) {
          leaveIfElsewhere(port); // its last packets may have come after the topology's change
        }
      }
    }
    if (before != null && after != null && before.number() == after.number()) {
      // The virtual port is the same, so its device's tag covers the flows from it.
      tags.remove(number(after.number()));
    }
    invalidate.accept(tags);
  }

  private static Map<UUID, RoutingTable> without(Map<UUID, RoutingTable> routes, Set<UUID> gone) {
    Map<UUID, RoutingTable> rest = new ConcurrentHashMap<>(routes);
    rest.keySet().removeAll(gone);
    return rest;
  }

  private static <T> Set<T> union(Set<T> a, Set<T> b) {
    Set<T> both = new HashSet<>(a);
    both.addAll(b);
    return both;
  }

  record Difference(TopologyObject before, TopologyObject after) {}

  /** Compares by type and id, because a router and its load balancer may have the same id. */
  @SuppressWarnings("unchecked")
  static List<Difference> differences(Topology before, Topology after, Set<UUID> ids) {
    List<Difference> differences = new ArrayList<>();
    for (Class<?> type : TopologyObject.class.getPermittedSubclasses()) {
      for (UUID id : ids) {
        TopologyObject old = before.find((Class<? extends TopologyObject>) type, id);
        TopologyObject current = after.find((Class<? extends TopologyObject>) type, id);
        if (!Objects.equals(old, current)) {
          differences.add(new Difference(old, current));
        }
      }
    }
    return differences;
  }
}
