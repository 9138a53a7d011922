package org.midolab.midonet.agent.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.midolab.midonet.model.ChainBuilder;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.DhcpBuilder;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolBuilder;
import org.midolab.midonet.model.PoolMemberBuilder;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.VipBuilder;

/**
 * A topology with its state, whose objects have names. A test can change it between two packets.
 */
final class Lab implements VirtualTopology {

  Topology topology = Topology.EMPTY;
  private final Map<UUID, List<UUID>> rulesOfChain = new HashMap<>();
  private final Set<UUID> active = new HashSet<>();
  private final Map<FlowTag.MacEntry, UUID> macTable = new HashMap<>();
  private final Map<FlowTag.ArpEntry, Mac> ip4MacTable = new HashMap<>();
  private final Map<FlowTag.ArpEntry, Neighbour> arpTable = new HashMap<>();
  final Set<ConnectionKey> connections = new HashSet<>();
  final Set<ProbeKey> probes = new HashSet<>();
  final Map<NatKey, Endpoint> translations = new HashMap<>();

  /** Translations of known connections. */
  Function<NatKey, Endpoint> translated = translations::get;

  /** Chooses the end for a new connection; by default from the first target. */
  BiFunction<NatKey, Rule.NatTarget, PortChoice> choice = Lab::anyOf;

  private final Map<UUID, Set<Ip4>> bgpPeers = new HashMap<>();
  private final Map<UUID, RoutingTable> tables = new HashMap<>();
  final Map<UUID, MetadataGuest> guests = new HashMap<>();
  boolean servesMetadata;
  private int serial;
  int overlayMtu = 65_535;

  final Simulator simulator = new Simulator(this, new Simulator.Settings(true, 1500));

  static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a different MAC for each name. */
  static Mac mac(String name) {
    return new Mac(0x0200_0000_0000L | id(name).getMostSignificantBits() & 0xFF_FFFF_FFFFL);
  }

  static Ip4 ip(String text) {
    return Ip4.parse(text);
  }

  // ---- objects

  Lab put(TopologyObject object) {
    topology = topology.edit().put(object).done();
    tables.clear();
    return this;
  }

  Lab bridge(String name) {
    return put(NetworkBuilder.builder().id(id(name)).name(name).adminStateUp(true).build());
  }

  Lab router(String name) {
    return put(
        RouterBuilder.builder().id(id(name)).name(name).adminStateUp(true).asNumber(-1).build());
  }

  /** Adds an exterior, active port of a bridge. */
  Lab tap(String name, String bridge) {
    active.add(id(name));
    return put(bound(port(name)).networkId(id(bridge)).build());
  }

  /** Adds an exterior, active port of a router. */
  Lab uplink(String name, String router, String subnet) {
    active.add(id(name));
    return put(addressed(bound(port(name)).routerId(id(router)), name, subnet).build());
  }

  /** Adds a router port and a bridge port, and links them. */
  Lab link(String name, String router, String subnet, String bridge) {
    put(
        addressed(port(name).routerId(id(router)).peerId(id(name + "-peer")), name, subnet)
            .build());
    return put(port(name + "-peer").networkId(id(bridge)).peerId(id(name)).build());
  }

  /** Links two bridges. */
  Lab trunk(String name, String bridge, String other) {
    put(port(name).networkId(id(bridge)).peerId(id(name + "-peer")).build());
    return put(port(name + "-peer").networkId(id(other)).peerId(id(name)).build());
  }

  /** Links two routers. */
  Lab wire(String name, String router, String subnet, String other, String otherSubnet) {
    put(
        addressed(port(name).routerId(id(router)).peerId(id(name + "-peer")), name, subnet)
            .build());
    String peer = name + "-peer";
    return put(
        addressed(port(peer).routerId(id(other)).peerId(id(name)), peer, otherSubnet).build());
  }

  private static PortBuilder bound(PortBuilder port) {
    return port.hostId(id("host")).interfaceName("eth0");
  }

