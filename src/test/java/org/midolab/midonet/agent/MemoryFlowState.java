package org.midolab.midonet.agent;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.midolab.midonet.nsdb.FlowState;
import org.midolab.midonet.nsdb.FlowStateStore;

/** A store of flow state that several hosts share in a test. */
final class MemoryFlowState implements FlowStateStore {

  record Row(boolean began, UUID port, FlowState state) {}

  /** The lifetime of each row. */
  final Map<Row, Duration> rows = new ConcurrentHashMap<>();

  /** Questions wait until this is complete. */
  volatile CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);

  private static Set<Row> rows(FlowState state, UUID ingressPort, Set<UUID> egressPorts) {
    Set<Row> rows = new HashSet<>();
    rows.add(new Row(true, ingressPort, state));
    egressPorts.forEach(port -> rows.add(new Row(false, port, state)));
    return rows;
  }

  @Override
  public void save(FlowState state, UUID ingressPort, Set<UUID> egressPorts, Duration lifetime) {
    rows(state, ingressPort, egressPorts).forEach(row -> rows.put(row, lifetime));
  }

  @Override
  public void delete(FlowState state, UUID ingressPort, Set<UUID> egressPorts) {
    rows.keySet().removeAll(rows(state, ingressPort, egressPorts));
  }

  @Override
  public CompletableFuture<OfPort> load(UUID port) {
    return answers.thenApply(answer -> new OfPort(of(true, port), of(false, port)));
  }

  Set<FlowState> of(boolean began, UUID port) {
    return rows.keySet().stream()
        .filter(row -> row.began == began && row.port.equals(port))
        .map(Row::state)
        .collect(Collectors.toSet());
  }
}
