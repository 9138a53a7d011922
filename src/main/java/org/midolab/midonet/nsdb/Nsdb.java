package org.midolab.midonet.nsdb;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;

/**
 * A connection to the network state database (docs: nsdb.md#sessions). It is opened on first use
 * and reconnects after a loss. While ZooKeeper is not reachable, blocking calls throw {@link
 * StorageUnavailableException}.
 */
public interface Nsdb extends AutoCloseable {

  NsdbSettings settings();

  TopologyStore topology();

  StateStore state();

  ReplicatedTables tables();

  /**
   * Returns the leases of port blocks.
   *
   * @param host the host that leases, of which at most one agent runs
   */
  NatBlocks natBlocks(UUID host);

  /**
   * Takes part in the election for a task, on {@link Session#FAIL_FAST}.
   *
   * @param name of this process, for people who look at the database
   */
  Election election(Election.Task task, String name);

  /**
   * Starts a mirror of the topology and waits until it holds all stored objects.
   *
   * @throws StorageUnavailableException if this takes longer than {@code patience}
   */
  TopologyMirror mirrorTopology(Duration patience);

  /**
   * Starts a mirror of the state and waits until it holds all published state.
   *
   * @throws StorageUnavailableException if this takes longer than {@code patience}
   */
  StateMirror mirrorState(Duration patience);

  /** Returns whether the session is connected now. */
  boolean isConnected(Session session);

  /**
   * Waits for a connection of {@link Session#NORMAL}.
   *
   * @return false if there was none within {@code patience}
   */
  boolean awaitConnected(Duration patience);

  /**
   * Calls the listener with {@code true} each time the session's connection is established, and
   * with {@code false} each time it is lost.
   *
   * @return a subscription; closing it removes the listener
   */
  Subscription onConnection(Session session, Consumer<Boolean> listener);

  /**
   * Returns the ZooKeeper client of a session, for data with its own format, such as the
   * configuration.
   */
  CuratorFramework client(Session session);

  /** Closes both sessions. ZooKeeper then deletes the ephemeral nodes of this process at once. */
  @Override
  void close();
}
