package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.NatKey;
import org.midolab.midonet.agent.simulation.NatRange;
import org.midolab.midonet.agent.simulation.PortChoice;
import org.midolab.midonet.agent.simulation.Translation;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.packet.FlowKey;

/**
 * The translations of dynamic NAT that this host knows. This host reports translations that began
 * here to the hosts where packets of the connection may arrive; source NAT takes their ports from
 * {@link PortBlocks}. It learns of other translations from the reports of the hosts where they
 * began. Thread safe (docs: nsdb.md#translations).
 */
final class NatState {

  /** Translations in total: about 30 MB of an agent's heap, which has at least 256 MB. */
  static final int MOST = 50_000;

  /** Translations that began at one port: a fifth of all, a sixth of the ports of one address. */
  static final int PER_PORT = MOST / 5;

  /** Translations that end at once when there are too many. */
  private static final int BATCH = 64;

  /** Lifetime without a packet of UDP (the minimum of RFC 4787 §4.3). */
  static final Duration UDP = Duration.ofMinutes(2);

  /** Lifetime of an ICMP echo (the minimum of RFC 5508 §3.2). */
  static final Duration ICMP = Duration.ofSeconds(60);

  /** Lifetime of a TCP connection without an answer (the minimum of RFC 5382 §5). */
  static final Duration UNANSWERED = Duration.ofMinutes(4);

  /** Lifetime of a TCP connection with an answer (the minimum of RFC 5382 §5). */
  static final Duration ANSWERED = Duration.ofMinutes(124);

  /** Lifetime of a TCP connection after a FIN (the minimum of RFC 5382 §5). */
  static final Duration CLOSING = UNANSWERED;

  /**
   * Lifetime of a TCP connection after a reset (Linux: nf_conntrack_tcp_timeout_close). RFC 7857
   * §2.2 has 4 minutes, because a reset may be forged; here the next packet takes it back.
   */
  static final Duration RESET = Connections.RESET;

  /** Lifetime of a TCP connection whose address has few free ports. */
  static final Duration PRESSED = UDP;

  /** Lifetime of a client's choice of a member after its last packet to the VIP. */
  static final Duration STICKY = Duration.ofMinutes(5);

  /** Interval between reports of a translation in use: a third of the shortest lifetime. */
  static final Duration REFRESH = Duration.ofSeconds(20);

  /** Ports of a target that are tried for one connection of destination NAT. */
  private static final int TRIES = 64;

  private final Map<NatKey, Entry> entries = new ConcurrentHashMap<>();

  /** Entries by the port where the connection began, the one that was unused longest first. */
  private final Map<UUID, Set<Entry>> byPort = new HashMap<>();

  private final PortBlocks ports;
  private final Consumer<Set<FlowTag>> invalidate;
  private final Consumer<UUID> crowdedOut;

  /** A translation that began at a port of this host. */
  record Own(Translation translation, UUID ingressPort, Set<UUID> egressPorts) {}

  /**
   * A report for other hosts.
   *
   * @param lender the host that holds the port of a restored translation; null for others
   */
  record Report(
      NatMessage.Kind kind,
      Translation translation,
      UUID ingressPort,
      Set<UUID> egressPorts,
      UUID lender) {}

  private static final class Entry {
    private final Translation translation;
    private volatile UUID port;
    private volatile Own own;

    /**
     * Whether this host keeps the port of source NAT for the connection. It also does so after the
     * connection's port has moved to another host, until it hears no more of the connection.
     */
    private volatile boolean holdsPort;

    private volatile UUID lender;
    private volatile boolean answered;
    private final TcpEnd end = new TcpEnd();
    private volatile long usedAt;
    private volatile long reportedAt;

    Entry(Translation translation, UUID port, Own own, long now) {
      this.translation = translation;
      this.port = port;
      this.own = own;
      this.usedAt = now;
      this.reportedAt = now;
    }

    Report report(NatMessage.Kind kind) {
      Set<UUID> egressPorts = own == null ? Set.of() : own.egressPorts;
      return new Report(kind, translation, port, egressPorts, holdsPort ? null : lender);
    }

    boolean isOfSource() {
      return translation.key().kind() == NatKey.Kind.SNAT;
    }

    boolean isWithoutPort() {
      return own != null && isOfSource() && !holdsPort;
    }

    boolean isReportDue(long now) {
      return now - reportedAt >= REFRESH.toNanos();
    }
  }

  /**
   * @param ports the ports of source NAT
   * @param invalidate receives the tags of flows that have to be simulated again
   * @param crowdedOut receives the port of each translation that a newer one displaced
   */
  NatState(PortBlocks ports, Consumer<Set<FlowTag>> invalidate, Consumer<UUID> crowdedOut) {
    this.ports = ports;
    this.invalidate = invalidate;
    this.crowdedOut = crowdedOut;
  }

