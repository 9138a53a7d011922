package org.midolab.midonet.agent.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.SimAction;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.DropReason;

/** Turns actions on virtual ports into actions on datapath ports and tunnels. */
final class Translator {

  private final LocalPorts local;
  private final LiveTopology topology;

  Translator(LocalPorts local, LiveTopology topology) {
    this.local = local;
    this.topology = topology;
  }

  /**
   * Actions for the datapath.
   *
   * @param actions empty when no copy of the frame can be sent
   * @param reason the drop reason when there are no actions, else null
   * @param tags what the choice of interfaces and tunnels depends on
   */
  record Translation(List<FlowAction> actions, DropReason reason, Set<FlowTag> tags) {}

  Translation translate(List<SimAction> actions) {
    List<FlowAction> translated = new ArrayList<>(actions.size());
    Set<FlowTag> tags = new HashSet<>();
    DropReason obstacle = DropReason.NO_EGRESS;
    int lastOutput = 0;
    for (SimAction action : actions) {
      switch (action) {
        case SimAction.SetEthernet(var source, var destination) ->
            translated.add(new FlowAction.SetEthernet(source, destination));
        case SimAction.SetIp(var source, var destination) ->
            translated.add(new FlowAction.SetIp(source, destination));
        case SimAction.SetPorts(var source, var destination) ->
            translated.add(
                new FlowAction.SetPorts(
                    source == null ? FlowAction.KEEP : source,
                    destination == null ? FlowAction.KEEP : destination));
        case SimAction.DecrementTtl(int hops) -> translated.add(new FlowAction.DecrementTtl(hops));
        case SimAction.PushVlan(int id) -> translated.add(new FlowAction.PushVlan(id));
        case SimAction.PopVlan() -> translated.add(new FlowAction.PopVlan());
        case SimAction.AnswerArp(Mac owner) -> translated.add(new FlowAction.AnswerArp(owner));
        case SimAction.ToBgpNamespace(UUID portId) -> {
          tags.add(new FlowTag.Device(portId));
          LocalPorts.Entry port = local.find(portId);
          if (port != null && port.namespaceNumber() != 0) {
            translated.add(new FlowAction.Output(port.namespaceNumber()));
            lastOutput = translated.size();
          }
        }
        case SimAction.ToMetadataProxy() -> {
          translated.add(new FlowAction.Output(topology.metadataNumber()));
          lastOutput = translated.size();
        }
        case SimAction.Emit(UUID portId) -> {
          tags.add(new FlowTag.Device(portId));
          UUID host = topology.hostOf(portId);
          Optional<FlowAction> output = egress(portId, host);
          if (output.isPresent()) {
            translated.add(output.get());
            lastOutput = translated.size();
          } else if (host != null && !host.equals(topology.host())) {
            obstacle = DropReason.NO_TUNNEL;
          }
          if (host != null) {
            tags.add(LiveTopology.underlay(host));
          }
        }
      }
    }
    // Rewrites after the last output have no effect.
    return new Translation(
        List.copyOf(translated.subList(0, lastOutput)), lastOutput == 0 ? obstacle : null, tags);
  }

  private Optional<FlowAction> egress(UUID portId, UUID host) {
    LocalPorts.Entry port = local.find(portId);
    if (port != null) {
      return port.active() ? Optional.of(new FlowAction.Output(port.number())) : Optional.empty();
    }
    if (host == null || host.equals(topology.host())) {
      return Optional.empty();
    }
    return Underlay.route(topology.topology(), topology.host(), host)
        .map(
            route ->
                new FlowAction.Tunnel(
                    route.encapsulation(),
                    topology.tunnelKey(portId),
                    route.local(),
                    route.remote()));
  }
}
