package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.midolab.midonet.agent.simulation.ConnectionKey;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.packet.FlowKey;

/**
 * The connections that this host knows, by the packets that return to them. Those that began here
 * are told to the hosts where answers may come in; the others were told by the host where they
 * began. Thread safe (docs: nsdb.md#connection-state).
 */
final class Connections {

  /** Connections in all: some 30 MB of an agent's heap, which is 256 MB at least. */
  static final int MOST = 50_000;

  /** Connections that began at one port: a fifth of all, as much as a busy server has. */
  static final int PER_PORT = MOST / 5;

  /** Lifetime without a packet of UDP and of ICMP echo (Linux: nf_conntrack_udp_timeout). */
  static final Duration SHORT = Duration.ofSeconds(30);

  /** Lifetime of a TCP connection that nobody has answered here. */
  static final Duration UNANSWERED = Duration.ofSeconds(60);

  /** Lifetime of a TCP connection that was answered here (RFC 5382 §5 asks for this at least). */
  static final Duration ANSWERED = Duration.ofMinutes(124);

  /**
   * How often other hosts are told of a connection in use: three times in the shortest lifetime.
   */
  static final Duration REFRESH = Duration.ofSeconds(10);

  private final Map<ConnectionKey, Entry> entries = new ConcurrentHashMap<>();

  /** Keys by the port where the connection began, the oldest first. */
  private final Map<UUID, LinkedHashSet<ConnectionKey>> byPort = new HashMap<>();

  private final Set<Own> suspects = new LinkedHashSet<>();
  private final Consumer<Set<FlowTag>> invalidate;
  private final Consumer<UUID> crowdedOut;

  /** A connection that began at a port of this host, with the packet that opened it. */
  record Own(ConnectionKey key, UUID ingressPort, UUID egressPort, FlowKey first, byte[] frame) {}

  private static final class Entry {
    private final ConnectionKey key;
    private final UUID port;
    private final Own own;
    private volatile boolean answered;
    private volatile long usedAt;
    private long toldAt;

    Entry(ConnectionKey key, UUID port, Own own, long now) {
      this.key = key;
      this.port = port;
      this.own = own;
      this.usedAt = now;
      this.toldAt = now;
    }

    Duration lifetime() {
      if (key.protocol() != FlowKey.PROTO_TCP) {
        return SHORT;
      }
      return answered ? ANSWERED : UNANSWERED;
    }
  }

  /**
   * @param invalidate gets the tags of flows whose packets are decided otherwise now
   * @param crowdedOut gets the port of each connection that gave way to a newer one
   */
  Connections(Consumer<Set<FlowTag>> invalidate, Consumer<UUID> crowdedOut) {
    this.invalidate = invalidate;
    this.crowdedOut = crowdedOut;
  }

  /** Whether packets of this key return to a connection. A TCP connection is answered by this. */
  boolean contains(ConnectionKey key) {
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.answered = true;
    }
    return entry != null;
  }

  /**
   * A connection begins here, or goes on.
   *
   * @return whether other hosts are to be told now
   */
  boolean opened(Own own, long now) {
    Entry known = entries.get(own.key());
    if (known != null && known.own != null) {
      known.usedAt = now;
      return isTellingDue(known, now);
    }
    put(new Entry(own.key(), own.ingressPort(), own, now));
    return true;
  }

  /** Another host tells of a connection, for the first time or again. */
  void heard(ConnectionKey key, UUID ingressPort, long now) {
    Entry known = entries.get(key);
    if (known == null) {
      put(new Entry(key, ingressPort, null, now));
    } else {
      known.usedAt = now;
    }
  }

  /** A connection is let through no more. */
  void ended(ConnectionKey key) {
    if (remove(key)) {
      invalidate.accept(Set.of(new FlowTag.Connection(key)));
    }
  }

  /**
   * Something has changed that flows depend on. If it is a filter, or a port where connections
   * began here, those have to be let through again.
   */
  synchronized void changed(Set<FlowTag> tags) {
    if (tags.stream().anyMatch(FlowTag.Filter.class::isInstance)) {
      suspects.clear();
      byPort.values().forEach(this::suspect);
      return;
    }
    for (FlowTag tag : tags) {
      if (tag instanceof FlowTag.Device(UUID id) && byPort.containsKey(id)) {
        suspect(byPort.get(id));
      }
    }
  }

  private void suspect(Set<ConnectionKey> keys) {
    for (ConnectionKey key : keys) {
      Entry entry = entries.get(key);
      if (entry.own != null) {
        suspects.add(entry.own);
      }
    }
  }

  /** Takes the next connections that have to be let through again, {@code most} at a time. */
  synchronized List<Own> suspects(int most) {
    List<Own> some = suspects.stream().limit(most).toList();
    some.forEach(suspects::remove);
    return some;
  }

  /**
   * Ends connections that are idle.
   *
   * @param used whether flows that depend on a tag are there, and so carry packets
   * @return those that began here, are in use and have to be told to other hosts again
   */
  List<Own> expire(Predicate<FlowTag> used, long now) {
    List<Own> told = new ArrayList<>();
    for (Entry entry : entries.values()) {
      boolean idle = now - entry.usedAt > entry.lifetime().toNanos();
      boolean due = entry.own != null && isTellingDue(entry, now);
      if (!idle && !due) {
        continue;
      }
      boolean forward = used.test(new FlowTag.Opened(entry.key));
      if (forward || used.test(new FlowTag.Connection(entry.key))) {
        entry.usedAt = now;
        entry.toldAt = now;
        if (forward && entry.own != null) {
          told.add(entry.own);
        }
      } else if (idle) {
        ended(entry.key);
      }
    }
    return told;
  }

  int size() {
    return entries.size();
  }

  private static boolean isTellingDue(Entry entry, long now) {
    if (now - entry.toldAt < REFRESH.toNanos()) {
      return false;
    }
    entry.toldAt = now;
    return true;
  }

  private void put(Entry entry) {
    ConnectionKey oldest = null;
    synchronized (this) {
      Entry before = entries.put(entry.key, entry);
      if (before != null) {
        forget(before);
      }
      LinkedHashSet<ConnectionKey> own =
          byPort.computeIfAbsent(entry.port, port -> new LinkedHashSet<>());
      own.add(entry.key);
      if (own.size() > PER_PORT) {
        oldest = oldestOf(own);
      } else if (entries.size() > MOST) {
        oldest = oldestOf(greediest());
      }
    }
    invalidate.accept(Set.of(new FlowTag.Connection(entry.key)));
    if (oldest != null) {
      Entry gone = entries.get(oldest);
      ended(oldest);
      crowdedOut.accept(gone == null ? entry.port : gone.port);
    }
  }

  private LinkedHashSet<ConnectionKey> greediest() {
    return byPort.values().stream().max(Comparator.comparingInt(Set::size)).orElseThrow();
  }

  /** The oldest that nobody has answered, so that a scan does not end connections in use. */
  private ConnectionKey oldestOf(LinkedHashSet<ConnectionKey> own) {
    int looked = 0;
    for (ConnectionKey key : own) {
      if (!entries.get(key).answered) {
        return key;
      }
      if (++looked == 64) {
        break;
      }
    }
    return own.getFirst();
  }

  private synchronized boolean remove(ConnectionKey key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      forget(entry);
    }
    return entry != null;
  }

  private void forget(Entry entry) {
    LinkedHashSet<ConnectionKey> own = byPort.get(entry.port);
    if (own != null && own.remove(entry.key) && own.isEmpty()) {
      byPort.remove(entry.port);
    }
  }
}
