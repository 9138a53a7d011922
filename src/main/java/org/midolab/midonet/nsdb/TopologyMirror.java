package org.midolab.midonet.nsdb;

import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Topology;

/**
 * A copy of the whole topology that watches keep up to date. Several changes may arrive as one, so
 * a listener receives the latest state and not every state in between. The objects of one write
 * arrive together.
 */
public interface TopologyMirror extends AutoCloseable {

  /** Returns the topology as last received, also while ZooKeeper is not reachable. Never blocks. */
  Topology current();

  /**
   * Adds a listener. Its first call reports the current topology as a change from {@link
   * Topology#EMPTY}. Listeners run one after another on one thread of the mirror, so a slow
   * listener delays the others.
   *
   * @return a subscription; closing it removes the listener
   */
  Subscription listen(Listener listener);

  @Override
  void close();

  /** Receives changes of the topology. */
  @FunctionalInterface
  interface Listener {
    /**
     * @param changed the ids of all objects that were created, changed or deleted between {@code
     *     before} and {@code after}
     */
    void changed(Topology before, Topology after, Set<UUID> changed);
  }
}
