package org.midolab.midonet.nsdb.state;

import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.Stat;
import org.midolab.midonet.nsdb.HostOwner;
import org.midolab.midonet.nsdb.HostTakenException;
import org.midolab.midonet.nsdb.zookeeper.Json;
import org.midolab.midonet.nsdb.zookeeper.Reconciler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ephemeral node of a live host, and the watch on its owner.
 *
 * <p>A restarted agent finds the node of its former process, whose session has not ended yet. Both
 * are on the same machine, so the new process takes over at once. An agent on a clone of the
 * machine finds the node of the original. That is another machine, so the claim is refused.
 */
final class HostClaim implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HostClaim.class);

  private static final int TRIES = 5;

  private final CuratorFramework client;
  private final String path;
  private final UUID host;
  private final HostOwner owner;
  private final Runnable onLost;
  private final ExecutorService checks =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("host claim").factory());
  private final Watcher watcher = event -> recheck();
  private final ConnectionStateListener connection = this::connectionChanged;
  private final AtomicBoolean over = new AtomicBoolean();

  HostClaim(CuratorFramework client, String path, UUID host, HostOwner owner, Runnable onLost) {
    this.client = client;
    this.path = path;
    this.host = host;
    this.owner = owner;
    this.onLost = onLost;
  }

  /**
   * Creates the node or takes it over.
   *
   * @throws HostTakenException if another machine owns it
   */
  void take() throws Exception {
    claim(true);
    watch();
    client.getConnectionStateListenable().addListener(connection);
    recheck();
  }

  private void watch() throws Exception {
    client.watchers().add().withMode(AddWatchMode.PERSISTENT).usingWatcher(watcher).forPath(path);
  }

  /**
   * @param first whether this is the first claim of this process, which may take over from an
   *     earlier process
   */
  private void claim(boolean first) throws Exception {
    byte[] data = Json.write(owner);
    KeeperException race = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        Stat stat = new Stat();
        byte[] present = read(stat);
        if (present == null) {
          client
              .create()
              .creatingParentContainersIfNeeded()
              .withMode(CreateMode.EPHEMERAL)
              .forPath(path, data);
          return;
        }
        HostOwner holder = holder(present);
        boolean ours = holder.token().equals(owner.token());
        if (ours && stat.getEphemeralOwner() == Reconciler.sessionOf(client)) {
          return;
        }
        if (!ours && !(first && holder.sameMachine(owner))) {
          throw new HostTakenException(host, holder);
        }
        Published.replace(client, path, data, stat.getVersion());
        return;
      } catch (KeeperException e) {
        if (!Reconciler.isRace(e)) {
          throw e;
        }
        race = e;
      }
    }
    throw race;
  }

  private byte[] read(Stat stat) throws Exception {
    try {
      return client.getData().storingStatIn(stat).forPath(path);
    } catch (KeeperException.NoNodeException e) {
      return null;
    }
  }

  private HostOwner holder(byte[] data) {
    try {
      return Json.read(data, HostOwner.class, path);
    } catch (IllegalStateException e) {
      return new HostOwner("an unknown machine", "", "");
    }
  }

  private void connectionChanged(CuratorFramework ignored, ConnectionState state) {
    if (state.isConnected()) {
      submit(
          () -> {
            watch();
            claim(false);
          });
    }
  }

  private void recheck() {
    submit(() -> claim(false));
  }

  private interface Check {
    void run() throws Exception;
  }

  private void submit(Check check) {
    try {
      checks.execute(
          () -> {
            if (over.get()) {
              return;
            }
            try {
              check.run();
            } catch (HostTakenException e) {
              if (over.compareAndSet(false, true)) {
                LOG.error(
                    "another process is now the agent of host {}; this one no longer is", host);
                onLost.run();
              }
            } catch (Exception e) {
              LOG.debug("{} is claimed again when ZooKeeper is back: {}", path, e.toString());
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already");
    }
  }

  @Override
  public void close() {
    over.set(true);
    client.getConnectionStateListenable().removeListener(connection);
    checks.shutdownNow();
  }
}
