package org.midolab.midonet.agent;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.midolab.midonet.conf.Configuration;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.flowstate.FlowStateSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the tables of flow state in Cassandra, with the configured replication. It runs on its
 * own thread, because the agent forwards without these tables. It tries again every {@value
 * #RETRY_SECONDS} s while Cassandra cannot be reached.
 */
final class FlowStateTables {

  private static final Logger LOG = LoggerFactory.getLogger(FlowStateTables.class);

  private static final String SERVERS = "cassandra.servers";
  private static final String REPLICATION = "cassandra.replication_factor";
  private static final long RETRY_SECONDS = 10;

  private record Wanted(List<String> servers, int replicationFactor) {}

  private final FlowStateSchema schema;
  private final Configuration configuration;
  private final Semaphore changes = new Semaphore(1);

  private FlowStateTables(FlowStateSchema schema, Configuration configuration) {
    this.schema = schema;
    this.configuration = configuration;
  }

  /** Starts a thread that follows the configuration until the process ends. */
  static void follow(FlowStateSchema schema, Configuration configuration) {
    FlowStateTables tables = new FlowStateTables(schema, configuration);
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
        if (!wanted.servers().isEmpty() && !wanted.equals(done)) {
          retry = true;
          schema.ensure(wanted.servers(), wanted.replicationFactor());
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
          LOG.warn("flow-state tables cannot be created yet, will try again: {}", lastWarning);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
