package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.midolab.midonet.agent.simulation.ConnectionKey;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.packet.FlowKey;

/**
 * The connections that this host knows, by the key of their answers. This host reports connections
 * that began here to the hosts where answers may arrive. It learns of other connections from the
 * reports of the hosts where they began. Thread safe (docs: nsdb.md#connection-state).
 */
final class Connections {

  /** Connections in total: about 30 MB of an agent's heap, which has at least 256 MB. */
  static final int MOST = 50_000;

  /** Connections that began at one port: a fifth of all, as much as a busy server has. */
  static final int PER_PORT = MOST / 5;

  /** Lifetime without a packet of UDP and of ICMP echo (Linux: nf_conntrack_udp_timeout). */
  static final Duration SHORT = Duration.ofSeconds(30);

  /** Lifetime of a TCP connection without an answer at this host. */
  static final Duration UNANSWERED = Duration.ofSeconds(60);

  /** Lifetime of a TCP connection with an answer at this host (the minimum of RFC 5382 §5). */
  static final Duration ANSWERED = Duration.ofMinutes(124);

  /** Lifetime of a TCP connection after a FIN (Linux: nf_conntrack_tcp_timeout_fin_wait). */
  static final Duration CLOSING = Duration.ofSeconds(120);

  /** Lifetime of a TCP connection after a reset (Linux: nf_conntrack_tcp_timeout_close). */
  static final Duration RESET = Duration.ofSeconds(10);

  /** Interval between reports of a connection in use: a third of the shortest lifetime. */
  static final Duration REFRESH = Duration.ofSeconds(10);

  private final Map<ConnectionKey, Entry> entries = new ConcurrentHashMap<>();

  /** Keys by the port where the connection began, the oldest first. */
  private final Map<UUID, LinkedHashSet<ConnectionKey>> byPort = new HashMap<>();

  /**
   * Keys of connections that filters have to accept again. A change adds keys and never clears the
   * queue, so that frequent changes do not starve its end.
   */
  private final Set<ConnectionKey> suspects = new LinkedHashSet<>();

  private final Consumer<Set<FlowTag>> invalidate;
  private final Consumer<UUID> crowdedOut;
  private final Consumer<Own> forgotten;

  /**
   * A connection that began at a port of this host, with the packet that opened it. A restored one
   * has no packet and no egress ports, until the next packet in its direction is simulated.
   */
  record Own(
      ConnectionKey key, UUID ingressPort, Set<UUID> egressPorts, FlowKey first, byte[] frame) {

    private static Own restored(ConnectionKey key, UUID ingressPort) {
      return new Own(key, ingressPort, Set.of(), null, null);
    }

    /** Whether its packet is known, so that filters can be asked about it again. */
    boolean hasPacket() {
      return frame != null;
    }
  }

  private static final class Entry {
    private final ConnectionKey key;
    private final UUID port;
    private volatile Own own;
    private volatile boolean answered;
    private final TcpEnd end = new TcpEnd();
    private volatile long usedAt;
    private long reportedAt;

    Entry(ConnectionKey key, UUID port, Own own, long now) {
      this.key = key;
      this.port = port;
      this.own = own;
      this.usedAt = now;
      this.reportedAt = now;
    }

    Duration lifetime() {
      if (key.protocol() != FlowKey.PROTO_TCP) {
        return SHORT;
      }
      return end.limit(answered ? ANSWERED : UNANSWERED, CLOSING, RESET);
    }
  }

  /**
   * @param invalidate receives the tags of flows that have to be simulated again
   * @param crowdedOut receives the port of each connection that a newer one displaced
   * @param forgotten receives each connection that began here and ends before its lifetime
   */
  Connections(
      Consumer<Set<FlowTag>> invalidate, Consumer<UUID> crowdedOut, Consumer<Own> forgotten) {
    this.invalidate = invalidate;
    this.crowdedOut = crowdedOut;
    this.forgotten = forgotten;
  }

