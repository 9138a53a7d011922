package org.midolab.midonet.nsdb.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the nodes below a path that one persistent recursive watch keeps up to date. All live
 * views use it.
 *
 * <pre>
 *   watch event ──► dirty paths ──► worker reads them ──► more dirty meanwhile? ──no──► sink gets the batch
 *                                        ▲                       │ yes
 *   (re)connected ──► read all ──────────┘◄──────────────────────┘
 * </pre>
 *
 * Unlike Curator's cache it has a limited depth, so it does not read back references, and it
 * delivers whole transactions. ZooKeeper sends all events of a multi before it answers a read that
 * includes the multi's effects. So if no path is dirty after the reads, the batch includes the
 * whole multi.
 */
public final class ZnodeMirror implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ZnodeMirror.class);

  /** Maximum number of concurrent reads. */
  private static final int WINDOW = 256;

  /**
   * Maximum rounds of reads for one batch. Under constant changes the batch is then delivered
   * incomplete.
   */
  private static final int MAX_ROUNDS = 16;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final CuratorFramework client;
  private final String root;
  private final Interest interest;
  private final Consumer<Map<String, Optional<Zk.Node>>> sink;
  private final Map<String, Zk.Node> copy = new HashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private Set<String> dirty = new HashSet<>();
  private boolean readAll = true;
  private boolean closed;

  private final CountDownLatch complete = new CountDownLatch(1);
  private final Watcher watcher = this::seen;
  private final ConnectionStateListener connection = this::connectionChanged;

  /** Selects the nodes to copy. Paths are relative to the root, without a slash at the start. */
  public interface Interest {

    /** Returns whether the node's data is wanted. */
    boolean wants(String path);

    /** Returns whether nodes below this one may be wanted. */
    boolean descends(String path);
  }

  /**
   * @param sink receives batches: the node of each changed relative path, or empty if it was
   *     deleted. It is called by one thread at a time. The first batch has all existing nodes and
   *     may be empty.
   */
  public ZnodeMirror(
      CuratorFramework client,
      String root,
      Interest interest,
      Consumer<Map<String, Optional<Zk.Node>>> sink) {
    this.client = client;
    this.root = root;
    this.interest = interest;
    this.sink = sink;
  }

  public void start() {
    client.getConnectionStateListenable().addListener(connection);
    Thread.ofVirtual().name("mirror " + root).start(this::run);
  }

  /**
   * Starts, and waits until the sink has received the first batch and the tasks that the sink gave
   * to the dispatch have run.
   *
   * @param what name of the copied data, for the message
   * @throws StorageUnavailableException if that takes longer than {@code patience}
   */
  public void start(Duration patience, Dispatch<?> dispatch, String what) {
    start();
    try {
      if (complete.await(patience.toMillis(), TimeUnit.MILLISECONDS) && dispatch.drain(patience)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new StorageUnavailableException(
        "the " + what + " could not be read from ZooKeeper within " + patience.toSeconds() + " s",
        null);
  }

  private void connectionChanged(CuratorFramework ignored, ConnectionState state) {
    if (state == ConnectionState.RECONNECTED || state == ConnectionState.CONNECTED) {
      // Events during a lost connection are not delivered later, also for persistent watches.
      locked(() -> readAll = true);
    }
  }

  private void seen(WatchedEvent event) {
    String path = event.getPath();
    if (path == null || !path.startsWith(root) || path.length() <= root.length() + 1) {
      return;
    }
    String relative = path.substring(root.length() + 1);
    if (interest.wants(relative)) {
      locked(() -> dirty.add(relative));
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      boolean all;
      Set<String> paths;
      lock.lock();
      try {
        while (!closed && !readAll && dirty.isEmpty()) {
          work.await();
        }
        if (closed) {
          return;
        }
        all = readAll;
        readAll = false;
        paths = takeDirty();
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      try {
        Map<String, Optional<Zk.Node>> batch = all ? readTree() : read(paths);
        deliver(batch, all);
      } catch (Exception e) {
        LOG.debug("reading {} failed, to be repeated: {}", root, e.toString());
        pause();
      }
    }
  }

  private Set<String> takeDirty() {
    Set<String> taken = dirty;
    dirty = new HashSet<>();
    return taken;
  }

  private void pause() {
    lock.lock();
    try {
      if (!closed && !readAll) {
        work.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      }
      readAll = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void deliver(Map<String, Optional<Zk.Node>> batch, boolean all) throws Exception {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Set<String> more;
      lock.lock();
      try {
        more = takeDirty();
      } finally {
        lock.unlock();
      }
      if (more.isEmpty()) {
        break;
      }
      batch.putAll(read(more));
    }
    if (all) {
      copy.keySet().stream()
          .filter(path -> !batch.containsKey(path))
          .toList()
          .forEach(gone -> batch.put(gone, Optional.empty()));
    }
    batch.entrySet().removeIf(change -> isKnown(change.getKey(), change.getValue()));
    batch.forEach(
        (path, node) ->
            node.ifPresentOrElse(present -> copy.put(path, present), () -> copy.remove(path)));
    if (!batch.isEmpty() || complete.getCount() > 0) {
      try {
        sink.accept(batch);
      } catch (RuntimeException e) {
        LOG.error("a change below {} was not handled", root, e);
      }
    }
    complete.countDown();
  }

  private boolean isKnown(String path, Optional<Zk.Node> node) {
    Zk.Node known = copy.get(path);
    return node.isEmpty()
        ? known == null
        : known != null
            && known.stat().getMzxid() == node.get().stat().getMzxid()
            && known.stat().getCzxid() == node.get().stat().getCzxid();
  }

  private Map<String, Optional<Zk.Node>> readTree() throws Exception {
    client
        .watchers()
        .add()
        .withMode(AddWatchMode.PERSISTENT_RECURSIVE)
        .usingWatcher(watcher)
        .forPath(root);
    List<String> wanted = new ArrayList<>();
    List<String> level = List.of("");
    while (!level.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (String path : children(level)) {
        if (interest.wants(path)) {
          wanted.add(path);
        }
        if (interest.descends(path)) {
          next.add(path);
        }
      }
      level = next;
    }
    Map<String, Optional<Zk.Node>> nodes = read(wanted);
    nodes.values().removeIf(Optional::isEmpty);
    return nodes;
  }

  private List<String> children(Collection<String> parents) throws Exception {
    List<String> found = new ArrayList<>();
    new Reads<String>() {
      @Override
      void send(ZooKeeper zooKeeper, String parent) {
        zooKeeper.getChildren(
            absolute(parent),
            false,
            (code, path, context, names) ->
                answered(
                    code,
                    () ->
                        names.forEach(
                            name -> found.add(parent.isEmpty() ? name : parent + "/" + name))),
            null);
      }
    }.all(parents);
    return found;
  }

  private Map<String, Optional<Zk.Node>> read(Collection<String> paths) throws Exception {
    Map<String, Optional<Zk.Node>> nodes = new HashMap<>();
    paths.forEach(path -> nodes.put(path, Optional.empty()));
    new Reads<String>() {
      @Override
      void send(ZooKeeper zooKeeper, String relative) {
        zooKeeper.getData(
            absolute(relative),
            false,
            (code, path, context, data, stat) ->
                answered(code, () -> nodes.put(relative, Optional.of(new Zk.Node(data, stat)))),
            null);
      }
    }.all(paths);
    return nodes;
  }

  private String absolute(String relative) {
    return relative.isEmpty() ? root : root + "/" + relative;
  }

  /** Concurrent reads. The client's single event thread handles all answers. */
  private abstract class Reads<T> {

    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicReference<KeeperException.Code> failure = new AtomicReference<>();

    abstract void send(ZooKeeper zooKeeper, T what);

    final void answered(int code, Runnable present) {
      switch (KeeperException.Code.get(code)) {
        case OK -> present.run();
        case NONODE -> {}
        case KeeperException.Code other -> failure.set(other);
      }
      window.release();
    }

    final void all(Collection<T> these) throws Exception {
      ZooKeeper zooKeeper = client.getZookeeperClient().getZooKeeper();
      for (T what : these) {
        acquire(1);
        if (failure.get() == null) {
          send(zooKeeper, what);
        } else {
          window.release();
        }
      }
      acquire(WINDOW);
      if (failure.get() != null) {
        throw KeeperException.create(failure.get(), root);
      }
    }

    private void acquire(int permits) throws Exception {
      if (!window.tryAcquire(
          permits, client.getZookeeperClient().getConnectionTimeoutMs(), TimeUnit.MILLISECONDS)) {
        throw new KeeperException.OperationTimeoutException();
      }
    }
  }

  @Override
  public void close() {
    locked(() -> closed = true);
    client.getConnectionStateListenable().removeListener(connection);
    try {
      if (client.getZookeeperClient().isConnected()) {
        client.watchers().remove(watcher).guaranteed().inBackground().forPath(root);
      }
    } catch (Exception e) {
      LOG.debug("the watch on {} ends with the session: {}", root, e.toString());
    }
  }
}
