package org.midolab.midonet.nsdb;

/**
 * This process's part in the election of one process for a task (docs: nsdb.md#elections). It takes
 * part until it is closed or ends.
 */
public interface Election extends AutoCloseable {

  /** A task that one process at a time does. */
  enum Task {
    /** Probes of the members of load balancers' pools. */
    HEALTH_MONITOR
  }

  /**
   * Returns whether this process is elected now. False at once when its connection to ZooKeeper is
   * lost, so that at most one process is elected, except for the time until a client notices the
   * loss.
   */
  boolean isElected();

  @Override
  void close();
}