  /**
   * Returns the endpoint that packets of this key are translated to, or null. A call with the
   * reverse key marks the connection as answered.
   */
  Endpoint translated(NatKey key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (entry.translation.key().equals(key)) {
      return entry.translation.to();
    }
    entry.answered = true;
    return entry.translation.original();
  }

  /** Chooses the endpoint that a new connection is translated to. */
  PortChoice choose(NatKey key, List<NatTarget> targets) {
    return key.kind() == NatKey.Kind.SNAT
        ? ports.choose(key, targets)
        : chooseDestination(key, targets);
  }

  /**
   * All hosts choose the same destination, because packets of a connection may arrive at several
   * hosts. An endpoint is skipped if answers from it would have the same key as those of a known
   * connection.
   */
  private PortChoice chooseDestination(NatKey key, List<NatTarget> targets) {
    long hash = key.commonHash();
    NatTarget target = targets.get((int) Long.remainderUnsigned(hash, targets.size()));
    NatRange range = NatRange.of(target, key);
    long width = range.to() - range.from() + 1L;
    long size = target.addresses() * width;
    long first = Long.remainderUnsigned(hash >>> 8, size);
    for (int i = 0; i < Math.min(size, TRIES); i++) {
      long at = (first + i) % size;
      Ip4 address = new Ip4((int) (target.addressFrom().bits() + at / width));
      Endpoint to = new Endpoint(address, (int) (range.from() + at % width));
      if (isFree(new Translation(key, to))) {
        return new PortChoice.Free(to);
      }
    }
    return new PortChoice.None();
  }

  /**
   * Records a translation that begins here, continues, or leaves through other ports than before.
   *
   * @param reports receives the reports to send to other hosts
   * @return false when another connection has taken the address and port meanwhile
   */
  boolean open(Own own, long now, Consumer<Report> reports) {
    Translation translation = own.translation;
    Entry known = entries.get(translation.key());
    if (known != null && known.translation.equals(translation)) {
      use(known, now);
      if (known.own == null && known.port.equals(own.ingressPort)) {
        known.own = own; // its port has moved to this host
        known.reportedAt = now;
        reports.accept(known.report(NatMessage.Kind.OPEN));
      } else if (known.own != null) {
        continued(known, own, now, reports);
      }
      return true;
    }
    if (!take(translation)) {
      return false;
    }
    if (known != null) {
      end(known, reports);
    }
    endOthers(entries.get(translation.reverse())); // an older report for this port is outdated
    Entry entry = new Entry(translation, own.ingressPort, own, now);
    entry.holdsPort = entry.isOfSource();
    put(entry, reports);
    // not the flows of the forward key, because this packet's own flow is one of them
    invalidate.accept(Set.of(new FlowTag.Translated(translation.reverse())));
    reports.accept(entry.report(NatMessage.Kind.OPEN));
    return true;
  }

  private static void continued(Entry known, Own own, long now, Consumer<Report> reports) {
    boolean elsewhere = !known.own.egressPorts.containsAll(own.egressPorts);
    if (elsewhere) {
      known.own = own;
    }
    if (elsewhere || known.isReportDue(now)) {
      known.reportedAt = now;
      reports.accept(known.report(NatMessage.Kind.OPEN));
    }
  }

  private boolean take(Translation translation) {
    return translation.key().kind() == NatKey.Kind.SNAT
        ? ports.take(translation.key().deviceId(), translation.to())
        : isFree(translation);
  }

  /** Whether answers to the translation could not be those of another connection. */
  private boolean isFree(Translation translation) {
    Entry known = entries.get(translation.reverse());
    return known == null || known.translation.equals(translation);
  }

  /**
   * Records the first or a later report of another host.
   *
   * @return false if the other host may not use the port, because a translation of this host does
   */
  boolean reported(Translation translation, UUID ingressPort, long now) {
    Entry known = entries.get(translation.reverse());
    if (known != null && known.translation.equals(translation)) {
      if (known.own == null) {
        began(known, ingressPort);
      }
      use(known, now);
      return true;
    }
    if (known != null && known.own != null) {
      return !known.holdsPort; // a translation of this host has precedence
    }
    endOthers(known);
    endOthers(entries.get(translation.key()));
    Entry entry = new Entry(translation, ingressPort, null, now);
    // the block is this host's if it held the port's connections before
    entry.holdsPort =
        entry.isOfSource() && ports.take(translation.key().deviceId(), translation.to());
    put(entry, report -> {});
    invalidate.accept(tags(translation));
    return true;
  }

  /** Notes the port where a translation began: that of a restored one was not known. */
  private synchronized void began(Entry entry, UUID port) {
    if (!entry.port.equals(port) && withdraw(entry)) {
      entry.port = port;
      byPort.computeIfAbsent(port, p -> new LinkedHashSet<>()).add(entry);
    }
  }

