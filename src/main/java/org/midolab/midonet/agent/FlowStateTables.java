package org.midolab.midonet.agent;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.midolab.midonet.conf.Configuration;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.flowstate.CassandraFlowState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects the store of flow state to the configured Cassandra, and creates its tables with the
 * configured replication. It runs on its own thread, because the agent forwards without Cassandra.
 * It tries again every {@value #RETRY_SECONDS} s while Cassandra cannot be reached.
 */
final class FlowStateTables {

  private static final Logger LOG = LoggerFactory.getLogger(FlowStateTables.class);

  private static final String SERVERS = "cassandra.servers";
  private static final String REPLICATION = "cassandra.replication_factor";
  private static final long RETRY_SECONDS = 10;

  private record Wanted(List<String> servers, int replicationFactor) {}

  private final CassandraFlowState store;
  private final Configuration configuration;
  private final Semaphore changes = new Semaphore(1);

  private FlowStateTables(CassandraFlowState store, Configuration configuration) {
    this.store = store;
    this.configuration = configuration;
  }

  /** Starts a thread that follows the configuration until the process ends. */
  static void follow(CassandraFlowState store, Configuration configuration) {
    FlowStateTables tables = new FlowStateTables(store, configuration);
    configuration.onChange(
        changed -> {
          if (changed.contains(SERVERS) || changed.contains(REPLICATION)) {
            tables.changes.release();
          }
        });
    Thread.ofPlatform().name("flow-state-tables").daemon().start(tables::run);
  }

  private void run() {
    Wanted done = null;
    boolean retry = false;
    String lastWarning = "";
    while (true) {
      try {
        if (retry) {
          changes.tryAcquire(RETRY_SECONDS, TimeUnit.SECONDS);
        } else {
          changes.acquire();
        }
        changes.drainPermits();
        retry = false;
        Wanted wanted = new Wanted(configuration.list(SERVERS), configuration.integer(REPLICATION));
        if (wanted.servers().isEmpty()) {
          store.disconnect();
          done = wanted;
        } else if (!wanted.equals(done)) {
          retry = true;
          store.connect(wanted.servers(), wanted.replicationFactor());
          retry = false;
          done = wanted;
          lastWarning = "";
          LOG.info(
              "flow-state tables are in Cassandra at {}, {} copies",
              wanted.servers(),
              wanted.replicationFactor());
        }
      } catch (StorageUnavailableException e) {
        if (!e.getMessage().equals(lastWarning)) {
          lastWarning = e.getMessage();
          LOG.warn("flow state cannot be stored yet, will try again: {}", lastWarning);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
