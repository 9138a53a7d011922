package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one piece of work on a thread of its own: soon after each {@link #wake}, however many there
 * were, and once a second anyway.
 */
final class ControlLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

  static final Duration PERIOD = Duration.ofSeconds(1);

  private final Semaphore wakes = new Semaphore(0);
  private final Runnable work;
  private final Thread thread;
  private volatile boolean closed;

  ControlLoop(String name, Runnable work) {
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
        wakes.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
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
