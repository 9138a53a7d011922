package org.midolab.midonet.agent.health;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.agent.flow.ForwardingPlane;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.nsdb.Election;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.TopologyMirror;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;
import org.midolab.midonet.nsdb.Versioned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes the members of all pools while this agent is elected, and writes their status where it
 * differs (docs: contract.md#health-monitors). The caller calls {@link #tick} each {@link
 * #INTERVAL}.
 */
public final class HealthMonitoring implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthMonitoring.class);

  public static final Duration INTERVAL = Duration.ofMillis(50);

  /** Objects that one transaction changes. */
  private static final int WRITTEN_AT_ONCE = 100;

  /** Interval of attempts to write, so that a store that refuses does not flood the log. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Election election;
  private final TopologyMirror mirror;
  private final TopologyStore store;
  private final HealthChecks checks;
  private Topology followed = Topology.EMPTY;
  private boolean elected;

  /** Time of the next attempt after a write that failed, by {@link System#nanoTime}. */
  private long retryAt = System.nanoTime();

  /** Whether the status of all objects is as wanted, and nothing has changed since. */
  private boolean settled;

  /**
   * @param election is closed by this object
   */
  public HealthMonitoring(
      Election election, TopologyMirror mirror, TopologyStore store, ForwardingPlane plane) {
    this.election = election;
    this.mirror = mirror;
    this.store = store;
    this.checks = new HealthChecks(plane::probe, new SecureRandom());
    plane.onAnswer(checks::answered);
  }

  /** Probes and writes what is due, if this agent is elected. */
  public void tick() {
    boolean now = election.isElected();
    if (now != elected) {
      LOG.info(now ? "this agent probes the members of pools" : "another agent probes members");
      elected = now;
    }
    follow(now ? mirror.current() : Topology.EMPTY);
    settled &= !checks.tick(System.nanoTime());
    if (now && !settled && System.nanoTime() - retryAt >= 0) {
      settled = write(followed);
    }
  }

  private void follow(Topology topology) {
    if (topology != followed) {
      followed = topology;
      settled = false;
      checks.follow(Target.of(topology), System.nanoTime());
    }
  }

  /**
   * Members without a monitor are active; a pool whose members are probed is mapped.
   *
   * @return false if it has to be repeated; after a write, the change of the mirror causes the next
   */
  private boolean write(Topology topology) {
    Map<UUID, LbStatus> verdicts = checks.verdicts();
    Map<UUID, LbStatus> members = new HashMap<>();
    Set<UUID> pools = new HashSet<>();
    for (Pool pool : topology.all(Pool.class)) {
      boolean monitored = Target.monitor(topology, pool) != null;
      if (monitored && pool.mappingStatus() != Pool.MappingStatus.ACTIVE) {
        pools.add(pool.id());
      }
      for (PoolMember member : topology.poolMembersOf(pool.id())) {
        LbStatus status =
            monitored ? verdicts.getOrDefault(member.id(), member.status()) : LbStatus.ACTIVE;
        if (status != member.status()) {
          members.put(member.id(), status);
        }
      }
    }
    if (members.isEmpty() && pools.isEmpty()) {
      return true;
    }
    try {
      store.write(transaction -> write(transaction, members, pools));
      return true;
    } catch (NsdbException e) {
      LOG.warn("the status of {} members is not written yet: {}", members.size(), e.getMessage());
      retryAt = System.nanoTime() + RETRY.toNanos();
      return false;
    }
  }

  /** The mirror may be late, so that some objects have the status already, or are gone. */
  private static void write(Transaction transaction, Map<UUID, LbStatus> members, Set<UUID> pools) {
    members.entrySet().stream()
        .limit(WRITTEN_AT_ONCE)
        .forEach(entry -> write(transaction, entry.getKey(), entry.getValue()));
    pools.stream()
        .limit(WRITTEN_AT_ONCE)
        .flatMap(id -> transaction.find(Pool.class, id).stream())
        .map(Versioned::value)
        .filter(pool -> pool.mappingStatus() != Pool.MappingStatus.ACTIVE)
        .forEach(pool -> transaction.update(pool.withMappingStatus(Pool.MappingStatus.ACTIVE)));
  }

  private static void write(Transaction transaction, UUID id, LbStatus status) {
    transaction
        .find(PoolMember.class, id)
        .map(Versioned::value)
        .filter(member -> member.status() != status)
        .ifPresent(member -> transaction.update(member.withStatus(status)));
  }

  @Override
  public void close() {
    election.close();
  }
}
