package org.midolab.midonet.nsdb;

/**
 * The two ZooKeeper sessions of a process (docs: nsdb.md#sessions). ZooKeeper deletes the ephemeral
 * nodes of a session when it has not received anything from the process for the session's timeout.
 */
public enum Session {
  /**
   * Timeout {@code zookeeper.session_timeout}, 30 s by default. For state that should survive a
   * pause of the process, such as active ports: the datapath forwards during the pause.
   */
  NORMAL,
  /**
   * Timeout {@code zookeeper.failfast_session_timeout}, 5 s by default. For state that must be
   * removed soon after the process fails.
   */
  FAIL_FAST
}
