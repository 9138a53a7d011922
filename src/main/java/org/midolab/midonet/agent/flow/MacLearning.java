package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.Effect.LearnMac;
import org.midolab.midonet.model.Mac;

/**
 * The stations that this host has seen. An entry is published for as long as a flow was made from a
 * frame of the station, and some seconds more (fact sheet "midonet", §1.5). Thread safe.
 */
final class MacLearning {

  /** The least time between two attempts to win an entry that another host also claims. */
  private static final long CONTEST_NANOS = 1_000_000_000L;

  private record Key(UUID networkId, int vlan, Mac mac) {

    static Key of(LearnMac station) {
      return new Key(station.networkId(), station.vlan(), station.mac());
    }
  }

  private static final class Entry {
    private UUID portId;
    private int flows;
    private long lastSeen;
    private long published;
  }

  private final DeviceTables tables;
  private final long keepNanos;
  private final Map<Key, Entry> entries = new HashMap<>();

  MacLearning(DeviceTables tables, Duration keep) {
    this.tables = tables;
    this.keepNanos = keep.toNanos();
  }

  /** A frame of a station came in. */
  synchronized void seen(LearnMac station, long nanoTime) {
    Key key = Key.of(station);
    Entry entry = entries.computeIfAbsent(key, k -> new Entry());
    entry.lastSeen = nanoTime;
    boolean isNew = !station.portId().equals(entry.portId);
    boolean lost =
        !station.portId().equals(tables.macPort(key.networkId, key.vlan, key.mac))
            && nanoTime - entry.published > CONTEST_NANOS;
    if (isNew || lost) {
      entry.portId = station.portId();
      entry.published = nanoTime;
      var table = tables.macTable(key.networkId, key.vlan);
      if (!isNew) {
        table.withdraw(key.mac);
      }
      table.publish(key.mac, station.portId());
    }
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
    for (Key key : gone) {
      entries.remove(key);
      tables.macTable(key.networkId, key.vlan).withdraw(key.mac);
    }
  }
}
