package org.midolab.midonet.nsdb.flowstate;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.midolab.midonet.nsdb.FlowState;
import org.midolab.midonet.nsdb.FlowStateStore;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.StorageUnavailableException;

/**
 * Flow state in Cassandra (docs: nsdb.md#cassandra). Between its creation and the first call of
 * {@link #connect} or {@link #disconnect}, reads and writes wait. Thread safe.
 */
public final class CassandraFlowState implements FlowStateStore, AutoCloseable {

  /**
   * Egress ports for which a state is stored. More of them have only packets that a bridge floods;
   * agents report them to each other, but the state does not outlive these agents.
   */
  static final int MOST_PORTS = 16;

  /** Ports whose state is read at the same time, with four questions each. */
  private static final int READ_AT_ONCE = 16;

  private final FlowStateSchema schema;
  private final RowWriter writer = new RowWriter(this::begin);
  private final Semaphore reading = new Semaphore(READ_AT_ONCE);
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("flow-state-reader").daemon().factory());
  private volatile boolean none;
  private Connected connected;

  private record Connected(CqlSession session, Statements statements) {}

  /**
   * @param nsdb is not closed by this object
   */
  public CassandraFlowState(Nsdb nsdb) {
    schema = new FlowStateSchema(nsdb);
  }

  /**
   * Connects to Cassandra, and makes or changes the keyspace and the tables if necessary. Replaces
   * the former connection when this has succeeded. Blocks for some seconds.
   *
   * @param servers Cassandra nodes, {@code host} or {@code host:port}; at least one must answer
   * @param replicationFactor number of nodes that store each row, 1 or more
   * @throws StorageUnavailableException if ZooKeeper or Cassandra does not answer, or another
   *     process holds the lock for more than 60 s; the call can be repeated later
   */
  public void connect(List<String> servers, int replicationFactor) {
    none = false;
    CqlSession session = schema.open(servers, replicationFactor);
    try {
      replace(new Connected(session, new Statements(session)));
    } catch (RuntimeException e) {
      session.close();
      throw FlowStateSchema.unavailable(servers, e);
    }
  }

  /** Ends the connection. Until {@link #connect}, nothing is stored, and ports have no state. */
  public void disconnect() {
    none = true;
    writer.clear();
    replace(null);
  }

  private synchronized void replace(Connected next) {
    Connected before = connected;
    connected = next;
    notifyAll();
    if (before != null) {
      before.session.closeAsync();
    }
  }

  /** Waits until there is a connection, or none is wanted; then returns null. */
  private synchronized Connected await() throws InterruptedException {
    while (connected == null && !none) {
      wait();
    }
    return connected;
  }

  @Override
  public void save(FlowState state, UUID ingressPort, Set<UUID> egressPorts, Duration lifetime) {
    write(state, ingressPort, egressPorts, (int) Math.max(1, lifetime.toSeconds()));
  }

  @Override
  public void delete(FlowState state, UUID ingressPort, Set<UUID> egressPorts) {
    write(state, ingressPort, egressPorts, 0);
  }

  private void write(FlowState state, UUID ingressPort, Set<UUID> egressPorts, int lifetime) {
    if (none) {
      return;
    }
    writer.write(new RowWriter.Write(new Row(Row.Direction.INGRESS, ingressPort, state), lifetime));
    egressPorts.stream()
        .sorted()
        .limit(MOST_PORTS)
        .map(port -> new RowWriter.Write(new Row(Row.Direction.EGRESS, port, state), lifetime))
        .forEach(writer::write);
  }

  private CompletionStage<?> begin(RowWriter.Write write) throws InterruptedException {
    Connected to = await();
    return to == null
        ? CompletableFuture.completedStage(null)
        : to.session.executeAsync(to.statements.of(write));
  }

  @Override
  public CompletableFuture<OfPort> load(UUID port) {
    CompletableFuture<OfPort> loaded = new CompletableFuture<>();
    try {
      reader.execute(() -> load(port, loaded));
    } catch (RejectedExecutionException e) {
      loaded.completeExceptionally(e); // closed
    }
    return loaded;
  }

  private void load(UUID port, CompletableFuture<OfPort> loaded) {
    try {
      Connected from = await();
      if (from == null) {
        loaded.complete(new OfPort(Set.of(), Set.of()));
        return;
      }
      reading.acquire();
      loaded.whenComplete((result, failure) -> reading.release());
      CompletableFuture<Set<FlowState>> ingress = read(from, Row.Direction.INGRESS, port);
      CompletableFuture<Set<FlowState>> egress = read(from, Row.Direction.EGRESS, port);
      ingress
          .thenCombine(egress, OfPort::new)
          .whenComplete(
              (result, failure) -> {
                if (failure == null) {
                  loaded.complete(result);
                } else {
                  loaded.completeExceptionally(failure);
                }
              });
    } catch (InterruptedException | RuntimeException e) {
      loaded.completeExceptionally(e);
    }
  }

  private static CompletableFuture<Set<FlowState>> read(
      Connected from, Row.Direction direction, UUID port) {
    return read(from, direction, false, port)
        .thenCombine(
            read(from, direction, true, port),
            (connections, translations) -> {
              connections.addAll(translations);
              return connections;
            });
  }

  private static CompletableFuture<Set<FlowState>> read(
      Connected from, Row.Direction direction, boolean translations, UUID port) {
    return from.session
        .executeAsync(from.statements.select(direction, translations, port))
        .thenCompose(page -> collect(page, translations, new HashSet<>()))
        .toCompletableFuture();
  }

  private static CompletionStage<Set<FlowState>> collect(
      AsyncResultSet page, boolean translations, Set<FlowState> states) {
    page.currentPage()
        .forEach(
            row -> {
              FlowState state = Statements.state(row, translations);
              if (state != null) {
                states.add(state);
              }
            });
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> collect(next, translations, states))
        : CompletableFuture.completedStage(states);
  }

  /** Returns how many rows were not written, because too many waited or Cassandra refused them. */
  public long lost() {
    return writer.dropped() + writer.failed();
  }

  @Override
  public void close() {
    writer.close();
    reader.shutdownNow();
    disconnect();
  }
}
