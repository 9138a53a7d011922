package org.midolab.midonet.nsdb.state;

import java.io.IOException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.midolab.midonet.nsdb.Election;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** See {@link Election}. */
public final class ZkElection implements Election {

  private static final Logger LOG = LoggerFactory.getLogger(ZkElection.class);

  private final LeaderLatch latch;

  /**
   * Takes part in the election of a task.
   *
   * @param client of the session whose end is the end of the candidacy
   * @param name of this process, for people who look at the node
   */
  public ZkElection(CuratorFramework client, Paths paths, Task task, String name) {
    latch = new LeaderLatch(client, paths.election(task), name);
    try {
      latch.start();
    } catch (Exception e) {
      throw new IllegalStateException("cannot take part in the election for " + task, e);
    }
  }

  @Override
  public boolean isElected() {
    return latch.hasLeadership();
  }

  @Override
  public void close() {
    if (latch.getState() != LeaderLatch.State.STARTED) {
      return;
    }
    try {
      latch.close();
    } catch (IOException e) {
      LOG.debug("the candidacy ends with its session", e);
    }
  }
}
