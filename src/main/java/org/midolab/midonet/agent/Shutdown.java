package org.midolab.midonet.agent;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.midolab.midonet.nsdb.Nsdb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an agent on SIGTERM (docs: datapath.md#restart-and-stop). If the service manager
 * starts the agent again at once, everything that others see of it stays, as after {@code kill -9}:
 * the nodes in ZooKeeper live until their sessions time out, and the next agent takes them over
 * before.
 */
final class Shutdown implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final BooleanSupplier restarts;
  private final Agent agent;
  private final List<Runnable> closes;
  private final Nsdb nsdb;

  /**
   * @param restarts whether the agent is started again at once; asked once
   * @param closes run in any case, after the agent has ended
   * @param nsdb closed unless the agent is started again
   */
  Shutdown(BooleanSupplier restarts, Agent agent, List<Runnable> closes, Nsdb nsdb) {
    this.restarts = restarts;
    this.agent = agent;
    this.closes = List.copyOf(closes);
    this.nsdb = nsdb;
  }

  @Override
  public void run() {
    // The agent forwards while the question is asked.
    if (restarts.getAsBoolean()) {
      LOG.info("stopping for a restart; ports, learned routes and BGP sessions stay");
      attempt(agent::closeForSuccessor);
      closes.forEach(Shutdown::attempt);
    } else {
      LOG.info("stopping");
      attempt(agent::close);
      closes.forEach(Shutdown::attempt);
      attempt(nsdb::close);
    }
    LOG.info("stopped");
  }

  /** Runs a step whose failure must not keep the next one from being run. */
  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.warn("a part of the agent was not closed in order", e);
    }
  }
}
