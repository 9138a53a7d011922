package org.midolab.midonet.agent.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many ICMP errors go back by each datapath port (RFC 1812 §4.3.2.8 asks for a bound). Each
 * port has a share of its own, so that who provokes errors silences nobody else. Thread safe.
 */
final class IcmpShares {

  /** Errors a second in the long run: some dozens of traceroutes at a time. */
  static final int RATE = 100;

  /** Errors that may go at once: all probes of one traceroute (30 hops, 3 each). */
  static final int BURST = 90;

  private static final long INTERVAL = 1_000_000_000L / RATE;
  private static final long TOLERANCE = (BURST - 1) * INTERVAL;

  /** When the next error of a port is due at the agreed rate (GCRA). */
  private final Map<Integer, Long> due = new ConcurrentHashMap<>();

  private final AtomicLong refused = new AtomicLong();

  /** Whether one more error may go back by a port now; counts it if so. */
  boolean take(int port, long nanoTime) {
    boolean[] granted = new boolean[1];
    due.compute(
        port,
        (number, next) -> {
          long start = next == null || next - nanoTime < 0 ? nanoTime : next;
          granted[0] = start - nanoTime <= TOLERANCE;
          return granted[0] ? start + INTERVAL : next;
        });
    if (!granted[0]) {
      refused.incrementAndGet();
    }
    return granted[0];
  }

  /** Errors that were not sent. */
  long refused() {
    return refused.get();
  }

  /** Forgets the ports that have their whole share again. */
  void forget(long nanoTime) {
    due.values().removeIf(next -> next - nanoTime < 0);
  }
}
