package org.midolab.midonet.nsdb;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.Stat;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.nsdb.TableRef.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has put into replicated tables: for each key one ephemeral sequential node,
 * kept as long as it is wanted. A new value gets its node before the old one's is deleted, so that
 * others never find none.
 */
final class LearnedEntries implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LearnedEntries.class);

  private final Zk zk;
  private final Paths paths;
  private final Map<Id, String> wanted = new ConcurrentHashMap<>();
  private final Map<Id, Made> made = new ConcurrentHashMap<>();
  private final Reconciler<Id> reconciler;

  record Id(TableRef table, String key) {}

  /**
   * A node of ours; {@code sure} is false while a lost connection leaves open which nodes there
   * are.
   */
  private record Made(String value, String path, long session, boolean sure) {}

  LearnedEntries(Zk zk, Paths paths) {
    this.zk = zk;
    this.paths = paths;
    this.reconciler =
        new Reconciler<>(zk.client(), "learned entries", wanted::keySet, this::reconcile);
  }

  void put(TableRef table, String key, String value) {
    Id id = new Id(table, key);
    if (!value.equals(wanted.put(id, value))) {
      reconciler.touch(id);
    }
  }

  void remove(TableRef table, String key) {
    Id id = new Id(table, key);
    if (wanted.remove(id) != null) {
      reconciler.touch(id);
    }
  }

  private void reconcile(Id id) throws Exception {
    Made present = made.get(id);
    if (present != null && !present.sure()) {
      deleteOwn(id);
      present = null;
    }
    if (present != null && present.session() != Reconciler.sessionOf(zk.client())) {
      present = null;
    }
    String value = wanted.get(id);
    if (value == null) {
      if (present != null) {
        delete(present.path());
      }
      made.remove(id);
    } else if (present == null || !present.value().equals(value)) {
      try {
        create(id, value);
        if (present != null) {
          delete(present.path());
        }
      } catch (KeeperException.ConnectionLossException e) {
        made.put(id, new Made(value, "", 0, false));
        throw e;
      }
    }
  }

  private void create(Id id, String value) throws Exception {
    String directory = id.table().path(paths);
    String prefix = directory + "/" + Entry.prefix(id.key(), value);
    try {
      String path =
          zk.handle()
              .create(
                  prefix,
                  new byte[0],
                  ZooDefs.Ids.OPEN_ACL_UNSAFE,
                  CreateMode.EPHEMERAL_SEQUENTIAL);
      made.put(id, new Made(value, path, Reconciler.sessionOf(zk.client()), true));
    } catch (KeeperException.NoNodeException e) {
      if (id.table().argument() != null
          && zk.exists(TableRef.macTables(paths, id.table().device()))) {
        makeDirectory(directory);
        reconciler.touch(id);
      } else {
        LOG.debug(
            "{} {} is gone, and its tables", Network.class.getSimpleName(), id.table().device());
        wanted.remove(id);
        made.remove(id);
      }
    }
  }

  private void makeDirectory(String directory) throws Exception {
    try {
      zk.client().create().forPath(directory, new byte[0]);
    } catch (KeeperException.NodeExistsException e) {
      // Another host saw that VLAN first.
    }
  }

  private void delete(String path) throws Exception {
    try {
      zk.client().delete().forPath(path);
    } catch (KeeperException.NoNodeException e) {
      // Gone with the device.
    }
  }

  private void deleteOwn(Id id) throws Exception {
    String directory = id.table().path(paths);
    for (String name : zk.children(directory)) {
      if (name.startsWith(id.key() + ",")) {
        Stat stat = zk.client().checkExists().forPath(directory + "/" + name);
        if (stat != null && stat.getEphemeralOwner() == Reconciler.sessionOf(zk.client())) {
          delete(directory + "/" + name);
        }
      }
    }
    made.remove(id);
  }

  boolean awaitIdle(Duration patience) {
    return reconciler.awaitIdle(patience);
  }

  @Override
  public void close() {
    reconciler.close();
  }
}
