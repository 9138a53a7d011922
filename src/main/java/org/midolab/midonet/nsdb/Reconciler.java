package org.midolab.midonet.nsdb;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
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
 * Brings ZooKeeper to what is wanted, one thing after the other, on a thread of its own: what fails
 * for want of a connection is done later, and with a new session everything is done again, since
 * ephemeral nodes went with the old one.
 *
 * @param <K> what names a thing
 */
final class Reconciler<K> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private static final Duration RETRY = Duration.ofMillis(500);

  private final CuratorFramework client;
  private final Supplier<Collection<K>> everything;
  private final Step<K> step;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Set<K> due = new LinkedHashSet<>();
  private final ConnectionStateListener connection = this::connectionChanged;
  private long session;
  private boolean busy;
  private boolean closed;

  /** Makes one thing as it is wanted now; may be called again at any time. */
  @FunctionalInterface
  interface Step<K> {
    void run(K key) throws Exception;
  }

  Reconciler(
      CuratorFramework client, String name, Supplier<Collection<K>> everything, Step<K> step) {
    this.client = client;
    this.everything = everything;
    this.step = step;
    client.getConnectionStateListenable().addListener(connection);
    Thread.ofVirtual().name(name).start(this::run);
  }

  /** Says that a thing is wanted otherwise than before. */
  void touch(K key) {
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
      due.addAll(everything.get());
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      K key;
      lock.lock();
      try {
        busy = false;
        work.signalAll();
        while (!closed && due.isEmpty()) {
          work.await();
        }
        if (closed) {
          return;
        }
        key = due.iterator().next();
        due.remove(key);
        busy = true;
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      attempt(key);
    }
  }

  private void attempt(K key) {
    try {
      step.run(key);
      redoAfterNewSession();
    } catch (Exception e) {
      LOG.debug("{} is to be done again: {}", key, e.toString());
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      touch(key);
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

  /**
   * Waits until nothing is due.
   *
   * @return whether that happened in time
   */
  boolean awaitIdle(Duration patience) {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      while (busy || !due.isEmpty()) {
        if (nanos <= 0 || closed) {
          return false;
        }
        nanos = work.awaitNanos(nanos);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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
  static long sessionOf(CuratorFramework client) throws Exception {
    return client.getZookeeperClient().getZooKeeper().getSessionId();
  }

  /** Whether an operation failed only because another one came first. */
  static boolean isRace(KeeperException e) {
    return switch (e.code()) {
      case NODEEXISTS, NONODE, BADVERSION, NOTEMPTY -> true;
      default -> false;
    };
  }
}
