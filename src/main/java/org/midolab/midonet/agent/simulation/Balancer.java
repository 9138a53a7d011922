package org.midolab.midonet.agent.simulation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.Vip;

/**
 * What a load balancer serves: its VIPs with the members behind them, without everything that is
 * administratively down (docs: contract.md#load-balancing). Immutable.
 *
 * @param services by the address and TCP port of a VIP
 * @param vips the addresses of the VIPs, sorted
 * @param members the addresses of all members, sorted
 */
public record Balancer(Map<Endpoint, Service> services, List<Ip4> vips, List<Ip4> members) {

  public static final Balancer NONE = new Balancer(Map.of(), List.of(), List.of());

  /**
   * The pool behind a VIP.
   *
   * @param sticky whether all connections of a client's address go to one member
   * @param members sorted by address and port
   */
  public record Service(UUID vipId, boolean sticky, List<Member> members) {

    public Service {
      members = List.copyOf(members);
    }

    /** Returns the member with this address and port, or null. */
    Member member(Endpoint at) {
      return members.stream().filter(member -> member.at.equals(at)).findFirst().orElse(null);
    }

    /**
     * Returns the key of the member that a client sticks to.
     *
     * @param connection the key of one of its connections
     */
    NatKey stickyKey(NatKey connection) {
      return connection.ofSource(vipId);
    }

    /** Whether any member is alive, and may have connections. */
    boolean isAlive() {
      return members.stream().anyMatch(Member::alive);
    }

    /**
     * Returns the members that take new connections, the chosen one first. Each member gets its
     * share by weight of all hashes. If a member comes or goes, only connections of its own share
     * are distributed differently (rendezvous hashing).
     */
    List<Member> choices(long hash) {
      return members.stream()
          .filter(member -> member.weight > 0)
          .sorted(Comparator.comparingDouble((Member member) -> member.draw(hash)))
          .toList();
    }
  }

  /**
   * A server of the pool.
   *
   * @param weight share of new connections; 0 if it gets none
   * @param alive whether it keeps its connections
   */
  public record Member(Endpoint at, int weight, boolean alive) {

    /**
     * Returns a number, exponentially distributed over all hashes with the weight as its rate. The
     * probability that it is the lowest of the pool is the member's share.
     */
    private double draw(long hash) {
      long drawn = Hash.of(hash, at.address().bits(), at.port(), hash >>> 32);
      double uniform = ((drawn >>> 11) + 0.5) * 0x1p-53;
      return -StrictMath.log(uniform) / weight;
    }
  }

  /** Returns what a load balancer serves; {@link #NONE} if there is no such one or it is down. */
  public static Balancer of(Topology topology, UUID id) {
    LoadBalancer balancer = topology.find(LoadBalancer.class, id);
    if (balancer == null || !balancer.adminStateUp()) {
      return NONE;
    }
    Map<Endpoint, Service> services = new HashMap<>();
    pools(topology, id)
        .flatMap(pool -> topology.vipsOf(pool.id()).stream())
        .filter(vip -> vip.adminStateUp() && vip.protocolPort() > 0)
        .sorted(Comparator.comparing(Vip::id))
        .forEach(
            vip ->
                services.putIfAbsent(
                    new Endpoint(vip.address(), vip.protocolPort()), service(topology, vip)));
    Set<Ip4> vips = new TreeSet<>();
    services.keySet().forEach(vip -> vips.add(vip.address()));
    Set<Ip4> members = new TreeSet<>();
    services
        .values()
        .forEach(service -> service.members.forEach(member -> members.add(member.at.address())));
    return new Balancer(Map.copyOf(services), List.copyOf(vips), List.copyOf(members));
  }

  private static Stream<Pool> pools(Topology topology, UUID id) {
    return topology.poolsOf(id).stream().filter(Pool::adminStateUp);
  }

  private static Service service(Topology topology, Vip vip) {
    Pool pool = topology.find(Pool.class, vip.poolId());
    HealthMonitor monitor = topology.find(HealthMonitor.class, pool.healthMonitorId());
    boolean monitored = monitor != null && monitor.adminStateUp();
    List<Member> members =
        topology.poolMembersOf(pool.id()).stream()
            .filter(member -> member.protocolPort() > 0)
            .map(member -> member(member, monitored))
            .sorted(
                Comparator.comparing((Member member) -> member.at.address())
                    .thenComparing(member -> member.at.port()))
            .toList();
    return new Service(vip.id(), vip.sessionPersistence() == Vip.Persistence.SOURCE_IP, members);
  }

  private static Member member(PoolMember member, boolean monitored) {
    boolean alive = !monitored || member.status() != LbStatus.INACTIVE;
    return new Member(
        new Endpoint(member.address(), member.protocolPort()),
        alive && member.adminStateUp() ? member.weight() : 0,
        alive);
  }
}
