package org.midolab.midonet.agent.flow;

import java.util.function.LongSupplier;
import org.midolab.midonet.agent.simulation.Effect;
import org.midolab.midonet.agent.simulation.Ingress;
import org.midolab.midonet.agent.simulation.Result;
import org.midolab.midonet.agent.simulation.Simulator;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.packet.Ip4Header;

/**
 * The connections that began here: reports them to the hosts where answers may arrive, and proves
 * them again after a change of filters.
 */
final class OwnConnections {

  /** Bytes at the start of a frame that hold all headers which a simulation reads. */
  private static final int OPENING = 128;

  private final Connections connections;
  private final ReportSender reports;
  private final StoredState stored;
  private final LiveTopology topology;
  private final Simulator simulator;
  private final LongSupplier nanoTime;

  OwnConnections(
      Connections connections,
      ReportSender reports,
      StoredState stored,
      LiveTopology topology,
      Simulator simulator,
      LongSupplier nanoTime) {
    this.connections = connections;
    this.reports = reports;
    this.stored = stored;
    this.topology = topology;
    this.simulator = simulator;
    this.nanoTime = nanoTime;
  }

  /** Reports new connections to other hosts before their packet is sent. */
  void connect(Upcall upcall, Result result) {
    for (Effect effect : result.effects()) {
      if (effect instanceof Effect.Connect(var key, var in, var out)) {
        byte[] first = Ip4Header.start(upcall.frame(), OPENING);
        var own = new Connections.Own(key, in, out, upcall.key(), first);
        if (connections.opened(own, nanoTime.getAsLong())) {
          report(own, false);
        }
      }
    }
  }

  /**
   * Reports a connection to the hosts where answers may arrive.
   *
   * @param ends whether the connection ends: filters refuse it now, or it was closed
   */
  void report(Connections.Own connection, boolean ends) {
    byte[] frame =
        new ConnectionMessage(connection.key(), connection.ingressPort(), ends).toFrame();
    reports.send(frame, topology.answering(connection.ingressPort(), connection.egressPorts()));
    if (!ends) {
      stored.save(connection, connections.lifetime(connection.key()));
    }
  }

  /**
   * Simulates the first packet of a connection again; ends it on all hosts if that fails. A
   * restored connection whose packet is not known ends, too. The next packet that filters accept
   * opens it again.
   */
  void prove(Connections.Own connection) {
    if (!connection.hasPacket() || !stands(connection)) {
      connections.ended(connection.key());
      report(connection, true);
    }
  }

  private boolean stands(Connections.Own connection) {
    Result result =
        simulator.simulate(
            Ingress.fromWire(connection.ingressPort(), connection.first(), connection.frame()));
    return result instanceof Result.Wait
        || result instanceof Result.AwaitPort
        || result.effects().stream()
            .anyMatch(
                effect ->
                    effect instanceof Effect.Connect connect
                        && connect.key().equals(connection.key()));
  }
}
