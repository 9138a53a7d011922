package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one piece of work on a thread of its own: soon after each {@link #wake}, however many there
 * were, and every so often anyway.
 */
final class ControlLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

  static final Duration PERIOD = Duration.ofSeconds(1);

  private final Duration period;
  private final Semaphore wakes = new Semaphore(0);
  private final Runnable work;
  private final Thread thread;
  private volatile boolean closed;

  /** Works once a second at least. */
  ControlLoop(String name, Runnable work) {
    this(name, PERIOD, work);
  }

  /**
   * @param period the longest time from the end of one round to the next
   */
  ControlLoop(String name, Duration period, Runnable work) {
    this.period = period;
    this.work = work;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void wake() {
    wakes.release();
  }

  private void run() {
    while (!closed) {
      try {
        wakes.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS);
        wakes.drainPermits();
        if (!closed) {
          work.run();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("{} failed, will go on", thread.getName(), e);
      }
    }
  }

  /** Lets the work that runs finish; none follows. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
