package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task on its own thread: once after one or more calls of {@link #wake}, and otherwise
 * periodically. An exception of the task is logged and does not end the loop.
 */
final class ControlLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

  static final Duration PERIOD = Duration.ofSeconds(1);

  private final Duration period;
  private final Semaphore wakes = new Semaphore(0);
  private final Runnable work;
  private final Thread thread;
  private volatile boolean closed;

  /** Makes a loop that runs its task at least every {@link #PERIOD}. */
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
        LOG.error("{} failed, will run again", thread.getName(), e);
      }
    }
  }

  /** Ends the loop. Waits up to 5 s for a task that is running. */
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
