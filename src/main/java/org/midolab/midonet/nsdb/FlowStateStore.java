package org.midolab.midonet.nsdb;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Flow state that outlives an agent (docs: nsdb.md#cassandra). No call blocks. All calls do nothing
 * if the configuration names no store.
 */
public interface FlowStateStore {

  /**
   * The state of the connections of a port.
   *
   * @param ingress of connections that began at the port
   * @param egress of connections whose answers may enter by the port
   */
  record OfPort(Set<FlowState> ingress, Set<FlowState> egress) {

    public OfPort {
      ingress = Set.copyOf(ingress);
      egress = Set.copyOf(egress);
    }
  }

  /**
   * Stores a state, or extends its life. The write is lost if the store is away, or if too many
   * others wait.
   *
   * @param ingressPort the port where the connection began
   * @param egressPorts the ports by which answers may enter
   * @param lifetime time after which the state ends, 1 s or more
   */
  void save(FlowState state, UUID ingressPort, Set<UUID> egressPorts, Duration lifetime);

  /** Deletes a state. A write that is lost leaves it until its lifetime ends. */
  void delete(FlowState state, UUID ingressPort, Set<UUID> egressPorts);

  /**
   * Reads the state of a port's connections.
   *
   * @return completes when the store has answered, which may take as long as the store is away;
   *     completes exceptionally if the store could not answer
   */
  CompletableFuture<OfPort> load(UUID port);
}
