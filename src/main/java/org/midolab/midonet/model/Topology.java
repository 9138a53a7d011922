package org.midolab.midonet.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Snapshot of the virtual topology, with the look-ups that a simulation needs. It is immutable;
 * {@link #edit()} makes a changed copy, which shares unchanged objects with the original.
 *
 * <p>A referenced object may be absent, since it can be deleted at any time. Look-ups of one object
 * then return null; look-ups of several leave it out.
 */
public final class Topology {

  public static final Topology EMPTY = new Topology(Map.of(), new EnumMap<>(Relation.class));

  private final Map<Class<?>, Map<UUID, TopologyObject>> objects;
  private final Map<Relation, Map<Object, Set<UUID>>> relations;

  private Topology(
      Map<Class<?>, Map<UUID, TopologyObject>> objects,
      Map<Relation, Map<Object, Set<UUID>>> relations) {
    this.objects = objects;
    this.relations = relations;
  }

  /** Index of references: from an object's id, or a tunnel key, to the objects that refer to it. */
  private enum Relation {
    PORTS_OF_DEVICE,
    VLAN_PORTS_OF_NETWORK,
    PORTS_ON_HOST,
    PORTS_IN_GROUP,
    PORTS_BY_TUNNEL_KEY,
    ROUTES_OF_ROUTER,
    PEERS_OF_ROUTER,
    BGP_NETWORKS_OF_ROUTER,
    DHCP_OF_NETWORK,
    ROUTERS_OF_BALANCER,
    POOLS_OF_BALANCER,
    MEMBERS_OF_POOL,
    VIPS_OF_POOL,
    ZONES_OF_HOST,
    TRACES_OF_DEVICE;

    private static Map<Relation, Collection<?>> of(TopologyObject object) {
      return switch (object) {
        case Port port ->
            Map.of(
                PORTS_OF_DEVICE, present(port.deviceId()),
                VLAN_PORTS_OF_NETWORK, present(port.vlanId() == null ? null : port.networkId()),
                PORTS_ON_HOST, present(port.hostId()),
                PORTS_IN_GROUP, port.portGroupIds(),
                PORTS_BY_TUNNEL_KEY, List.of(port.tunnelKey()));
        case Route route -> Map.of(ROUTES_OF_ROUTER, present(route.routerId()));
        case BgpPeer peer -> Map.of(PEERS_OF_ROUTER, present(peer.routerId()));
        case BgpNetwork network -> Map.of(BGP_NETWORKS_OF_ROUTER, present(network.routerId()));
        case Dhcp subnet -> Map.of(DHCP_OF_NETWORK, present(subnet.networkId()));
        case Router router -> Map.of(ROUTERS_OF_BALANCER, present(router.loadBalancerId()));
        case Pool pool -> Map.of(POOLS_OF_BALANCER, present(pool.loadBalancerId()));
        case PoolMember member -> Map.of(MEMBERS_OF_POOL, present(member.poolId()));
        case Vip vip -> Map.of(VIPS_OF_POOL, present(vip.poolId()));
        case TunnelZone zone ->
            Map.of(ZONES_OF_HOST, zone.members().stream().map(TunnelZone.Member::hostId).toList());
        case TraceRequest request -> Map.of(TRACES_OF_DEVICE, present(request.deviceId()));
        default -> Map.of();
      };
    }

    private static List<UUID> present(UUID id) {
      return id == null ? List.of() : List.of(id);
    }
  }

  /** Returns the object with this type and id, or null. */
  public <T extends TopologyObject> T find(Class<T> type, UUID id) {
    return id == null ? null : type.cast(objects.getOrDefault(type, Map.of()).get(id));
  }

  public <T extends TopologyObject> List<T> all(Class<T> type) {
    return objects.getOrDefault(type, Map.of()).values().stream().map(type::cast).toList();
  }

  public Network network(UUID id) {
    return find(Network.class, id);
  }

  public Router router(UUID id) {
    return find(Router.class, id);
  }

  public Port port(UUID id) {
    return find(Port.class, id);
  }

  public Chain chain(UUID id) {
    return find(Chain.class, id);
  }

  public Rule rule(UUID id) {
    return find(Rule.class, id);
  }

  public Host host(UUID id) {
    return find(Host.class, id);
  }

  public PortGroup portGroup(UUID id) {
    return find(PortGroup.class, id);
  }

  public TunnelZone tunnelZone(UUID id) {
    return find(TunnelZone.class, id);
  }

  /** Returns the ports of a network or router. */
  public List<Port> portsOf(UUID deviceId) {
    return related(Relation.PORTS_OF_DEVICE, deviceId, Port.class);
  }

  /** Returns the ports of a network that have a VLAN. */
  public List<Port> vlanPortsOf(UUID networkId) {
    return related(Relation.VLAN_PORTS_OF_NETWORK, networkId, Port.class);
  }

  /** Returns the ports that are bound to interfaces of a host. */
  public List<Port> portsOn(UUID hostId) {
    return related(Relation.PORTS_ON_HOST, hostId, Port.class);
  }

  public List<Port> membersOf(UUID portGroupId) {
    return related(Relation.PORTS_IN_GROUP, portGroupId, Port.class);
  }

  /** Returns the port with this tunnel key, or null. */
  public Port portByTunnelKey(int tunnelKey) {
    List<Port> ports = related(Relation.PORTS_BY_TUNNEL_KEY, tunnelKey, Port.class);
    return ports.isEmpty() ? null : ports.getFirst();
  }

  /** Returns the rules of a chain in order of evaluation; empty when there is no such chain. */
  public List<Rule> rulesOf(UUID chainId) {
    Chain chain = chain(chainId);
    return chain == null ? List.of() : resolve(chain.ruleIds(), Rule.class);
  }

  /**
   * Returns the configured routes of a router, in no particular order. Learned routes are state and
   * not part of the topology.
   */
  public List<Route> routesOf(UUID routerId) {
    return related(Relation.ROUTES_OF_ROUTER, routerId, Route.class);
  }

  public List<BgpPeer> bgpPeersOf(UUID routerId) {
    return related(Relation.PEERS_OF_ROUTER, routerId, BgpPeer.class);
  }

  public List<BgpNetwork> bgpNetworksOf(UUID routerId) {
    return related(Relation.BGP_NETWORKS_OF_ROUTER, routerId, BgpNetwork.class);
  }

  /** The DHCP subnets of a network. */
  public List<Dhcp> dhcpOf(UUID networkId) {
    return related(Relation.DHCP_OF_NETWORK, networkId, Dhcp.class);
  }

  /** Returns the routers that use a load balancer; at most one if the API wrote them. */
  public List<Router> routersOf(UUID loadBalancerId) {
    return related(Relation.ROUTERS_OF_BALANCER, loadBalancerId, Router.class);
  }

  public List<Pool> poolsOf(UUID loadBalancerId) {
    return related(Relation.POOLS_OF_BALANCER, loadBalancerId, Pool.class);
  }

  public List<PoolMember> poolMembersOf(UUID poolId) {
    return related(Relation.MEMBERS_OF_POOL, poolId, PoolMember.class);
  }

  public List<Vip> vipsOf(UUID poolId) {
    return related(Relation.VIPS_OF_POOL, poolId, Vip.class);
  }

  /** The tunnel zones that a host is a member of. */
  public List<TunnelZone> zonesOf(UUID hostId) {
    return related(Relation.ZONES_OF_HOST, hostId, TunnelZone.class);
  }

  /** Returns the trace requests about a port, network or router. */
  public List<TraceRequest> tracesOf(UUID id) {
    return related(Relation.TRACES_OF_DEVICE, id, TraceRequest.class);
  }

  private <T extends TopologyObject> List<T> related(Relation relation, Object key, Class<T> type) {
    return key == null
        ? List.of()
        : resolve(relations.getOrDefault(relation, Map.of()).getOrDefault(key, Set.of()), type);
  }

  private <T extends TopologyObject> List<T> resolve(Collection<UUID> ids, Class<T> type) {
    List<T> found = new ArrayList<>(ids.size());
    for (UUID id : ids) {
      T object = find(type, id);
      if (object != null) {
        found.add(object);
      }
    }
    return Collections.unmodifiableList(found);
  }

  /** Returns an editor that makes a changed copy; this topology does not change. */
  public Editor edit() {
    return new Editor();
  }

  /** Returns a topology that consists of these objects. */
  public static Topology of(TopologyObject... objects) {
    Editor editor = EMPTY.edit();
    for (TopologyObject object : objects) {
      editor.put(object);
    }
    return editor.done();
  }

  /**
   * Collects changes and makes a new topology from them. Not thread-safe; {@link #done()} may be
   * called once.
   */
  public final class Editor {

    private final Map<Class<?>, Map<UUID, TopologyObject>> nextObjects = new HashMap<>(objects);
    private final Map<Relation, Map<Object, Set<UUID>>> nextRelations = new EnumMap<>(relations);

    private Editor() {}

    /** Adds an object, or replaces the one of the same type and id. */
    public Editor put(TopologyObject object) {
      Objects.requireNonNull(object.id(), "an object of the topology needs an id");
      TopologyObject previous = own(object.getClass()).put(object.id(), object);
      if (previous != null) {
        unrelate(previous);
      }
      Relation.of(object)
          .forEach(
              (relation, keys) -> keys.forEach(key -> change(relation, key, object.id(), true)));
      return this;
    }

    /** Removes an object, if it exists. */
    public Editor remove(Class<? extends TopologyObject> type, UUID id) {
      TopologyObject previous = own(type).remove(id);
      if (previous != null) {
        unrelate(previous);
      }
      return this;
    }

    public Topology done() {
      return new Topology(nextObjects, nextRelations);
    }

    private Map<UUID, TopologyObject> own(Class<?> type) {
      Map<UUID, TopologyObject> current = nextObjects.get(type);
      if (current == null || current == objects.get(type)) {
        current = current == null ? new HashMap<>() : new HashMap<>(current);
        nextObjects.put(type, current);
      }
      return current;
    }

    private void unrelate(TopologyObject object) {
      Relation.of(object)
          .forEach(
              (relation, keys) -> keys.forEach(key -> change(relation, key, object.id(), false)));
    }

    private void change(Relation relation, Object key, UUID id, boolean add) {
      Map<Object, Set<UUID>> index = nextRelations.get(relation);
      if (index == null || index == relations.get(relation)) {
        index = index == null ? new HashMap<>() : new HashMap<>(index);
        nextRelations.put(relation, index);
      }
      Set<UUID> ids = new LinkedHashSet<>(index.getOrDefault(key, Set.of()));
      if (add) {
        ids.add(id);
      } else {
        ids.remove(id);
      }
      if (ids.isEmpty()) {
        index.remove(key);
      } else {
        index.put(key, ids);
      }
    }
  }
}
