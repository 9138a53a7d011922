package org.midolab.midonet.agent.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A rate that each of many has for itself, so that who uses up a share silences nobody else. Thread
 * safe.
 *
 * @param <K> who has a share
 */
final class Shares<K> {

  private final long interval;
  private final long tolerance;

  /** When the next of each is due at the agreed rate (GCRA). */
  private final Map<K, Long> due = new ConcurrentHashMap<>();

  private final AtomicLong refused = new AtomicLong();

  /**
   * @param rate a second in the long run, 1 or more
   * @param burst at once, 1 or more
   */
  Shares(int rate, int burst) {
    this.interval = 1_000_000_000L / rate;
    this.tolerance = (burst - 1) * interval;
  }

  /** Whether one more is granted now; counts it if so. */
  boolean take(K who, long nanoTime) {
    boolean[] granted = new boolean[1];
    due.compute(
        who,
        (key, next) -> {
          long start = next == null || next - nanoTime < 0 ? nanoTime : next;
          granted[0] = start - nanoTime <= tolerance;
          return granted[0] ? start + interval : next;
        });
    if (!granted[0]) {
      refused.incrementAndGet();
    }
    return granted[0];
  }

  /** How many were not granted. */
  long refused() {
    return refused.get();
  }

  /** Forgets those that have their whole share again. */
  void forget(long nanoTime) {
    due.values().removeIf(next -> next - nanoTime < 0);
  }
}
