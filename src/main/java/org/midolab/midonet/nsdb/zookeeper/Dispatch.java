package org.midolab.midonet.nsdb.zookeeper;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.midolab.midonet.nsdb.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of changes, all on one thread, so that none sees them out of order. */
public final class Dispatch<L> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  private final List<L> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService thread;

  public Dispatch(String name) {
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }

  /** Runs something in turn with the calls of listeners; nothing after {@link #close}. */
  public void run(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already");
    }
  }

  /** Adds a listener after {@code first} was run with it, in turn. */
  public Subscription add(L listener, Consumer<L> first) {
    run(
        () -> {
          tell(listener, first);
          listeners.add(listener);
        });
    return () -> {
      listeners.remove(listener);
      run(() -> listeners.remove(listener));
    };
  }

  /** Calls every listener; only from within {@link #run}. */
  public void tellAll(Consumer<L> call) {
    listeners.forEach(listener -> tell(listener, call));
  }

  private void tell(L listener, Consumer<L> call) {
    try {
      call.accept(listener);
    } catch (RuntimeException e) {
      LOG.error("a listener failed; the others are told nevertheless", e);
    }
  }

  /** Ends the thread after the calls that are due. */
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
