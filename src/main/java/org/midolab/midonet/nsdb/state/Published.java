package org.midolab.midonet.nsdb.state;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.Stat;
import org.midolab.midonet.nsdb.zookeeper.Reconciler;

/**
 * Ephemeral nodes that this process keeps in ZooKeeper, also after a lost session, until it removes
 * them. A node that an earlier process left at the same path is taken over, because only the agent
 * of one host writes there.
 */
final class Published implements AutoCloseable {

  /** Attempts for one node before the other nodes are processed. */
  private static final int TRIES = 5;

  private final CuratorFramework client;
  private final Map<String, byte[]> wanted = new ConcurrentHashMap<>();
  private final Map<String, Boolean> directories = new ConcurrentHashMap<>();
  private final Reconciler<String> reconciler;

  Published(CuratorFramework client, String name) {
    this.client = client;
    this.reconciler =
        new Reconciler<>(
            client,
            name,
            wanted::keySet,
            new Reconciler.InTurn<>(),
            paths -> reconcile(paths.getFirst()));
  }

  void put(String path, byte[] data) {
    if (!Arrays.equals(wanted.put(path, data), data)) {
      reconciler.touch(path);
    }
  }

  void remove(String path) {
    wanted.remove(path);
    reconciler.touch(path);
  }

  /**
   * Keeps exactly these children in a directory.
   *
   * @param children the data of each child by its name
   */
  void putAll(String directory, Map<String, byte[]> children) {
    String prefix = directory + "/";
    wanted.keySet().stream()
        .filter(
            path ->
                path.startsWith(prefix) && !children.containsKey(path.substring(prefix.length())))
        .toList()
        .forEach(this::remove);
    children.forEach((name, data) -> put(prefix + name, data));
    if (directories.put(directory, true) == null) {
      reconciler.touch(directory);
    }
  }

  /** Stops keeping the nodes below a path, without deleting them: another process owns them now. */
  void forgetBelow(String path) {
    wanted.keySet().removeIf(key -> key.startsWith(path + "/"));
    directories.keySet().removeIf(key -> key.startsWith(path + "/"));
  }

  private void reconcile(String path) throws Exception {
    if (directories.containsKey(path)) {
      sweep(path);
      return;
    }
    for (int i = 0; i < TRIES; i++) {
      byte[] data = wanted.get(path);
      try {
        if (data == null) {
          delete(path);
        } else {
          write(path, data);
        }
        return;
      } catch (KeeperException e) {
        if (!Reconciler.isRace(e)) {
          throw e;
        }
      }
    }
    reconciler.touch(path);
  }

  private void write(String path, byte[] data) throws Exception {
    Stat stat = client.checkExists().forPath(path);
    if (stat == null) {
      client
          .create()
          .creatingParentContainersIfNeeded()
          .withMode(CreateMode.EPHEMERAL)
          .forPath(path, data);
    } else if (stat.getEphemeralOwner() == Reconciler.sessionOf(client)) {
      client.setData().withVersion(stat.getVersion()).forPath(path, data);
    } else {
      replace(client, path, data, stat.getVersion());
    }
  }

  /**
   * Takes a node over from another session in one transaction, so that the node is never absent.
   */
  static void replace(CuratorFramework client, String path, byte[] data, int version)
      throws Exception {
    client
        .getZookeeperClient()
        .getZooKeeper()
        .multi(
            List.of(
                Op.delete(path, version),
                Op.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL)));
  }

  private void delete(String path) throws Exception {
    try {
      client.delete().forPath(path);
    } catch (KeeperException.NoNodeException e) {
      // It is already absent.
    }
  }

  /** Removes the nodes that an earlier process left in a directory. */
  private void sweep(String directory) throws Exception {
    try {
      for (String name : client.getChildren().forPath(directory)) {
        if (!wanted.containsKey(directory + "/" + name)) {
          delete(directory + "/" + name);
        }
      }
    } catch (KeeperException.NoNodeException e) {
      // An earlier process left nothing.
    }
  }

  @Override
  public void close() {
    reconciler.close();
  }
}