  /**
   * Restores a translation that was stored for a port which is at this host now, unless it
   * contradicts a newer one. It counts as answered, because the store forgets those that are not.
   *
   * @param began whether it began at the port; else packets of the connection may enter by the port
   * @return whether it is a translation that began here, and which needs its port
   */
  boolean restored(Translation translation, UUID port, boolean began, long now) {
    Own own = began ? new Own(translation, port, Set.of()) : null;
    Entry known = entries.get(translation.key());
    if (known == null && !entries.containsKey(translation.reverse())) {
      known = new Entry(translation, port, own, now);
      known.answered = true;
      put(known, report -> {});
      invalidate.accept(tags(translation));
    } else if (began
        && known != null
        && known.own == null
        && known.translation.equals(translation)) {
      began(known, port);
      known.own = own;
    }
    return known != null && known.translation.equals(translation) && known.isWithoutPort();
  }

  /** Whether a translation began here, and another host holds its port. */
  boolean isWithoutPort(Translation translation) {
    return withoutPort(translation) != null;
  }

  private Entry withoutPort(Translation translation) {
    Entry entry = entries.get(translation.key());
    return entry != null && entry.translation.equals(translation) && entry.isWithoutPort()
        ? entry
        : null;
  }

  /**
   * Gives a translation its port, which was taken in {@link PortBlocks}.
   *
   * @return false if it does not need it any more
   */
  synchronized boolean gotPort(Translation translation) {
    Entry entry = withoutPort(translation);
    if (entry != null) {
      entry.holdsPort = true;
    }
    return entry != null;
  }

  /**
   * Notes the host that holds the port of a translation.
   *
   * @return its first report to that host; null if there was one
   */
  Report lentBy(Translation translation, UUID host) {
    Entry entry = withoutPort(translation);
    if (entry == null || host.equals(entry.lender)) {
      return null;
    }
    entry.lender = host;
    return entry.report(NatMessage.Kind.OPEN);
  }

  /** Ends a translation whose port another connection of this host has. */
  void refused(Translation translation, Consumer<Report> reports) {
    Entry entry = withoutPort(translation);
    if (entry != null) {
      end(entry, reports);
    }
  }

  /**
   * Records that a port is at another host. Its translations belong to the other host now. This
   * host keeps their ports, since they go on there.
   */
  synchronized void left(UUID port) {
    byPort.getOrDefault(port, Set.of()).forEach(entry -> entry.own = null);
  }

  /** Returns the entry of this translation, or null. */
  private Entry known(Translation translation) {
    Entry entry = entries.get(translation.key());
    return entry != null && entry.translation.equals(translation) ? entry : null;
  }

  boolean isKnown(Translation translation) {
    return known(translation) != null;
  }

  /** Returns the time that a translation lives without a packet; none if it is not known. */
  Duration lifetime(Translation translation) {
    Entry entry = known(translation);
    return entry == null ? Duration.ZERO : lifetime(entry);
  }

  /** Returns the report of a translation that began here; null for others. */
  Report reportOf(Translation translation) {
    Entry entry = known(translation);
    return entry == null || entry.own == null ? null : entry.report(NatMessage.Kind.OPEN);
  }

  /** Ends the translation if it began at another host. */
  private void endOthers(Entry entry) {
    if (entry != null && entry.own == null) {
      end(entry, report -> {});
    }
  }

  /**
   * Handles the report that a translation of another host has ended, or that the other host does
   * not lend its port to one of this host.
   */
  void ended(Translation translation, UUID host, Consumer<Report> reports) {
    Entry entry = entries.get(translation.reverse());
    if (entry != null && entry.translation.equals(translation)) {
      endOthers(entry);
      if (host.equals(entry.lender)) {
        refused(translation, reports);
      }
    }
  }

  /**
   * Records that another host receives packets of a connection that began here.
   *
   * @return false when the translation is not known here (any more)
   */
  boolean used(Translation translation, long now) {
    Entry entry = entries.get(translation.key());
    if (entry == null || !entry.translation.equals(translation)) {
      return false;
    }
    if (entry.own != null) {
      use(entry, now);
      entry.answered = true;
    }
    return true;
  }

  /** Notes that packets use a translation. It becomes the last of its port in the order of use. */
  private synchronized void use(Entry entry, long now) {
    entry.usedAt = now;
    Set<Entry> own = byPort.get(entry.port);
    if (own != null && own.remove(entry)) {
      own.add(entry);
    }
  }

