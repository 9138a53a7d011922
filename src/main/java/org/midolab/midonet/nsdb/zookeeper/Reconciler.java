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
 * Brings ZooKeeper to what is wanted, in the order and in the batches that a {@link Due} gives, on
 * a thread of its own: what fails for want of a connection is done later, and with a new session
 * everything is done again, since ephemeral nodes went with the old one.
 *
 * @param <K> what names a thing
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

  /** Makes things as they are wanted now; may be called again at any time. */
  @FunctionalInterface
  public interface Step<K> {
    void run(List<K> keys) throws Exception;
  }

  /** What is to be done; each thing once. Used under the reconciler's lock. */
  public interface Due<K> {

    void add(K key);

    boolean isEmpty();

    /** Takes what is to be done next; nothing when it is not yet time. */
    List<K> take(long nanoTime);

    /** Nanoseconds from now until {@link #take} gives something, unless more is added. */
    long pause(long nanoTime);
  }

  /** One thing after the other, as they came. */
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

  /** Says that a thing is wanted otherwise than before. */
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

  /** A session can be replaced without our hearing of it in time, between two steps. */
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

  /** The session that ephemeral nodes are owned by now. */
  public static long sessionOf(CuratorFramework client) throws Exception {
    return client.getZookeeperClient().getZooKeeper().getSessionId();
  }

  /** Whether an operation failed only because another one came first. */
  public static boolean isRace(KeeperException e) {
    return switch (e.code()) {
      case NODEEXISTS, NONODE, BADVERSION, NOTEMPTY -> true;
      default -> false;
    };
  }
}
