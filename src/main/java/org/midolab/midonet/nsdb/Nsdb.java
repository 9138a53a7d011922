package org.midolab.midonet.nsdb;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;

/**
 * A connection to the network state database. It is made on first use and comes back by itself
 * after a loss; whoever needs ZooKeeper meanwhile gets {@link StorageUnavailableException}.
 */
public interface Nsdb extends AutoCloseable {

  NsdbSettings settings();

  TopologyStore topology();

  StateStore state();

  ReplicatedTables tables();

  /**
   * Starts a mirror of the topology and waits until it holds all that there is.
   *
   * @throws StorageUnavailableException when that takes longer than {@code patience}
   */
  TopologyMirror mirrorTopology(Duration patience);

  /**
   * Starts a mirror of the state and waits until it holds all that there is.
   *
   * @throws StorageUnavailableException when that takes longer than {@code patience}
   */
  StateMirror mirrorState(Duration patience);

  /** Whether the session is connected now. */
  boolean isConnected(Session session);

  /**
   * @return whether a connection was there, or came within {@code patience}
   */
  boolean awaitConnected(Duration patience);

  /**
   * Tells of every gain ({@code true}) and loss ({@code false}) of the session's connection.
   *
   * @return removes the listener
   */
  Subscription onConnection(Session session, Consumer<Boolean> listener);

  /** The ZooKeeper client itself, for what has a format of its own, such as the configuration. */
  CuratorFramework client(Session session);

  /** Ends both sessions; what this process had published vanishes at once. */
  @Override
  void close();
}
