package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the agent knows of each flow that it installed, and the datapath's flows kept in step with
 * it. Thread safe.
 *
 * <p>A flow goes when something that it depends on changes, when it idles, when its own limit is
 * over, or when the table is full and it is the oldest.
 */
final class FlowTable {

  private static final Logger LOG = LoggerFactory.getLogger(FlowTable.class);

  /** How many invalidations are remembered for simulations that are under way. */
  private static final int REMEMBERED = 1024;

  private record Ref(FlowKey key, FlowMask mask) {}

  private record Entry(Ref ref, Set<FlowTag> tags, List<LearnMac> stations, long deadline) {}

  private record Invalidation(long stamp, Set<FlowTag> tags) {}

  private final Datapath datapath;
  private final int capacity;
  private final long idleNanos;
  private final LongSupplier nanoTime;
  private final Consumer<List<LearnMac>> onRemoved;
  private final Map<Ref, Entry> entries = new LinkedHashMap<>();
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
   */
  FlowTable(
      Datapath datapath,
      int capacity,
      Duration idle,
      LongSupplier nanoTime,
      Consumer<List<LearnMac>> onRemoved) {
    this.datapath = datapath;
    this.capacity = capacity;
    this.idleNanos = idle.toNanos();
    this.nanoTime = nanoTime;
    this.onRemoved = onRemoved;
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
    Ref ref = new Ref(flow.mask().apply(flow.key()), flow.mask());
    forget(ref, gone);
    if (entries.size() >= capacity) {
      evict(gone);
    }
    try {
      datapath.install(flow);
    } catch (DatapathException full) {
      evict(gone);
      try {
        datapath.install(flow);
      } catch (DatapathException again) {
        LOG.debug("a flow could not be installed, its frames go on one by one", again);
        return false;
      }
    }
    long deadline = limit == null ? Long.MAX_VALUE : nanoTime.getAsLong() + limit.toNanos();
    entries.put(ref, new Entry(ref, Set.copyOf(tags), stations, deadline));
    index.add(ref, tags);
    inherited.remove(ref);
    return true;
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

  /** Notes the flows that an earlier process left; they forward until {@link #dropInherited}. */
  int inherit() {
    Set<Ref> found = new HashSet<>();
    for (FlowStatistics statistics : datapath.flows()) {
      found.add(new Ref(statistics.flow().key(), statistics.flow().mask()));
    }
    synchronized (this) {
      inherited = found;
    }
    return found.size();
  }

  /** Removes flows that an earlier process left and that were not made anew meanwhile. */
  synchronized int dropInherited() {
    int dropped = inherited.size();
    for (Ref ref : inherited) {
      if (!entries.containsKey(ref)) {
        datapath.remove(ref.key(), ref.mask());
      }
    }
    inherited = new HashSet<>();
    return dropped;
  }

  /** Removes the flows that idle or are past their limit. */
  void expire() {
    Collection<FlowStatistics> all = datapath.flows();
    List<Entry> gone = new ArrayList<>();
    long now = nanoTime.getAsLong();
    synchronized (this) {
      for (FlowStatistics statistics : all) {
        if (statistics.idle().toNanos() > idleNanos) {
          Ref ref = new Ref(statistics.flow().key(), statistics.flow().mask());
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

  private void evict(List<Entry> gone) {
    int surplus = Math.max(1, capacity / 64);
    for (Ref ref : entries.keySet().stream().limit(surplus).toList()) {
      remove(ref, gone);
    }
  }

  private void remove(Ref ref, List<Entry> gone) {
    forget(ref, gone);
    datapath.remove(ref.key(), ref.mask());
  }

  private void forget(Ref ref, List<Entry> gone) {
    Entry entry = entries.remove(ref);
    if (entry != null) {
      index.remove(ref, entry.tags);
      gone.add(entry);
    }
  }

  private void told(List<Entry> gone) {
    gone.forEach(entry -> onRemoved.accept(entry.stations));
  }
}
