package org.midolab.midonet.nsdb;

/**
 * Which of the two ZooKeeper sessions owns an ephemeral node: it vanishes that long after its
 * process fell silent.
 */
public enum Session {
  /**
   * {@code zookeeper.session_timeout}, 30 s: what should outlast a pause of the process, such as
   * which ports are active: the datapath goes on meanwhile.
   */
  NORMAL,
  /** {@code zookeeper.failfast_session_timeout}, 5 s: what others must see vanish quickly. */
  FAIL_FAST
}
