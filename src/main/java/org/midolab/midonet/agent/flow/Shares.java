package org.midolab.midonet.agent.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A rate limit for each of many keys, so that one key cannot use up the rate of another. It uses
 * the generic cell rate algorithm (GCRA, ITU-T I.371). Thread safe.
 *
 * @param <K> the key, for example a port
 */
public final class Shares<K> {

  private final long interval;
  private final long tolerance;

  /** GCRA's theoretical arrival time of each key, in ns. */
  private final Map<K, Long> due = new ConcurrentHashMap<>();

  private final AtomicLong refused = new AtomicLong();

  /**
   * @param rate grants per second in the long run, 1 or more
   * @param burst grants at once, 1 or more
   */
  public Shares(int rate, int burst) {
    this.interval = 1_000_000_000L / rate;
    this.tolerance = (burst - 1) * interval;
  }

  /** Returns whether one more is granted now, and counts it if so. */
  public boolean take(K who, long nanoTime) {
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

  /** Returns how many were not granted. */
  long refused() {
    return refused.get();
  }

  /** Removes the keys that may use their whole burst again. */
  public void forget(long nanoTime) {
    due.values().removeIf(next -> next - nanoTime < 0);
  }
}
