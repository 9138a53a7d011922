package org.midolab.midonet.agent.simulation;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;

/**
 * Takes a frame through the virtual topology. Stateless, so that any number of threads may share
 * one, as far as the topology that it reads allows.
 */
public final class Simulator {

  private final VirtualTopology topology;
  private final Settings settings;

  public Simulator(VirtualTopology topology, Settings settings) {
    this.topology = Objects.requireNonNull(topology, "topology");
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /**
   * Never throws for what a frame or the topology contains: a malformed frame is a {@link
   * Result.Drop}, too.
   */
  public Result simulate(Ingress ingress) {
    throw new UnsupportedOperationException("devices follow in the next commit");
  }

  /**
   * Asks again for a neighbour: what {@link Result.Wait} did first.
   *
   * @param portId the router port of the wait
   */
  public List<Effect> requestArp(UUID portId, Ip4 address) {
    throw new UnsupportedOperationException("devices follow in the next commit");
  }

  /**
   * @param bridgeArp whether bridges answer ARP requests from their {@code ip4_mac_table} ({@code
   *     agent.midolman.enable_bridge_arp}, true by default)
   */
  public record Settings(boolean bridgeArp) {}
}
