package org.midolab.midonet.agent.flow;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.midolab.midonet.agent.simulation.Effect;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.Simulator;

/**
 * Sends probes of members into the virtual topology, and brings their answers to the host that
 * probes (docs: contract.md#health-monitors).
 *
 * <pre>
 *   host that probes                                  host of the member
 *     probe ──── PROBE, connection ─────────────────►   Probes, Connections
 *        └────── SYN, through the tunnel ───────────►   port ► member
 *     onAnswer ◄──────── OPEN or REFUSED ────────────   simulation ◄ SYN+ACK or RST
 * </pre>
 */
final class Prober {

  private final UUID host;
  private final Simulator simulator;
  private final LiveTopology topology;
  private final Probes probes;
  private final Connections connections;
  private final ReportSender reports;
  private volatile Consumer<ForwardingPlane.Answer> listener = answer -> {};

  Prober(
      Simulator simulator,
      LiveTopology topology,
      Probes probes,
      Connections connections,
      ReportSender reports) {
    this.host = topology.host();
    this.simulator = simulator;
    this.topology = topology;
    this.probes = probes;
    this.connections = connections;
    this.reports = reports;
  }

  void onAnswer(Consumer<ForwardingPlane.Answer> to) {
    listener = to;
  }

  /**
   * Announces a probe to the hosts where its answer may arrive.
   *
   * @return the effects that send it; to be applied afterwards
   */
  List<Effect> probe(UUID routerId, Endpoint member, int sourcePort, int sequence, long now) {
    Simulator.Probe probe = simulator.probe(routerId, member, sourcePort, sequence);
    Set<UUID> hosts = new HashSet<>();
    for (Effect effect : probe.effects()) {
      if (effect instanceof Effect.Connect(var key, var began, var ports)) {
        Set<UUID> answering = topology.answering(began, ports);
        connections.reported(key, began, now);
        reports.send(new ConnectionMessage(key, began, false).toFrame(), answering);
        hosts.addAll(answering);
      }
    }
    if (probe.key() != null) {
      probes.expect(probe.key(), host, sequence, now);
      reports.send(
          new ProbeMessage(ProbeMessage.Kind.PROBE, probe.key(), host, sequence).toFrame(), hosts);
    }
    return probe.effects();
  }

  /** A member has answered at this host. Forged answers are ignored. */
  void answered(Effect.AnswerProbe answer) {
    Probes.Expected probe = probes.find(answer.key(), answer.acknowledgment());
    if (probe == null) {
      return;
    }
    if (probe.sender().equals(host)) {
      listener.accept(new ForwardingPlane.Answer(probe.sequence(), answer.open()));
      return;
    }
    ProbeMessage.Kind kind = answer.open() ? ProbeMessage.Kind.OPEN : ProbeMessage.Kind.REFUSED;
    reports.send(
        new ProbeMessage(kind, answer.key(), host, probe.sequence()).toFrame(),
        Set.of(probe.sender()));
  }

  /**
   * Handles another host's message.
   *
   * @param frame of {@link StateFrame}
   * @return whether it is a message about a probe
   */
  boolean receive(byte[] frame, long now) {
    Optional<ProbeMessage> message = ProbeMessage.parse(frame);
    message.ifPresent(
        about -> {
          switch (about.kind()) {
            case PROBE -> probes.expect(about.key(), about.sender(), about.sequence(), now);
            case OPEN -> listener.accept(new ForwardingPlane.Answer(about.sequence(), true));
            case REFUSED -> listener.accept(new ForwardingPlane.Answer(about.sequence(), false));
          }
        });
    return message.isPresent();
  }
}
