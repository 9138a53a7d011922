package org.midolab.midonet.nsdb.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.midolab.midonet.nsdb.zookeeper.Reconciler;

/**
 * What is due, in lanes that take turns: whoever fills one lane delays nobody in another. Each lane
 * and all of them together have a rate that ZooKeeper, and all who watch the tables, can bear.
 *
 * <pre>
 *   lane a  1 2 3 4 5 6 …  ─┐
 *   lane b  7               ├─ one of each in turn ─► batch  1 7 8 2 9 3 …
 *   lane c  8 9            ─┘
 * </pre>
 *
 * @param <K> what is due; each at most once in a lane
 */
final class FairDue<K> implements Reconciler.Due<K> {

  /** One ZooKeeper transaction: long enough to be worth its round trip, over in milliseconds. */
  static final int BATCH = 64;

  /**
   * Entries a second of one lane in the long run. Each of them is read by every host that has the
   * device; a port has seldom more than a few new stations.
   */
  static final int LANE_RATE = 100;

  /** Entries of one lane that may come at once: all stations behind a port that comes up. */
  static final int LANE_BURST = 256;

  /** Entries a second of all lanes. */
  static final int RATE = 1000;

  private static final long SECOND = 1_000_000_000L;
  private static final long LANE_INTERVAL = SECOND / LANE_RATE;
  private static final long LANE_TOLERANCE = LANE_BURST * LANE_INTERVAL;

  /**
   * One lane's share as one number, the time when the next entry is due at the agreed rate (GCRA).
   */
  private static final class Lane<K> {
    private final Set<K> keys = new LinkedHashSet<>();
    private long next;

    private Lane(long nanoTime) {
      next = nanoTime;
    }

    private long pause(long nanoTime) {
      return Math.max(0, next - nanoTime - LANE_TOLERANCE);
    }

    private K take(long nanoTime) {
      next = Math.max(next, nanoTime) + LANE_INTERVAL;
      Iterator<K> first = keys.iterator();
      K key = first.next();
      first.remove();
      return key;
    }
  }

  private final Function<K, ?> laneOf;
  private final Map<Object, Lane<K>> lanes = new LinkedHashMap<>();
  private int size;
  private long next;
  private long delayed;
  private boolean started;

  /**
   * @param laneOf names the lane of a key, by {@code equals}
   */
  FairDue(Function<K, ?> laneOf) {
    this.laneOf = laneOf;
  }

  @Override
  public void add(K key) {
    Lane<K> lane = lanes.computeIfAbsent(laneOf.apply(key), name -> new Lane<>(System.nanoTime()));
    if (lane.keys.add(key)) {
      size++;
    }
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  /** How often a batch left out a lane that had used up its share. */
  long delayed() {
    return delayed;
  }

  @Override
  public List<K> take(long nanoTime) {
    if (!started) {
      started = true;
      next = nanoTime;
    }
    if (size == 0 || next - nanoTime > 0) {
      return List.of();
    }
    lanes.values().removeIf(lane -> lane.keys.isEmpty() && lane.next - nanoTime <= 0);
    List<K> batch = new ArrayList<>();
    Object last = null;
    boolean found = true;
    while (found && batch.size() < BATCH) {
      found = false;
      for (Map.Entry<Object, Lane<K>> entry : lanes.entrySet()) {
        Lane<K> lane = entry.getValue();
        if (batch.size() < BATCH && !lane.keys.isEmpty() && lane.pause(nanoTime) == 0) {
          batch.add(lane.take(nanoTime));
          last = entry.getKey();
          found = true;
        }
      }
    }
    lanes.values().stream()
        .filter(lane -> !lane.keys.isEmpty() && lane.pause(nanoTime) > 0)
        .forEach(lane -> delayed++);
    if (batch.size() == BATCH) {
      letOthersBegin(last);
    }
    size -= batch.size();
    next = nanoTime + batch.size() * SECOND / RATE;
    return batch;
  }

  /** The next batch begins with the lane behind the one that this batch ended with. */
  private void letOthersBegin(Object last) {
    for (Object name : List.copyOf(lanes.keySet())) {
      lanes.put(name, lanes.remove(name));
      if (name.equals(last)) {
        return;
      }
    }
  }

  @Override
  public long pause(long nanoTime) {
    long soonest =
        lanes.values().stream()
            .filter(lane -> !lane.keys.isEmpty())
            .mapToLong(lane -> lane.pause(nanoTime))
            .min()
            .orElse(0);
    return Math.max(soonest, Math.max(0, next - nanoTime));
  }
}