  /** Returns whether packets of this key answer a connection, and marks it as answered. */
  boolean contains(ConnectionKey key) {
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.answered = true;
    }
    return entry != null;
  }

  /**
   * Records a connection that begins here, continues, or leaves through other ports than before.
   *
   * @return whether a report to other hosts is due
   */
  boolean opened(Own own, long now) {
    Entry known = entries.get(own.key());
    if (known != null && known.own != null) {
      known.usedAt = now;
      if (known.own.egressPorts().containsAll(own.egressPorts())) {
        return takeReportTurn(known, now);
      }
      known.own = own;
      known.reportedAt = now;
      return true;
    }
    put(new Entry(own.key(), own.ingressPort(), own, now));
    return true;
  }

  /** Records the first or a later report of another host. */
  void reported(ConnectionKey key, UUID ingressPort, long now) {
    Entry known = entries.get(key);
    if (known == null) {
      put(new Entry(key, ingressPort, null, now));
    } else {
      known.usedAt = now;
    }
  }

  /**
   * Records what packets with these tags have shown of the end of a connection.
   *
   * @param seen see {@link FlowTable.TcpListener}
   */
  void seen(Set<FlowTag> tags, IntUnaryOperator seen) {
    for (FlowTag tag : tags) {
      switch (tag) {
        case FlowTag.Opened(ConnectionKey key) -> seen(key, true, seen);
        case FlowTag.Connection(ConnectionKey key) -> seen(key, false, seen);
        default -> {
          // says nothing of a connection
        }
      }
    }
  }

  private void seen(ConnectionKey key, boolean forward, IntUnaryOperator seen) {
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.end.seen(forward, seen);
    }
  }

  /**
   * Restores a connection that was stored for a port which is at this host now. It counts as
   * answered, because the store forgets those that are not.
   *
   * @param began whether it began at the port; else its answers may enter by the port
   */
  void restored(ConnectionKey key, UUID port, boolean began, long now) {
    Entry known = entries.get(key);
    if (known == null || began && known.own == null) {
      Entry entry = new Entry(key, port, began ? Own.restored(key, port) : null, now);
      entry.answered = true;
      put(entry);
    }
  }

  /** Ends a connection that filters refuse. */
  void ended(ConnectionKey key) {
    Entry entry = end(key);
    if (entry != null && entry.own != null) {
      forgotten.accept(entry.own);
    }
  }

  private Entry end(ConnectionKey key) {
    Entry entry = remove(key);
    if (entry != null) {
      invalidate.accept(Set.of(new FlowTag.Connection(key)));
    }
    return entry;
  }

  /** Returns the time that a connection lives without a packet; none if it is not known. */
  Duration lifetime(ConnectionKey key) {
    Entry entry = entries.get(key);
    return entry == null ? Duration.ZERO : entry.lifetime();
  }

  /**
   * Records a change that flows depend on. After a change of a filter, or of a port of this host
   * where connections began, filters have to accept these connections again.
   *
   * <p>A restored connection without a packet cannot be shown to filters: it will end. So it is no
   * suspect when its port only comes up, which happens at each start; {@link #refiltered} is for
   * changes of the port that matter.
   */
  synchronized void changed(Set<FlowTag> tags) {
    if (tags.stream().anyMatch(FlowTag.Filter.class::isInstance)) {
      byPort.values().forEach(keys -> suspect(keys, own -> true));
      return;
    }
    for (FlowTag tag : tags) {
      if (tag instanceof FlowTag.Device(UUID id) && byPort.containsKey(id)) {
        suspect(byPort.get(id), Own::hasPacket);
      }
    }
  }

  /** Records that a port got other filters, or that its administrative state changed. */
  synchronized void refiltered(UUID port) {
    suspect(byPort.getOrDefault(port, new LinkedHashSet<>()), own -> true);
  }

  private void suspect(Set<ConnectionKey> keys, Predicate<Own> which) {
    for (ConnectionKey key : keys) {
      Own own = entries.get(key).own;
      if (own != null && which.test(own)) {
        suspects.add(key);
      }
    }
  }

  /** Removes and returns the next connections that filters have to accept again. */
  synchronized List<Own> suspects(int most) {
    List<ConnectionKey> next = suspects.stream().limit(most).toList();
    next.forEach(suspects::remove);
    return next.stream()
        .map(entries::get)
        .filter(Objects::nonNull)
        .map(entry -> entry.own)
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Ends connections that are idle.
   *
   * @param used whether flows with this tag exist, which carry packets
   * @param closed receives the connections that began here and end because they were closed: other
   *     hosts may not have seen it
   * @return the connections that began here, are in use, and whose report is due
   */
  List<Own> expire(Predicate<FlowTag> used, long now, Consumer<Own> closed) {
    List<Own> due = new ArrayList<>();
    for (Entry entry : entries.values()) {
      boolean idle = now - entry.usedAt > entry.lifetime().toNanos();
      boolean reportDue = entry.own != null && takeReportTurn(entry, now);
      if (!idle && !reportDue) {
        continue;
      }
      boolean forward = used.test(new FlowTag.Opened(entry.key));
      if (forward || used.test(new FlowTag.Connection(entry.key))) {
        entry.usedAt = now;
        entry.reportedAt = now;
        if (forward && entry.own != null) {
          due.add(entry.own);
        }
      } else if (idle) {
        end(entry.key); // a stored row ends by itself now
        if (entry.own != null && entry.end.isSeen()) {
          forgotten.accept(entry.own); // or later, if it was stored before it was closed
          closed.accept(entry.own);
        }
      }
    }
    return due;
  }

  int size() {
    return entries.size();
  }

  /** Returns whether a report is due, and counts it as sent. */
  private static boolean takeReportTurn(Entry entry, long now) {
    if (now - entry.reportedAt < REFRESH.toNanos()) {
      return false;
    }
    entry.reportedAt = now;
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

  /** Prefers the oldest unanswered connection, so that a scan does not end connections in use. */
  private ConnectionKey oldestOf(LinkedHashSet<ConnectionKey> own) {
    int checked = 0;
    for (ConnectionKey key : own) {
      if (!entries.get(key).answered) {
        return key;
      }
      if (++checked == 64) {
        break;
      }
    }
    return own.getFirst();
  }

  private synchronized Entry remove(ConnectionKey key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      forget(entry);
      suspects.remove(key);
    }
    return entry;
  }

  private void forget(Entry entry) {
    LinkedHashSet<ConnectionKey> own = byPort.get(entry.port);
    if (own != null && own.remove(entry.key) && own.isEmpty()) {
      byPort.remove(entry.port);
    }
  }
}