  private PortBuilder port(String name) {
    return PortBuilder.builder().id(id(name)).adminStateUp(true).tunnelKey(++serial);
  }

  private static PortBuilder addressed(PortBuilder port, String name, String subnet) {
    Prefix prefix = Prefix.parse(subnet);
    return port.portAddress(prefix.address()).portSubnet(prefix).portMac(mac(name));
  }

  Lab route(String router, String destination, String port, String gateway) {
    return route(
        router, "0.0.0.0/0", destination, Route.NextHop.PORT, port, gateway, Route.DEFAULT_WEIGHT);
  }

  Lab route(
      String router,
      String source,
      String destination,
      Route.NextHop kind,
      String port,
      String gateway,
      int weight) {
    return put(
        new Route(
            id("route" + ++serial),
            id(router),
            Prefix.parse(source),
            Prefix.parse(destination),
            kind,
            port == null ? null : id(port),
            gateway == null ? null : ip(gateway),
            weight,
            false));
  }

  Lab chain(String name) {
    rulesOfChain.computeIfAbsent(id(name), n -> new ArrayList<>());
    return put(
        ChainBuilder.builder().id(id(name)).name(name).ruleIds(rulesOfChain.get(id(name))).build());
  }

  Lab rule(String chain, Condition condition, UnaryOperator<RuleBuilder> more) {
    UUID id = id("rule" + ++serial);
    rulesOfChain.computeIfAbsent(id(chain), n -> new ArrayList<>()).add(id);
    put(more.apply(RuleBuilder.builder().id(id).chainId(id(chain)).condition(condition)).build());
    return chain(chain);
  }

  Lab rule(String chain, Condition condition, Rule.Type type) {
    return rule(chain, condition, rule -> rule.type(type));
  }

  Lab jump(String chain, Condition condition, String to) {
    return rule(chain, condition, rule -> rule.type(Rule.Type.JUMP).jumpChainId(id(to)));
  }

  Lab staticNat(String chain, Condition condition, Rule.Type type, String to) {
    var target = new Rule.NatTarget(ip(to), ip(to), 0, 0);
    return rule(
        chain,
        condition,
        rule -> rule.type(type).flowAction(Rule.FlowAction.ACCEPT).natTargets(List.of(target)));
  }

  /**
   * @param target {@code ADDRESS-ADDRESS:PORT-PORT}
   */
  Lab nat(String chain, Condition condition, Rule.Type type, String target) {
    String[] ends = target.split("[-:]");
    var to =
        new Rule.NatTarget(
            ip(ends[0]), ip(ends[1]), Integer.parseInt(ends[2]), Integer.parseInt(ends[3]));
    return rule(
        chain,
        condition,
        rule -> rule.type(type).flowAction(Rule.FlowAction.ACCEPT).natTargets(List.of(to)));
  }

  /** Adds a rule that reverses one of {@link #nat}. */
  Lab reverseNat(String chain, Condition condition, Rule.Type type) {
    return rule(chain, condition, rule -> rule.type(type).flowAction(Rule.FlowAction.ACCEPT));
  }

  /** Adds a mirror, which copies what matches one of the conditions. */
  Lab mirror(String name, String toPort, Condition... conditions) {
    return put(new Mirror(id(name), id(toPort), List.of(conditions)));
  }

  Lab edit(String port, UnaryOperator<PortBuilder> change) {
    return put(change.apply(PortBuilder.builder(port(id(port)))).build());
  }

  Lab editRouter(String router, UnaryOperator<RouterBuilder> change) {
    return put(change.apply(RouterBuilder.builder(router(id(router)))).build());
  }

  Lab editBridge(String bridge, UnaryOperator<NetworkBuilder> change) {
    return put(change.apply(NetworkBuilder.builder(network(id(bridge)))).build());
  }

  /** Adds a load balancer to a router. */
  Lab balancer(String name, String router) {
    put(new LoadBalancer(id(name), true));
    return editRouter(router, r -> r.loadBalancerId(id(name)));
  }

