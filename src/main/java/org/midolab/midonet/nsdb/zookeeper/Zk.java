package org.midolab.midonet.nsdb.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.StorageUnavailableException;

/**
 * Reads and writes of nodes with bounded patience; the one place where ZooKeeper's exceptions
 * become ours.
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

  /** A node's data and status. */
  public record Node(byte[] data, Stat stat) {}

  /** An operation that may fail in all the ways in which ZooKeeper can. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws Exception;
  }

  public CuratorFramework client() {
    return client;
  }

  public Optional<Node> read(String path) {
    Stat stat = new Stat();
    try {
      return Optional.of(new Node(client.getData().storingStatIn(stat).forPath(path), stat));
    } catch (Exception e) {
      return absentOrFail(e, Optional.empty());
    }
  }

  /** Reads many nodes at once; null stands for an absent one. */
  public List<Node> readAll(List<String> these) {
    List<CompletableFuture<Node>> reads = new ArrayList<>(these.size());
    for (String path : these) {
      CompletableFuture<Node> read = new CompletableFuture<>();
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
    List<Node> nodes = new ArrayList<>(these.size());
    for (int i = 0; i < these.size(); i++) {
      String path = these.get(i);
      CompletableFuture<Node> read = reads.get(i);
      nodes.add(
          call(
              () -> {
                try {
                  return read.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException e) {
                  return read(path).orElse(null);
                }
              }));
    }
    return nodes;
  }

  public boolean exists(String path) {
    return call(() -> client.checkExists().forPath(path)) != null;
  }

  /** The names of a node's children; empty when there is no such node. */
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

  /** Makes a persistent node and those above it, unless they are there. */
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

  /** Deletes a node and all below it, in as many steps as it takes; what is absent is fine. */
  public void deleteTree(String path) {
    call(
        () -> {
          try {
            return client.delete().deletingChildrenIfNeeded().forPath(path);
          } catch (KeeperException.NoNodeException e) {
            return null;
          }
        });
  }

  /**
   * Sends one multi, without any repetition: after {@link KeeperException.ConnectionLossException}
   * the caller has to find out whether it took effect.
   */
  public void multi(List<Op> operations) throws KeeperException {
    awaitConnected();
    try {
      handle().multi(operations);
    } catch (InterruptedException e) {
      throw failure(e);
    }
  }

  /** The raw client, whose calls Curator does not repeat. */
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
