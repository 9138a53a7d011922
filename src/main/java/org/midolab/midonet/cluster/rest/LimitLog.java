package org.midolab.midonet.cluster.rest;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports that a limit was reached: one line for the first time, then at most one per {@link
 * #PERIOD} with the number of clients or requests since the line before. A flood of requests thus
 * does not flood the log.
 */
final class LimitLog {

  private static final Logger LOG = LoggerFactory.getLogger(LimitLog.class);

  static final Duration PERIOD = Duration.ofMinutes(1);

  private final String limit;
  private final LongSupplier nanoTime;
  private long count;
  private long last;

  /**
   * Makes the log of one limit.
   *
   * @param limit the limit and what becomes of those beyond it
   */
  LimitLog(String limit) {
    this(limit, System::nanoTime);
  }

  LimitLog(String limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong() - PERIOD.toNanos();
  }

  synchronized void reached() {
    count++;
    long now = nanoTime.getAsLong();
    if (now - last >= PERIOD.toNanos()) {
      LOG.warn("{}; {} since the last such line", limit, count);
      last = now;
      count = 0;
    }
  }
}
