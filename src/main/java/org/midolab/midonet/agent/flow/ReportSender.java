package org.midolab.midonet.agent.flow;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Ip4;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends reports of flow state through the tunnels to other hosts. */
final class ReportSender {

  private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);

  private final Datapath datapath;
  private final LiveTopology topology;

  ReportSender(Datapath datapath, LiveTopology topology) {
    this.datapath = datapath;
    this.topology = topology;
  }

  /**
   * Sends a report to the hosts that share a tunnel zone with this one. Failures are logged.
   *
   * @param frame a whole frame, see {@link StateFrame}
   */
  void send(byte[] frame, Set<UUID> hosts) {
    for (UUID host : hosts) {
      Underlay.route(topology.topology(), topology.host(), host)
          .ifPresent(route -> send(frame, route.encapsulation(), route.local(), route.remote()));
    }
  }

  /**
   * Sends a report to the host at the other end of a tunnel. A failure is logged.
   *
   * @param tunnel encapsulation and addresses; its key is ignored
   */
  void send(byte[] frame, FlowAction.Tunnel tunnel) {
    send(frame, tunnel.encapsulation(), tunnel.local(), tunnel.remote());
  }

  private void send(byte[] frame, FlowAction.Encapsulation encapsulation, Ip4 local, Ip4 remote) {
    FlowAction tunnel = new FlowAction.Tunnel(encapsulation, StateFrame.TUNNEL_KEY, local, remote);
    try {
      datapath.execute(frame, Datapath.TUNNEL_PORT, List.of(tunnel));
    } catch (DatapathException e) {
      LOG.warn("a report of flow state could not be sent: {}", e.getMessage());
    }
  }
}
