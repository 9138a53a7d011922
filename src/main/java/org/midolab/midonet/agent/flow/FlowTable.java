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
import java.util.function.LongSupplier;
import org.midolab.midonet.agent.simulation.Effect.LearnMac;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.TagIndex;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.Datapath.FlowStatistics;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.datapath.TableFullException;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the agent knows of each flow that it installed, and the datapath's flows kept in step with
 * it. Thread safe.
 *
 * <p>A flow goes when something that it depends on changes, when it idles, when its own limit is
 * over, or when it is the oldest of an in-port that has its share of the table, or has most flows
 * in a full table.
 */
final class FlowTable {

  private static final Logger LOG = LoggerFactory.getLogger(FlowTable.class);

  /** How many invalidations are remembered for simulations that are under way. */
  private static final int REMEMBERED = 1024;

  /**
   * The part of the table that flows of one in-port may take: whatever a tenant sends, there is
   * room for others.
   */
  static final int PORT_SHARE = 4;

  /**
   * Flows of an earlier process that give way at a time in a full table: those in use come back as
   * missed frames.
   */
  private static final int INHERITED_AT_ONCE = 100;

  private static final Set<Ref> NONE = Set.of();

  private record Ref(FlowKey key, FlowMask mask) {}

  private record Entry(Ref ref, Set<FlowTag> tags, List<LearnMac> stations, long deadline) {}

  private record Invalidation(long stamp, Set<FlowTag> tags) {}

  private final Datapath datapath;
  private final int capacity;
  private final long idleNanos;
  private final LongSupplier nanoTime;
  private final Consumer<List<LearnMac>> onRemoved;
  private final ArpFlows arpFlows;
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
   * @param capacity flows that are kept at most
   * @param idle time without a frame after which a flow goes
   * @param nanoTime the clock of deadlines
   * @param onRemoved told of the stations of each flow that goes, outside of any lock
   * @param arpFlows told of the flows of ARP that are used, and of those that go
   */
  FlowTable(
      Datapath datapath,
      int capacity,
      Duration idle,
      LongSupplier nanoTime,
      Consumer<List<LearnMac>> onRemoved,
      ArpFlows arpFlows) {
    this.datapath = datapath;
    this.capacity = capacity;
    this.share = Math.max(1, capacity / PORT_SHARE);
    this.idleNanos = idle.toNanos();
    this.nanoTime = nanoTime;
    this.onRemoved = onRemoved;
    this.arpFlows = arpFlows;
  }

  /** To be taken before a simulation reads anything. */
  synchronized long stamp() {
    return stamp;
  }

  /**
   * Installs a flow, unless something that it depends on has changed since its simulation began.
   *
   * @param stations what frames of this flow teach about MACs; told as removed if it is not
   *     installed
   * @param limit after which it goes although it is used, or null
   * @param since {@link #stamp()} at the start of the simulation
   * @return whether the flow is installed
   */
  boolean install(
      Flow flow, Set<FlowTag> tags, List<LearnMac> stations, Duration limit, long since) {
    List<Entry> gone = new ArrayList<>();
    boolean installed = install(flow, tags, stations, limit, since, gone);
    told(gone);
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
      LOG.debug("a flow could not be installed, its frames go on one by one", refused);
      count(port, Limit.FLOW_REFUSED);
      return false;
    }
    Ref ref = new Ref(mask.apply(flow.key()), mask);
    forget(ref, gone);
    byPort.computeIfAbsent(port, p -> new LinkedHashSet<>()).add(ref);
    long deadline = limit == null ? Long.MAX_VALUE : nanoTime.getAsLong() + limit.toNanos();
    entries.put(ref, new Entry(ref, Set.copyOf(tags), stations, deadline));
    index.add(ref, tags);
    inherited.remove(ref);
    return true;
  }

  /** Flows of an earlier process, and then of who has most, give way in a full table. */
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

  /** Removes the flows that depend on any of these. */
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
    told(gone);
  }

  /** Whether any flow depends on it. */
  synchronized boolean isUsed(FlowTag tag) {
    return !index.touchedBy(tag).isEmpty();
  }

  synchronized int size() {
    return entries.size();
  }

  /**
   * Notes the flows that an earlier process left; they forward until {@link #dropInherited(int)}.
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
   * Removes flows that an earlier process left and that were not made anew meanwhile. Each of them
   * that is in use comes back as a missed frame, so they go a few at a time.
   *
   * @param most how many go at most
   * @return how many went; fewer than {@code most} when none is left
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

  /** Removes the flows that idle or are past their limit. */
  void expire() {
    Collection<FlowStatistics> all = datapath.flows();
    List<Entry> gone = new ArrayList<>();
    long now = nanoTime.getAsLong();
    synchronized (this) {
      for (FlowStatistics statistics : all) {
        Ref ref = new Ref(statistics.flow().key(), statistics.flow().mask());
        if (statistics.packets() > 0) {
          asked(statistics);
        }
        boolean arp = ArpFlows.isOne(ref.key(), ref.mask());
        if (statistics.idle().toNanos() > (arp ? ArpFlows.IDLE.toNanos() : idleNanos)) {
          remove(ref, gone);
        }
      }
      for (Entry entry : List.copyOf(entries.values())) {
        if (entry.deadline != Long.MAX_VALUE && now - entry.deadline >= 0) {
          remove(entry.ref, gone);
        }
      }
    }
    told(gone);
  }

  /** The oldest flows of a port give way to newer ones. */
  private void evict(int port, List<Entry> gone) {
    Set<Ref> own = byPort.getOrDefault(port, NONE);
    for (Ref ref : own.stream().limit(atOnce(own.size())).toList()) {
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
    forget(ref, gone);
    datapath.remove(ref.key(), ref.mask());
    arpFlows.gone(ref.key(), nanoTime.getAsLong());
  }

  private void forget(Ref ref, List<Entry> gone) {
    Entry entry = entries.remove(ref);
    if (entry != null) {
      index.remove(ref, entry.tags);
      gone.add(entry);
      int port = ref.key().inPort();
      Set<Ref> own = byPort.get(port);
      own.remove(ref);
      if (own.isEmpty()) {
        byPort.remove(port);
      }
    }
  }

  private void told(List<Entry> gone) {
    gone.forEach(entry -> onRemoved.accept(entry.stations));
  }
}
