package org.midolab.midonet.agent.bgp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once why this host's BGP sessions end or announce nothing, and that they are as configured
 * again. For one thread.
 */
final class Limits {

  private static final Logger LOG = LoggerFactory.getLogger(Limits.class);

  private boolean mayRun = true;
  private boolean delivers = true;

  /**
   * @param mayRunNow whether ZooKeeper is connected, or was a short time ago
   * @param deliversNow whether another host of the tunnel zones answers
   */
  void report(boolean mayRunNow, boolean deliversNow) {
    if (mayRun != mayRunNow) {
      mayRun = mayRunNow;
      if (mayRun) {
        LOG.info("ZooKeeper is connected again; BGP sessions start again");
      } else {
        LOG.warn(
            "BGP sessions end: ZooKeeper has been away for longer than"
                + " agent.router.bgp_zookeeper_holdtime");
      }
    }
    if (delivers != deliversNow) {
      delivers = deliversNow;
      if (delivers) {
        LOG.info("a host of the tunnel zones answers again; BGP networks are announced again");
      } else {
        LOG.warn(
            "BGP networks and learned routes are withdrawn: no other host of this host's tunnel"
                + " zones answers through the underlay, so nothing could be delivered");
      }
    }
  }
}
