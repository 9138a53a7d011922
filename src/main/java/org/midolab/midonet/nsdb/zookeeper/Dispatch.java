package org.midolab.midonet.nsdb.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.midolab.midonet.nsdb.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls listeners on one thread, so that each receives changes in their order. */
public final class Dispatch<L> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  private final List<L> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService thread;

  public Dispatch(String name) {
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }

  /**
   * Runs a task on the thread of the listeners, after the tasks before it. Does nothing after
   * {@link #close}.
   */
  public void run(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already");
    }
  }

  /**
   * Calls {@code first} with a listener on the thread of the listeners, then adds the listener.
   *
   * @return a subscription; closing it removes the listener
   */
  public Subscription add(L listener, Consumer<L> first) {
    run(
        () -> {
          callOne(listener, first);
          listeners.add(listener);
        });
    return () -> {
      listeners.remove(listener);
      run(() -> listeners.remove(listener));
    };
  }

  /**
   * Waits until the tasks that were given before have run.
   *
   * @return false if that takes longer than {@code patience}
   */
  boolean drain(Duration patience) throws InterruptedException {
    CountDownLatch drained = new CountDownLatch(1);
    run(drained::countDown);
    return drained.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Calls every listener. May be called only by a task of {@link #run}. */
  public void callAll(Consumer<L> call) {
    listeners.forEach(listener -> callOne(listener, call));
  }

  private void callOne(L listener, Consumer<L> call) {
    try {
      call.accept(listener);
    } catch (RuntimeException e) {
      LOG.error("a listener failed; the others are called nevertheless", e);
    }
  }

  /** Ends the thread after the tasks that were submitted, but waits for them at most 2 s. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