  Lab pool(String name, String balancer) {
    return put(
        PoolBuilder.builder()
            .id(id(name))
            .loadBalancerId(id(balancer))
            .adminStateUp(true)
            .lbMethod(Pool.Method.ROUND_ROBIN)
            .protocol(Pool.Protocol.TCP)
            .build());
  }

  /** Adds a VIP, or replaces the one of this name. */
  Lab vip(String name, String pool, String address, int port, UnaryOperator<VipBuilder> more) {
    return put(
        more.apply(
                VipBuilder.builder()
                    .id(id(name))
                    .poolId(id(pool))
                    .address(ip(address))
                    .protocolPort(port)
                    .adminStateUp(true))
            .build());
  }

  /** Adds a member, or replaces the one of this name. */
  Lab member(
      String name, String pool, String address, int port, UnaryOperator<PoolMemberBuilder> more) {
    return put(
        more.apply(
                PoolMemberBuilder.builder()
                    .id(id(name))
                    .poolId(id(pool))
                    .address(ip(address))
                    .protocolPort(port)
                    .weight(1)
                    .adminStateUp(true)
                    .status(LbStatus.ACTIVE))
            .build());
  }

  Lab remove(Class<? extends TopologyObject> type, String name) {
    topology = topology.edit().remove(type, id(name)).done();
    tables.clear();
    return this;
  }

  /** Adds a DHCP subnet whose server and gateway have the subnet's first address. */
  Lab dhcp(String bridge, String subnet, UnaryOperator<DhcpBuilder> more) {
    Prefix prefix = Prefix.parse(subnet);
    return put(
        more.apply(
                DhcpBuilder.builder()
                    .id(id(subnet))
                    .networkId(id(bridge))
                    .subnet(prefix)
                    .defaultGateway(new Ip4(prefix.address().bits() + 1))
                    .enabled(true))
            .build());
  }

  // ---- state

  Lab inactive(String port) {
    active.remove(id(port));
    return this;
  }

  Lab station(String bridge, Mac mac, String port) {
    return stationOf(bridge, 0, mac, port);
  }

  /** Adds a station of a VLAN. */
  Lab stationOf(String bridge, int vlan, Mac mac, String port) {
    macTable.put(new FlowTag.MacEntry(id(bridge), vlan, mac), id(port));
    return this;
  }

  Lab suppress(String bridge, String address, Mac mac) {
    ip4MacTable.put(new FlowTag.ArpEntry(id(bridge), ip(address)), mac);
    return this;
  }

  Lab neighbour(String router, String address, Neighbour neighbour) {
    arpTable.put(new FlowTag.ArpEntry(id(router), ip(address)), neighbour);
    return this;
  }

  Lab neighbour(String router, String address, Mac mac) {
    return neighbour(router, address, new Neighbour.Known(mac, false));
  }

  Lab bgpPeer(String port, String address) {
    bgpPeers.computeIfAbsent(id(port), p -> new HashSet<>()).add(ip(address));
    return this;
  }

  /** Applies the effects of a result, as an agent does. */
  Lab apply(Result result) {
    for (Effect effect : result.effects()) {
      switch (effect) {
        case Effect.LearnMac(UUID network, int vlan, Mac mac, UUID port) ->
            macTable.put(new FlowTag.MacEntry(network, vlan, mac), port);
        case Effect.LearnArp(UUID router, UUID port, Ip4 address, Mac mac) ->
            arpTable.put(new FlowTag.ArpEntry(router, address), new Neighbour.Known(mac, false));
        case Effect.Connect(ConnectionKey key, _, _) -> connections.add(key);
        case Effect.Translate(Translation translation, _, _) -> {
          translations.put(translation.key(), translation.to());
          translations.put(translation.reverse(), translation.original());
        }
        case Effect.Transmit _, Effect.AnswerProbe _, Effect.SeekGuest _ -> {
          // tests assert these
        }
      }
    }
    return this;
  }

