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
 * The stations that this host has seen. An entry is published for as long as a flow was made from a
 * frame of the station, and some seconds more (docs: contract.md#mac-learning). Thread safe.
 *
 * <p>A station that the table has elsewhere is claimed as soon as it is seen here, so that a move
 * is known with its first frame. Until the table agrees no flow may be made of its frames: a flow
 * would keep the next ones from being seen, and a claim that lost a race would never be repeated.
 *
 * <p>How many stations are kept is bounded, per port and per network; the one that was seen longest
 * ago goes first, and always one of the port that has the most.
 */
final class MacLearning {

  private static final Logger LOG = LoggerFactory.getLogger(MacLearning.class);

  /** Stations behind one port: more than a host of many containers has, or a small office. */
  static final int PER_PORT = 2_048;

  /** Stations of one network that this host has seen: what eight full ports need. */
  static final int PER_NETWORK = 16_384;

  /** The least time between two claims of a station; doubled while claims are in vain. */
  static final long CONTEST_NANOS = 100_000_000L;

  private static final int MOST_DOUBLINGS = 7;

  /**
   * After which a station that the table still has elsewhere counts as settled there: by an entry
   * that somebody stored for good, or because ZooKeeper is away.
   */
  static final long PATIENCE_NANOS = 2_000_000_000L;

  private static final long TELL_NANOS = 60_000_000_000L;

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

    /** What the last claim said. */
    private UUID claimedPort;

    /** Claims since the table agreed for the last time, and when the first of them was. */
    private int claims;

    private long firstClaim;

    /** Where the table had the station when a frame came too soon for another claim, or null. */
    private UUID against;
  }

  private final DeviceTables tables;
  private final long keepNanos;
  private final Map<Key, Entry> entries = new HashMap<>();

  /** The same entries by port, those first that were seen longest ago. */
  private final Map<UUID, Map<Key, Entry>> byPort = new HashMap<>();

  private final Map<UUID, Set<UUID>> portsOf = new HashMap<>();
  private final Map<UUID, Integer> perNetwork = new HashMap<>();
  private final Set<Key> pending = new HashSet<>();

  /** Stations that were claimed and that the table has not been seen to agree with since. */
  private final Set<Key> disputed = new HashSet<>();

  private long evicted;
  private long toldAt;
  private boolean told;

  MacLearning(DeviceTables tables, Duration keep) {
    this.tables = tables;
    this.keepNanos = keep.toNanos();
  }

  /**
   * A frame of a station came in.
   *
   * @return whether flows may be made of the station's frames
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
    UUID known = known(key, entry);
    if (entry.portId.equals(known)) {
      agreed(key, entry);
      return true;
    }
    if (entry.claims == 0) {
      entry.firstClaim = nanoTime;
    }
    // A claim that the table does not show yet is on its way.
    boolean onItsWay = known == null && entry.portId.equals(entry.claimedPort);
    if (entry.claims == 0 || !onItsWay) {
      if (nanoTime - entry.claimed >= pause(entry)) {
        claim(key, entry, nanoTime);
      } else {
        entry.against = known;
        pending.add(key);
      }
    }
    return known == null || nanoTime - entry.firstClaim > PATIENCE_NANOS;
  }

  /** Where the table has it; tables of VLANs are not followed, so nobody disputes those. */
  private UUID known(Key key, Entry entry) {
    return key.vlan == 0 ? tables.macPort(key.networkId, 0, key.mac) : entry.claimedPort;
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

  private void agreed(Key key, Entry entry) {
    entry.claims = 0;
    pending.remove(key);
    disputed.remove(key);
  }

  /**
   * Claims the stations whose frames came too soon after another claim, unless somebody else has
   * claimed them since, and ends the disputes that the table has decided for this host. A station
   * that moves often and sends one frame at each place would otherwise count as claimed in vain,
   * and would be claimed later and later. To be called several times a second.
   */
  synchronized void settle(long nanoTime) {
    for (Key key : List.copyOf(disputed)) {
      Entry entry = entries.get(key);
      if (entry.portId.equals(known(key, entry))) {
        agreed(key, entry);
      }
    }
    for (Key key : List.copyOf(pending)) {
      Entry entry = entries.get(key);
      UUID known = entry == null ? null : known(key, entry);
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
    if (!told || nanoTime - toldAt > TELL_NANOS) {
      told = true;
      toldAt = nanoTime;
      LOG.warn(
          "port {} shows more MAC addresses than are kept of one port ({}) or network ({}); of such"
              + " ports {} have been forgotten so far",
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

  /** How many stations were forgotten because there were too many. */
  synchronized long evicted() {
    return evicted;
  }

  synchronized int size() {
    return entries.size();
  }

  /** A flow was installed that frames of these stations take. */
  synchronized void hold(Collection<LearnMac> stations) {
    for (LearnMac station : stations) {
      Entry entry = entries.get(Key.of(station));
      if (entry != null) {
        entry.flows++;
      }
    }
  }

  /** Such a flow is gone. */
  synchronized void release(Collection<LearnMac> stations, long nanoTime) {
    for (LearnMac station : stations) {
      Entry entry = entries.get(Key.of(station));
      if (entry != null && entry.flows > 0) {
        entry.flows--;
        entry.lastSeen = nanoTime;
      }
    }
  }

  /** Withdraws what nobody has used for long. */
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
