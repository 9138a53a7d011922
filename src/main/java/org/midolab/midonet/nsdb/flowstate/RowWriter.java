package org.midolab.midonet.nsdb.flowstate;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows on its own thread, so that packets do not wait for Cassandra. It starts with the
 * first row. Thread safe.
 */
final class RowWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);

  /** Rows that wait: some seconds of new connections, and about 2 MB. */
  static final int QUEUE = 16_384;

  /** Rows that are written at the same time; a quarter of what one connection of the driver has. */
  static final int AT_ONCE = 256;

  /** Shortest interval between two log lines about rows that were dropped. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /**
   * A change of a row.
   *
   * @param lifetime in seconds; 0 to delete the row
   */
  record Write(Row row, int lifetime) {}

  /** Where rows are written. */
  @FunctionalInterface
  interface Target {
    /** Blocks while there is no connection; else begins to write, and does not wait. */
    CompletionStage<?> write(Write write) throws InterruptedException;
  }

  private final BlockingQueue<Write> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Target target;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<String> lastFailure = new AtomicReference<>("");
  private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - SILENCE.toNanos());
  private Thread thread;
  private boolean closed;

  RowWriter(Target target) {
    this.target = target;
  }

  /** Writes a row later. Drops and counts it if too many wait. */
  void write(Write write) {
    start();
    if (!queue.offer(write)) {
      long count = dropped.incrementAndGet();
      long last = loggedAt.get();
      long now = System.nanoTime();
      if (now - last >= SILENCE.toNanos() && loggedAt.compareAndSet(last, now)) {
        LOG.warn(
            "{} writes of flow state were dropped, because {} wait for Cassandra; flows are not affected",
            count,
            QUEUE);
      }
    }
  }

  private synchronized void start() {
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().name("flow-state-writer").daemon().start(this::run);
    }
  }

  private void run() {
    try {
      while (true) {
        Write write = queue.take();
        room.acquire();
        begin(write);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void begin(Write write) throws InterruptedException {
    CompletionStage<?> written;
    try {
      written = target.write(write);
    } catch (RuntimeException e) {
      ended(e);
      return;
    }
    written.whenComplete((result, failure) -> ended(failure));
  }

  private void ended(Throwable failure) {
    room.release();
    if (failure == null) {
      if (!lastFailure.get().isEmpty() && !lastFailure.getAndSet("").isEmpty()) {
        LOG.info("flow state is written to Cassandra again; {} writes failed so far", failed);
      }
      return;
    }
    failed.incrementAndGet();
    String kind = failure.getClass().getSimpleName();
    if (!lastFailure.getAndSet(kind).equals(kind)) {
      LOG.warn(
          "flow state cannot be written to Cassandra: {}; flows are not affected, but those that are"
              + " open do not outlive this agent",
          failure.getMessage());
    }
  }

  /** Returns how many rows were dropped because too many waited. */
  long dropped() {
    return dropped.get();
  }

  /** Returns how many rows Cassandra did not write. */
  long failed() {
    return failed.get();
  }

  /** Drops the rows that wait. */
  void clear() {
    queue.clear();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
