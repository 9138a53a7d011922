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
 * Pending keys in lanes. The lanes are served round-robin, so many keys in one lane do not delay
 * those of another. The rate of each lane and the total rate are limited, to protect ZooKeeper and
 * the watchers of the tables.
 *
 * <pre>
 *   lane a  1 2 3 4 5 6 …  ─┐
 *   lane b  7               ├─ round-robin ─► batch  1 7 8 2 9 3 …
 *   lane c  8 9            ─┘
 * </pre>
 *
 * @param <K> a pending key; a lane contains it at most once
 */
final class FairDue<K> implements Reconciler.Due<K> {

  /**
   * Keys in one ZooKeeper transaction: enough to use its round trip well, and done in milliseconds.
   */
  static final int BATCH = 64;

  /**
   * Long-term rate of one lane, in entries per second. Every host that has the device reads each
   * entry, and a port rarely has more than a few new stations per second.
   */
  static final int LANE_RATE = 100;

  /** Burst of one lane, in entries: for all stations behind a port that becomes active. */
  static final int LANE_BURST = 256;

  /** Total rate of all lanes, in entries per second. */
  static final int RATE = 1000;

  private static final long SECOND = 1_000_000_000L;
  private static final long LANE_INTERVAL = SECOND / LANE_RATE;
  private static final long LANE_TOLERANCE = LANE_BURST * LANE_INTERVAL;

  /**
   * The keys of one lane. The rate limit is the generic cell rate algorithm (GCRA): {@code next} is
   * the time at which the next entry is due at the configured rate.
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
   * @param laneOf returns the lane of a key; equal objects are the same lane
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

  /** Returns how many times a batch skipped a lane because the lane had used its rate. */
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
    if (last != null && batch.size() == BATCH) {
      rotateBehind(last);
    }
    size -= batch.size();
    next = nanoTime + batch.size() * SECOND / RATE;
    return batch;
  }

  /**
   * Reorders the lanes so that the next batch begins after the lane with which this batch ended.
   */
  private void rotateBehind(Object last) {
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
