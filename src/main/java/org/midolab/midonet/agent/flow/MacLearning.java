package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.Effect.LearnMac;
import org.midolab.midonet.model.Mac;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stations that this host has seen. An entry is published while a flow from a frame of the
 * station exists, and for some seconds more (docs: contract.md#mac-learning). Thread safe.
 *
 * <p>If the table has a station at another port, this host claims it with the first frame seen
 * here. Until the table shows this host's port, no flow is installed for the station's frames: with
 * a flow the agent would not see the next frames, and would not repeat a claim that lost a race.
 *
 * <p>The number of stations is bounded per port and per network. If there are too many, the station
 * is removed that was seen longest ago at the full port, or at the port with the most stations.
 */
final class MacLearning {

  private static final Logger LOG = LoggerFactory.getLogger(MacLearning.class);

  /** Stations behind one port: enough for a host with many containers or a small office. */
  static final int PER_PORT = 2_048;

  /** Stations of one network that this host has seen: as many as eight full ports have. */
  static final int PER_NETWORK = 16_384;

  /** The shortest time in ns between two claims of a station, doubled with each failed claim. */
  static final long CONTEST_NANOS = 100_000_000L;

  private static final int MOST_DOUBLINGS = 7;

  /**
   * Time in ns after which flows are allowed although the table still has the station at another
   * port. The entry may be persistent, or ZooKeeper may be unreachable.
   */
  static final long PATIENCE_NANOS = 2_000_000_000L;

  private static final long WARN_INTERVAL_NANOS = 60_000_000_000L;

  private record Key(UUID networkId, int vlan, Mac mac) {

    static Key of(LearnMac station) {
      return new Key(station.networkId(), station.vlan(), station.mac());
    }
  }

  private static final class Entry {
    private UUID portId;
    private int flows;
    private long lastSeen;
    private long claimed;

    /** The port of the last claim. */
    private UUID claimedPort;

    /** Claims since the table last showed this host's port, and the time of the first of them. */
    private int claims;

    private long firstClaim;

    /** The table's port when a frame arrived too soon for another claim, or null. */
    private UUID against;
  }

  private final DeviceTables tables;
  private final long keepNanos;
  private final Map<Key, Entry> entries = new HashMap<>();

  /** The same entries by port, ordered by the time of the last frame, the oldest first. */
  private final Map<UUID, Map<Key, Entry>> byPort = new HashMap<>();

  private final Map<UUID, Set<UUID>> portsOf = new HashMap<>();
  private final Map<UUID, Integer> perNetwork = new HashMap<>();
  private final Set<Key> pending = new HashSet<>();

  /** Claimed stations for which the table has not shown this host's port since. */
  private final Set<Key> disputed = new HashSet<>();

  private long evicted;
  private long warnedAt;
  private boolean warned;

  MacLearning(DeviceTables tables, Duration keep) {
    this.tables = tables;
    this.keepNanos = keep.toNanos();
  }

  /**
   * Records a frame of a station.
   *
   * @return whether flows may be installed for the station's frames
   */
  synchronized boolean seen(LearnMac station, long nanoTime) {
    Key key = Key.of(station);
    Entry entry = entries.get(key);
    boolean moved = entry != null && !station.portId().equals(entry.portId);
    if (entry == null || moved) {
      entry = place(key, entry, station.portId());
      makeRoom(key, nanoTime);
    } else {
      touch(key, entry);
    }
    entry.lastSeen = nanoTime;
    UUID known = known(key);
    if (entry.portId.equals(known)) {
      endClaims(key, entry);
      return true;
    }
    if (entry.claims == 0) {
      entry.firstClaim = nanoTime;
    }
    // Without an entry in the table the last claim is still in progress.
    boolean inProgress = known == null && entry.portId.equals(entry.claimedPort);
    if (entry.claims == 0 || !inProgress) {
      if (nanoTime - entry.claimed >= pause(entry)) {
        claim(key, entry, nanoTime);
      } else {
        entry.against = known;
        pending.add(key);
      }
    }
    return known == null || nanoTime - entry.firstClaim > PATIENCE_NANOS;
  }

  /** Returns the table's port, or null. */
  private UUID known(Key key) {
    return tables.macPort(key.networkId, key.vlan, key.mac);
  }

  private static long pause(Entry entry) {
    return CONTEST_NANOS << Math.min(Math.max(entry.claims - 1, 0), MOST_DOUBLINGS);
  }

  private void claim(Key key, Entry entry, long nanoTime) {
    entry.claims++;
    entry.claimed = nanoTime;
    entry.claimedPort = entry.portId;
    entry.against = null;
    pending.remove(key);
    disputed.add(key);
    tables.macTable(key.networkId, key.vlan).claim(key.mac, entry.portId);
  }

  private void endClaims(Key key, Entry entry) {
    entry.claims = 0;
    pending.remove(key);
    disputed.remove(key);
  }

  /**
   * Claims the stations whose frames arrived too soon after another claim, unless another host has
   * claimed them since. Resets the count of claims of stations for which the table shows this
   * host's port. Otherwise the pauses of a station that moves often and sends one frame at each
   * port would become longer and longer. To be called several times a second.
   */
  synchronized void settle(long nanoTime) {
    for (Key key : List.copyOf(disputed)) {
      Entry entry = entries.get(key);
      if (entry.portId.equals(known(key))) {
        endClaims(key, entry);
      }
    }
    for (Key key : List.copyOf(pending)) {
      Entry entry = entries.get(key);
      UUID known = entry == null ? null : known(key);
      if (entry == null || entry.portId.equals(known) || !Objects.equals(known, entry.against)) {
        pending.remove(key);
      } else if (nanoTime - entry.claimed >= pause(entry)) {
        claim(key, entry, nanoTime);
      }
    }
  }

  private Entry place(Key key, Entry before, UUID portId) {
    Entry entry = before == null ? new Entry() : before;
    if (before == null) {
      entry.claimed = Long.MIN_VALUE / 2;
      entries.put(key, entry);
      perNetwork.merge(key.networkId, 1, Integer::sum);
    } else {
      leavePort(key, entry);
    }
    entry.portId = portId;
    byPort.computeIfAbsent(portId, port -> new LinkedHashMap<>()).put(key, entry);
    portsOf.computeIfAbsent(key.networkId, network -> new HashSet<>()).add(portId);
    return entry;
  }

  private void touch(Key key, Entry entry) {
    Map<Key, Entry> port = byPort.get(entry.portId);
    port.remove(key);
    port.put(key, entry);
  }

  private void leavePort(Key key, Entry entry) {
    Map<Key, Entry> port = byPort.get(entry.portId);
    port.remove(key);
    if (port.isEmpty()) {
      byPort.remove(entry.portId);
      Set<UUID> ports = portsOf.get(key.networkId);
      ports.remove(entry.portId);
      if (ports.isEmpty()) {
        portsOf.remove(key.networkId);
      }
    }
  }

  private void makeRoom(Key key, long nanoTime) {
    UUID full = entries.get(key).portId;
    if (byPort.get(full).size() <= PER_PORT) {
      if (perNetwork.get(key.networkId) <= PER_NETWORK) {
        return;
      }
      full =
          portsOf.get(key.networkId).stream()
              .max(Comparator.comparingInt(port -> byPort.get(port).size()))
              .orElseThrow();
    }
    remove(byPort.get(full).keySet().iterator().next());
    evicted++;
    if (!warned || nanoTime - warnedAt > WARN_INTERVAL_NANOS) {
      warned = true;
      warnedAt = nanoTime;
      LOG.warn(
          "port {} sends from more MAC addresses than are kept per port ({}) or network ({}); {} have"
              + " been removed so far for these bounds",
          full,
          PER_PORT,
          PER_NETWORK,
          evicted);
    }
  }

  private void remove(Key key) {
    Entry entry = entries.remove(key);
    leavePort(key, entry);
    pending.remove(key);
    disputed.remove(key);
    perNetwork.computeIfPresent(key.networkId, (id, count) -> count == 1 ? null : count - 1);
    tables.macTable(key.networkId, key.vlan).withdraw(key.mac);
  }

  /** Returns how many stations were removed because there were too many. */
  synchronized long evicted() {
    return evicted;
  }

  synchronized int size() {
    return entries.size();
  }

  /** Records a flow that frames of these stations use. */
  synchronized void hold(Collection<LearnMac> stations) {
    for (LearnMac station : stations) {
      Entry entry = entries.get(Key.of(station));
      if (entry != null) {
        entry.flows++;
      }
    }
  }

  /** Records that such a flow was removed. */
  synchronized void release(Collection<LearnMac> stations, long nanoTime) {
    for (LearnMac station : stations) {
      Entry entry = entries.get(Key.of(station));
      if (entry != null && entry.flows > 0) {
        entry.flows--;
        entry.lastSeen = nanoTime;
      }
    }
  }

  /** Withdraws entries that were unused for the time that they are kept. */
  synchronized void expire(long nanoTime) {
    List<Key> gone = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          if (entry.flows == 0 && nanoTime - entry.lastSeen > keepNanos) {
            gone.add(key);
          }
        });
    gone.forEach(this::remove);
  }
}
