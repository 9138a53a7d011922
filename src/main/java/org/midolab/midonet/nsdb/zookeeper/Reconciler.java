package org.midolab.midonet.nsdb.zookeeper;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes ZooKeeper to the wanted state on its own thread, in the order and batches of a {@link
 * Due}. A step that fails is repeated later. After a new session all steps are repeated, because
 * the ephemeral nodes were deleted with the old session.
 *
 * @param <K> a key that identifies one part of the wanted state
 */
public final class Reconciler<K> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private static final Duration RETRY = Duration.ofMillis(500);

  private final CuratorFramework client;
  private final Supplier<Collection<K>> everything;
  private final Step<K> step;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Due<K> due;
  private final ConnectionStateListener connection = this::connectionChanged;
  private long session;
  private boolean closed;

  /** Changes the parts of some keys to their wanted state. Must be repeatable. */
  @FunctionalInterface
  public interface Step<K> {
    void run(List<K> keys) throws Exception;
  }

  /** The pending keys, each at most once. Used only while the reconciler holds its lock. */
  public interface Due<K> {

    void add(K key);

    boolean isEmpty();

    /**
     * Removes and returns the next keys; empty if none is due yet.
     *
     * @param nanoTime the current time of {@link System#nanoTime()}
     */
    List<K> take(long nanoTime);

    /** Returns the nanoseconds until {@link #take} returns a key, if no key is added before. */
    long pause(long nanoTime);
  }

  /** Returns the keys one by one, in the order of their addition. */
  public static final class InTurn<K> implements Due<K> {

    private final Set<K> keys = new LinkedHashSet<>();

    @Override
    public void add(K key) {
      keys.add(key);
    }

    @Override
    public boolean isEmpty() {
      return keys.isEmpty();
    }

    @Override
    public List<K> take(long nanoTime) {
      if (keys.isEmpty()) {
        return List.of();
      }
      K key = keys.iterator().next();
      keys.remove(key);
      return List.of(key);
    }

    @Override
    public long pause(long nanoTime) {
      return 0;
    }
  }

  public Reconciler(
      CuratorFramework client,
      String name,
      Supplier<Collection<K>> everything,
      Due<K> due,
      Step<K> step) {
    this.client = client;
    this.everything = everything;
    this.due = due;
    this.step = step;
    client.getConnectionStateListenable().addListener(connection);
    Thread.ofVirtual().name(name).start(this::run);
  }

  /** Reports that the wanted state of a key has changed. */
  public void touch(K key) {
    lock.lock();
    try {
      due.add(key);
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void connectionChanged(CuratorFramework ignored, ConnectionState state) {
    if (!state.isConnected()) {
      return;
    }
    lock.lock();
    try {
      everything.get().forEach(due::add);
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      List<K> keys;
      lock.lock();
      try {
        keys = due.take(System.nanoTime());
        while (!closed && keys.isEmpty()) {
          if (due.isEmpty()) {
            work.await();
          } else {
            work.awaitNanos(due.pause(System.nanoTime()));
          }
          keys = due.take(System.nanoTime());
        }
        if (closed) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      attempt(keys);
    }
  }

  private void attempt(List<K> keys) {
    try {
      step.run(keys);
      redoAfterNewSession();
    } catch (Exception e) {
      LOG.debug("{} is to be done again: {}", keys, e.toString());
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      keys.forEach(this::touch);
      pause();
    }
  }

  /**
   * Repeats all steps if the session has changed: the event of a new session may come late, between
   * two steps.
   */
  private void redoAfterNewSession() throws Exception {
    long now = client.getZookeeperClient().getZooKeeper().getSessionId();
    if (session != 0 && session != now) {
      everything.get().forEach(this::touch);
    }
    session = now;
  }

  private void pause() {
    lock.lock();
    try {
      if (!closed) {
        work.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    client.getConnectionStateListenable().removeListener(connection);
    lock.lock();
    try {
      closed = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the id of the client's current session, which owns the ephemeral nodes that it creates.
   */
  public static long sessionOf(CuratorFramework client) throws Exception {
    return client.getZookeeperClient().getZooKeeper().getSessionId();
  }

  /**
   * Returns whether an operation failed because of a concurrent one, so that it can be repeated.
   */
  public static boolean isRace(KeeperException e) {
    return switch (e.code()) {
      case NODEEXISTS, NONODE, BADVERSION, NOTEMPTY -> true;
      default -> false;
    };
  }
}
