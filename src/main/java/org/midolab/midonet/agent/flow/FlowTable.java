package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.midolab.midonet.agent.simulation.Effect.LearnMac;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.TagIndex;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.Carried;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.Datapath.FlowStatistics;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.datapath.TableFullException;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.TcpFlags;
import org.midolab.midonet.packet.TcpSegment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows that the agent has installed in the datapath, with the tags that they depend on. Thread
 * safe.
 *
 * <p>A flow is removed when something that it depends on changes, when it is idle, when its time
 * limit is over, or when it is the oldest of an in-port that has used up its share of the table or
 * that has the most flows in a full table (docs: datapath.md#flow-lifetimes).
 */
final class FlowTable {

  private static final Logger LOG = LoggerFactory.getLogger(FlowTable.class);

  /** Number of the latest invalidations that are kept for simulations in progress. */
  private static final int REMEMBERED = 1024;

  /**
   * The flows of one in-port may take the table's capacity divided by this, so that no tenant fills
   * the table.
   */
  static final int PORT_SHARE = 4;

  /**
   * Flows of an earlier process that are removed at a time from a full table. The number is small,
   * because each flow in use causes an upcall.
   */
  private static final int INHERITED_AT_ONCE = 100;

  /** Time without a frame after which a flow that has seen a reset is removed. */
  private static final long RESET_IDLE = Connections.RESET.toNanos();

  private static final Set<Ref> NONE = Set.of();

  /** Receives what was seen of the end of TCP connections. */
  @FunctionalInterface
  interface TcpListener {
    /**
     * @param tags what the flow or the packet depends on
     * @param seen from what was seen before to what was seen in all, see {@link TcpFlags#seen}
     */
    void seen(Set<FlowTag> tags, IntUnaryOperator seen);
  }

  private record Ref(FlowKey key, FlowMask mask) {}

  private record Entry(
      Ref ref, Set<FlowTag> tags, List<LearnMac> stations, long deadline, Meters.OfFlow meters) {}

  private record Invalidation(long stamp, Set<FlowTag> tags) {}

  private final Datapath datapath;
  private final int capacity;
  private final long idleNanos;
  private final LongSupplier nanoTime;
  private final Consumer<List<LearnMac>> onRemoved;
  private final ArpFlows arpFlows;
  private final TcpListener tcp;
  private final Meters meters;
  private final int share;
  private final Map<Ref, Entry> entries = new HashMap<>();

  /** Flows by in-port, the oldest first. */
  private final Map<Integer, Set<Ref>> byPort = new HashMap<>();

  private final TagIndex<Ref> index = new TagIndex<>();
  private final Deque<Invalidation> invalidations = new ArrayDeque<>();
  private Set<Ref> inherited = new HashSet<>();
  private long stamp;
  private long forgotten;

  /**
   * @param capacity maximum number of flows
   * @param idle time without a frame after which a flow is removed
   * @param nanoTime the clock for time limits
   * @param onRemoved receives the stations of each removed flow; called without a lock
   * @param arpFlows receives the use and the removal of ARP flows
   * @param tcp called without a lock
   */
  FlowTable(
      Datapath datapath,
      int capacity,
      Duration idle,
      LongSupplier nanoTime,
      Consumer<List<LearnMac>> onRemoved,
      ArpFlows arpFlows,
      TcpListener tcp,
      Meters meters) {
    this.datapath = datapath;
    this.capacity = capacity;
    this.share = Math.max(1, capacity / PORT_SHARE);
    this.idleNanos = idle.toNanos();
    this.nanoTime = nanoTime;
    this.onRemoved = onRemoved;
    this.arpFlows = arpFlows;
    this.tcp = tcp;
    this.meters = meters;
  }

  /**
   * Returns the number of the last invalidation. To be called before a simulation reads anything.
   */
  synchronized long stamp() {
    return stamp;
  }

  /**
   * Installs a flow, unless something that it depends on has changed since its simulation began, or
   * the datapath refuses it.
   *
   * @param stations the stations that frames of this flow are from; reported as removed if the flow
   *     is not installed
   * @param limit time after which the flow is removed even if it is used, or null
   * @param since {@link #stamp()} at the start of the simulation
   * @return whether the flow is installed
   */
  boolean install(
      Flow flow, Set<FlowTag> tags, List<LearnMac> stations, Duration limit, long since) {
    List<Entry> gone = new ArrayList<>();
    boolean installed = install(flow, tags, stations, limit, since, gone);
    notifyRemoved(gone);
    if (!installed) {
      onRemoved.accept(stations);
    }
    return installed;
  }

  private synchronized boolean install(
      Flow flow,
      Set<FlowTag> tags,
      List<LearnMac> stations,
      Duration limit,
      long since,
      List<Entry> gone) {
    if (isOutdated(tags, since)) {
      return false;
    }
    int port = flow.key().inPort();
    if (byPort.getOrDefault(port, NONE).size() >= share) {
      evict(port, gone);
    } else if (entries.size() >= capacity) {
      evict(greediest(), gone);
    }
    FlowMask mask;
    try {
      mask = put(flow, gone);
    } catch (DatapathException refused) {
      LOG.debug("a flow could not be installed, its frames are simulated one by one", refused);
      count(port, Limit.FLOW_REFUSED);
      return false;
    }
    Ref ref = new Ref(mask.apply(flow.key()), mask);
    forget(ref, gone);
    byPort.computeIfAbsent(port, p -> new LinkedHashSet<>()).add(ref);
    long deadline = limit == null ? Long.MAX_VALUE : nanoTime.getAsLong() + limit.toNanos();
    entries.put(ref, new Entry(ref, Set.copyOf(tags), stations, deadline, meters.of(tags)));
    index.add(ref, tags);
    inherited.remove(ref);
    return true;
  }

  /**
   * In a full table, removes flows of an earlier process, or else those of the port with the most.
   */
  private FlowMask put(Flow flow, List<Entry> gone) {
    try {
      return datapath.install(flow);
    } catch (TableFullException full) {
      if (inherited.isEmpty()) {
        evict(greediest(), gone);
      } else {
        List<Ref> some =
            inherited.stream().limit(Math.min(atOnce(capacity), INHERITED_AT_ONCE)).toList();
        some.forEach(ref -> datapath.remove(ref.key(), ref.mask()));
        some.forEach(inherited::remove);
        some.forEach(ref -> arpFlows.gone(ref.key(), nanoTime.getAsLong()));
      }
      return datapath.install(flow);
    }
  }

  private void count(int port, Limit limit) {
    try {
      datapath.countLimit(port, limit);
    } catch (DatapathException e) {
      LOG.debug("a limit could not be counted", e);
    }
  }

  private boolean isOutdated(Set<FlowTag> tags, long since) {
    if (since == stamp) {
      return false;
    }
    if (since < forgotten) {
      return true;
    }
    TagIndex<String> candidate = new TagIndex<>();
    candidate.add("candidate", tags);
    Iterator<Invalidation> latestFirst = invalidations.descendingIterator();
    while (latestFirst.hasNext()) {
      Invalidation invalidation = latestFirst.next();
      if (invalidation.stamp <= since) {
        return false;
      }
      for (FlowTag tag : invalidation.tags) {
        if (!candidate.touchedBy(tag).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Removes the flows that depend on any of these tags. */
  void invalidate(Set<FlowTag> tags) {
    if (tags.isEmpty()) {
      return;
    }
    List<Entry> gone = new ArrayList<>();
    synchronized (this) {
      invalidations.addLast(new Invalidation(++stamp, Set.copyOf(tags)));
      if (invalidations.size() > REMEMBERED) {
        forgotten = invalidations.removeFirst().stamp;
      }
      for (FlowTag tag : tags) {
        for (Ref ref : index.touchedBy(tag)) {
          remove(ref, gone);
        }
      }
    }
    notifyRemoved(gone);
  }

  /** Returns whether any flow depends on the tag. */
  synchronized boolean isUsed(FlowTag tag) {
    return !index.touchedBy(tag).isEmpty();
  }

  synchronized int size() {
    return entries.size();
  }

  /**
   * Records the flows of an earlier process, which forward until {@link #dropInherited(int)}.
   *
   * @return how many there are
   */
  int inherit() {
    Set<Ref> found = new HashSet<>();
    for (FlowStatistics statistics : datapath.flows()) {
      found.add(new Ref(statistics.flow().key(), statistics.flow().mask()));
      asked(statistics);
    }
    synchronized (this) {
      inherited = found;
    }
    return found.size();
  }

  /**
   * Removes flows of an earlier process that were not installed again. Each of them that is in use
   * causes an upcall, so the caller removes a few at a time.
   *
   * @param most maximum number of flows to remove
   * @return how many were removed; fewer than {@code most} when none is left
   */
  synchronized int dropInherited(int most) {
    int dropped = 0;
    Iterator<Ref> left = inherited.iterator();
    while (left.hasNext() && dropped < most) {
      Ref ref = left.next();
      left.remove();
      if (!entries.containsKey(ref)) {
        datapath.remove(ref.key(), ref.mask());
        arpFlows.gone(ref.key(), nanoTime.getAsLong());
        dropped++;
      }
    }
    return dropped;
  }

  private void asked(FlowStatistics statistics) {
    Flow flow = statistics.flow();
    if (!flow.actions().isEmpty() && ArpFlows.isOne(flow.key(), flow.mask())) {
      arpFlows.asked(flow.key(), nanoTime.getAsLong() - statistics.idle().toNanos());
    }
  }

  /**
   * Removes the flows that are idle or past their time limit, and reports what flows have seen of
   * TCP.
   */
  void expire() {
    Collection<FlowStatistics> all = datapath.flows();
    List<Entry> gone = new ArrayList<>();
    Map<Entry, Integer> flags = new HashMap<>();
    long now = nanoTime.getAsLong();
    synchronized (this) {
      for (FlowStatistics statistics : all) {
        Ref ref = new Ref(statistics.flow().key(), statistics.flow().mask());
        if (statistics.packets() > 0) {
          asked(statistics);
        }
        Entry entry = entries.get(ref);
        if (entry != null) {
          entry.meters.carried(statistics.packets(), statistics.bytes());
          if (statistics.tcpFlags() != 0) {
            flags.put(entry, statistics.tcpFlags());
          }
        }
        if (statistics.idle().toNanos() > idleLimit(ref, statistics.tcpFlags())) {
          remove(ref, gone);
        }
      }
      for (Entry entry : List.copyOf(entries.values())) {
        if (entry.deadline != Long.MAX_VALUE && now - entry.deadline >= 0) {
          remove(entry.ref, gone);
        }
      }
    }
    flags.forEach((entry, seen) -> tcp.seen(entry.tags, _ -> seen));
    notifyRemoved(gone);
  }

  private long idleLimit(Ref ref, int tcpFlags) {
    if (ArpFlows.isOne(ref.key(), ref.mask())) {
      return ArpFlows.IDLE.toNanos();
    }
    return (tcpFlags & TcpSegment.RST) != 0 ? Math.min(RESET_IDLE, idleNanos) : idleNanos;
  }

  /** Removes the oldest flows of a port. */
  private void evict(int port, List<Entry> gone) {
    Set<Ref> portFlows = byPort.getOrDefault(port, NONE);
    for (Ref ref : portFlows.stream().limit(atOnce(portFlows.size())).toList()) {
      remove(ref, gone);
    }
    count(port, Limit.FLOW_SHARE);
  }

  private int greediest() {
    return byPort.entrySet().stream()
        .max(Comparator.comparingInt(port -> port.getValue().size()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  private static int atOnce(int flows) {
    return Math.max(1, flows / 64);
  }

  private void remove(Ref ref, List<Entry> gone) {
    Entry entry = entries.get(ref);
    forget(ref, gone);
    Carried last = datapath.remove(ref.key(), ref.mask());
    if (entry != null) {
      entry.meters.carried(last.packets(), last.bytes());
    }
    arpFlows.gone(ref.key(), nanoTime.getAsLong());
  }

  private void forget(Ref ref, List<Entry> gone) {
    Entry entry = entries.remove(ref);
    if (entry != null) {
      index.remove(ref, entry.tags);
      gone.add(entry);
      int port = ref.key().inPort();
      Set<Ref> portFlows = byPort.get(port);
      portFlows.remove(ref);
      if (portFlows.isEmpty()) {
        byPort.remove(port);
      }
    }
  }

  private void notifyRemoved(List<Entry> gone) {
    gone.forEach(entry -> onRemoved.accept(entry.stations));
  }
}
