package org.midolab.midonet.nsdb.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.StorageUnavailableException;

/**
 * Reads and writes of nodes with a bounded waiting time. This class converts ZooKeeper's exceptions
 * to {@link StorageUnavailableException}.
 */
public final class Zk {

  private final CuratorFramework client;
  private final Duration patience;
  private final String hosts;

  public Zk(CuratorFramework client, NsdbSettings settings) {
    this.client = client;
    this.patience = settings.operationTimeout();
    this.hosts = settings.hosts();
  }

  /** The data and status of a node. */
  public record Node(byte[] data, Stat stat) {}

  /** An operation that may throw any exception of the ZooKeeper client. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws Exception;
  }

  public CuratorFramework client() {
    return client;
  }

  /** Reads a node; empty if it does not exist. */
  public Optional<Node> read(String path) {
    Stat stat = new Stat();
    try {
      return Optional.of(new Node(client.getData().storingStatIn(stat).forPath(path), stat));
    } catch (Exception e) {
      return absentOrFail(e, Optional.empty());
    }
  }

  /**
   * Reads many nodes concurrently. The result has the order of the paths, with null for an absent
   * node.
   */
  public List<@Nullable Node> readAll(List<String> these) {
    List<CompletableFuture<@Nullable Node>> reads = new ArrayList<>(these.size());
    for (String path : these) {
      CompletableFuture<@Nullable Node> read = new CompletableFuture<>();
      reads.add(read);
      handle()
          .getData(
              path,
              false,
              (code, where, context, data, stat) -> {
                switch (KeeperException.Code.get(code)) {
                  case OK -> read.complete(new Node(data, stat));
                  case NONODE -> read.complete(null);
                  case KeeperException.Code other ->
                      read.completeExceptionally(KeeperException.create(other, path));
                }
              },
              null);
    }
    List<@Nullable Node> nodes = new ArrayList<>(these.size());
    for (int i = 0; i < these.size(); i++) {
      nodes.add(result(these.get(i), reads.get(i)));
    }
    return nodes;
  }

  private @Nullable Node result(String path, CompletableFuture<@Nullable Node> read) {
    try {
      return read.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return read(path).orElse(null);
    } catch (InterruptedException | TimeoutException e) {
      throw failure(e);
    }
  }

  public boolean exists(String path) {
    return call(() -> client.checkExists().forPath(path)) != null;
  }

  /** Returns the names of a node's children; empty if the node does not exist. */
  public List<String> children(String path) {
    try {
      return client.getChildren().forPath(path);
    } catch (Exception e) {
      return absentOrFail(e, List.of());
    }
  }

  private <T> T absentOrFail(Exception e, T absent) {
    if (e instanceof KeeperException.NoNodeException) {
      return absent;
    }
    throw failure(e);
  }

  /** Creates a persistent node and its parents, if they do not exist. */
  public void ensure(String path) {
    call(
        () -> {
          try {
            return client.create().creatingParentsIfNeeded().forPath(path, new byte[0]);
          } catch (KeeperException.NodeExistsException e) {
            return path;
          }
        });
  }

  /**
   * Deletes a node and all nodes below it, not atomically. Does nothing if the node does not exist.
   */
  public void deleteTree(String path) {
    call(
        () -> {
          try {
            client.delete().deletingChildrenIfNeeded().forPath(path);
          } catch (KeeperException.NoNodeException e) {
            // It is deleted already.
          }
          return path;
        });
  }

  /**
   * Sends one multi without a repetition. After {@link KeeperException.ConnectionLossException} the
   * caller must find out whether the multi took effect.
   */
  public void multi(List<Op> operations) throws KeeperException {
    awaitConnected();
    try {
      handle().multi(operations);
    } catch (InterruptedException e) {
      throw failure(e);
    }
  }

  /** Returns the raw client. Curator does not repeat its calls. */
  public ZooKeeper handle() {
    return call(() -> client.getZookeeperClient().getZooKeeper());
  }

  public void awaitConnected() {
    try {
      if (!client.blockUntilConnected((int) patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure(new KeeperException.ConnectionLossException());
      }
    } catch (InterruptedException e) {
      throw failure(e);
    }
  }

  public <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (Exception e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(Exception e) {
    if (e instanceof RuntimeException already) {
      return already;
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new StorageUnavailableException("interrupted while waiting for ZooKeeper", e);
    }
    return new StorageUnavailableException(
        "ZooKeeper at "
            + hosts
            + " did not answer within "
            + patience.toSeconds()
            + " s ("
            + e.getMessage()
            + "); see that a majority of its nodes runs: echo ruok | nc HOST 2181",
        e);
  }
}