  /**
   * Records what packets with these tags have shown of the end of a connection.
   *
   * @param seen see {@link FlowTable.TcpListener}
   */
  void seen(Set<FlowTag> tags, IntUnaryOperator seen) {
    for (FlowTag tag : tags) {
      if (tag instanceof FlowTag.Translated(NatKey key)) {
        Entry entry = entries.get(key);
        if (entry != null) {
          entry.end.seen(entry.translation.key().equals(key), seen);
        }
      }
    }
  }

  /**
   * Ends translations that are idle.
   *
   * @param used whether flows with this tag exist, which carry packets
   * @param reports receives the reports to send: for translations that began here, that they are in
   *     use or have ended; for others, that they are in use here
   */
  void expire(Predicate<FlowTag> used, long now, Consumer<Report> reports) {
    for (Entry entry : entries.values()) {
      boolean idle = now - entry.usedAt > lifetime(entry).toNanos();
      boolean due = entry.isReportDue(now);
      if (!idle && !due) {
        continue;
      }
      if (tags(entry.translation).stream().anyMatch(used)) {
        use(entry, now);
        entry.reportedAt = now;
        reports.accept(
            entry.report(entry.own != null ? NatMessage.Kind.OPEN : NatMessage.Kind.USED));
      } else if (idle) {
        end(entry, reports);
      }
    }
  }

  private Duration lifetime(Entry entry) {
    NatKey key = entry.translation.key();
    if (key.isOfSourceAddress()) {
      return STICKY;
    }
    return switch (key.protocol()) {
      case FlowKey.PROTO_TCP -> {
        boolean pressed =
            key.kind() == NatKey.Kind.SNAT
                && entry.own != null
                && ports.isPressed(key.deviceId(), entry.translation.to().address());
        Duration open = entry.answered ? ANSWERED : UNANSWERED;
        yield entry.end.limit(pressed ? PRESSED : open, CLOSING, RESET);
      }
      case FlowKey.PROTO_UDP -> UDP;
      default -> ICMP;
    };
  }

  /** Ends the translations that began here and use ports that another host has leased. */
  void lost(PortBlocks.Block block, Consumer<Report> reports) {
    for (Entry entry : entries.values()) {
      Translation translation = entry.translation;
      if (entry.holdsPort
          && translation.key().deviceId().equals(block.deviceId())
          && translation.to().address().equals(block.address())
          && block.contains(translation.to().port())) {
        entry.holdsPort = false;
        if (entry.own != null) {
          end(entry, reports);
        }
      }
    }
  }

  /** Returns the number of translations. */
  synchronized int size() {
    return byPort.values().stream().mapToInt(Set::size).sum();
  }

  private void put(Entry entry, Consumer<Report> reports) {
    List<Entry> displaced = List.of();
    synchronized (this) {
      entries.put(entry.translation.reverse(), entry);
      if (entry.own == null) {
        entries.putIfAbsent(
            entry.translation.key(), entry); // a translation of this host has precedence
      } else {
        entries.put(entry.translation.key(), entry);
      }
      Set<Entry> own = byPort.computeIfAbsent(entry.port, port -> new LinkedHashSet<>());
      own.add(entry);
      if (own.size() > PER_PORT) {
        displaced = longestUnused(own, entry);
      } else if (size() > MOST) {
        displaced = longestUnused(greediest(), entry);
      }
    }
    for (Entry old : displaced) {
      end(old, reports);
      crowdedOut.accept(old.port);
    }
  }

  private Set<Entry> greediest() {
    return byPort.values().stream().max(Comparator.comparingInt(Set::size)).orElseThrow();
  }

  private static List<Entry> longestUnused(Set<Entry> own, Entry except) {
    return own.stream().filter(entry -> entry != except).limit(BATCH).toList();
  }

  private void end(Entry entry, Consumer<Report> reports) {
    synchronized (this) {
      if (!withdraw(entry)) {
        return; // ended already
      }
      keys(entry.translation).forEach(key -> entries.remove(key, entry));
    }
    Translation translation = entry.translation;
    if (entry.holdsPort) {
      ports.release(translation.key().deviceId(), translation.to());
    }
    if (entry.own != null) {
      reports.accept(entry.report(NatMessage.Kind.END));
    }
    invalidate.accept(tags(translation));
  }

  /** Removes an entry from those of its port; returns false if it was removed before. */
  private boolean withdraw(Entry entry) {
    Set<Entry> own = byPort.get(entry.port);
    if (own == null || !own.remove(entry)) {
      return false;
    }
    if (own.isEmpty()) {
      byPort.remove(entry.port);
    }
    return true;
  }

  private static List<NatKey> keys(Translation translation) {
    return List.of(translation.key(), translation.reverse());
  }

  private static Set<FlowTag> tags(Translation translation) {
    return Set.of(
        new FlowTag.Translated(translation.key()), new FlowTag.Translated(translation.reverse()));
  }
}
