package org.midolab.midonet.nsdb;

import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Topology;

/**
 * The whole topology, kept up to date by watches. Changes may be coalesced: a listener sees the
 * latest state, not every state in between. The objects of one write arrive together.
 */
public interface TopologyMirror extends AutoCloseable {

  /** The topology as last seen; while ZooKeeper is away, as it was. Never blocks. */
  Topology current();

  /**
   * Adds a listener, which is first told of all that there is, as a change from {@link
   * Topology#EMPTY}. Listeners run one after the other on one thread of the mirror and hold each
   * other up.
   *
   * @return removes the listener
   */
  Subscription listen(Listener listener);

  @Override
  void close();

  /** Told of a change. */
  @FunctionalInterface
  interface Listener {
    /**
     * @param changed the ids of all objects that were created, changed or deleted between {@code
     *     before} and {@code after}
     */
    void changed(Topology before, Topology after, Set<UUID> changed);
  }
}