  Result in(String port, byte[] frame) {
    return simulator.simulate(Ingress.fromWire(id(port), null, frame));
  }

  /** Returns a DHCP subnet, or null. */
  Dhcp subnet(UUID id) {
    return topology.find(Dhcp.class, id);
  }

  // ---- VirtualTopology

  @Override
  public Port port(UUID id) {
    return topology.port(id);
  }

  @Override
  public Network network(UUID id) {
    return topology.network(id);
  }

  @Override
  public Router router(UUID id) {
    return topology.router(id);
  }

  @Override
  public Mirror mirror(UUID id) {
    return topology.find(Mirror.class, id);
  }

  @Override
  public List<Rule> rules(UUID chainId) {
    return topology.chain(chainId) == null ? null : topology.rulesOf(chainId);
  }

  @Override
  public Collection<Port> ports(UUID deviceId) {
    return topology.portsOf(deviceId);
  }

  @Override
  public RoutingTable routes(UUID routerId) {
    return tables.computeIfAbsent(
        routerId, id -> RoutingTable.of(topology.routesOf(id), topology.portsOf(id)));
  }

  @Override
  public boolean isActive(UUID portId) {
    return active.contains(portId);
  }

  @Override
  public UUID macPort(UUID networkId, int vlan, Mac mac) {
    return macTable.get(new FlowTag.MacEntry(networkId, vlan, mac));
  }

  @Override
  public Mac macOf(UUID networkId, Ip4 address) {
    return ip4MacTable.get(new FlowTag.ArpEntry(networkId, address));
  }

  @Override
  public Neighbour neighbour(UUID routerId, Ip4 address) {
    return arpTable.getOrDefault(new FlowTag.ArpEntry(routerId, address), Neighbour.UNKNOWN);
  }

  @Override
  public Set<IpAddress> addresses(UUID group) {
    IPAddrGroup found = topology.find(IPAddrGroup.class, group);
    return found == null
        ? Set.of()
        : found.entries().stream()
            .map(IPAddrGroup.Entry::address)
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Balancer balancer(UUID loadBalancerId) {
    return Balancer.of(topology, loadBalancerId);
  }

  @Override
  public DhcpTable dhcp(UUID networkId) {
    return DhcpTable.of(topology.dhcpOf(networkId));
  }

  @Override
  public int overlayMtu() {
    return overlayMtu;
  }

  @Override
  public boolean servesMetadata() {
    return servesMetadata;
  }

  @Override
  public MetadataGuest metadataGuest(UUID portId) {
    return guests.get(portId);
  }

  @Override
  public boolean isConnected(ConnectionKey key) {
    return connections.contains(key);
  }

  @Override
  public Endpoint translated(NatKey key) {
    return translated.apply(key);
  }

  @Override
  public boolean isProbed(ProbeKey key) {
    return probes.contains(key);
  }

  @Override
  public PortChoice choose(NatKey key, List<Rule.NatTarget> targets) {
    return choice.apply(key, targets.getFirst());
  }

  private static PortChoice anyOf(NatKey key, Rule.NatTarget target) {
    NatRange ports = NatRange.of(target, key);
    int port = ports.from() + Math.floorMod(key.hashCode(), ports.to() - ports.from() + 1);
    return new PortChoice.Free(new Endpoint(target.addressFrom(), port));
  }

  /** Returns the enabled requests; their limits are not counted. */
  @Override
  public Collection<TraceRequest> traces(UUID id) {
    return topology.all(TraceRequest.class).isEmpty()
        ? List.of()
        : topology.tracesOf(id).stream().filter(TraceRequest::enabled).toList();
  }

  @Override
  public boolean traces(Rule rule) {
    return rule.traceLimit() > 0;
  }

  @Override
  public Set<Ip4> bgpPeers(UUID portId) {
    return bgpPeers.getOrDefault(portId, Set.of());
  }
}
