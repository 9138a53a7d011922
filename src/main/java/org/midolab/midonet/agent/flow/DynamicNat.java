package org.midolab.midonet.agent.flow;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.midolab.midonet.agent.simulation.Effect;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.PortRange;
import org.midolab.midonet.agent.simulation.Result;
import org.midolab.midonet.datapath.Datapath.Upcall;

/**
 * Handles the events of dynamic NAT: translations begin, are reported between hosts and end, and
 * packets wait for ports. Thread safe (docs: nsdb.md#translations).
 */
final class DynamicNat {

  private final NatState state;
  private final PortBlocks ports;
  private final LiveTopology topology;
  private final ReportSender sender;
  private final Consumer<Upcall> again;
  private final WaitingRoom<PortRange> waiting = new WaitingRoom<>(WaitingRoom.PER_PORT);
  private final Queue<NatState.Report> unsent = new ConcurrentLinkedQueue<>();

  /**
   * @param again simulates a packet again
   */
  DynamicNat(
      NatState state,
      PortBlocks ports,
      LiveTopology topology,
      ReportSender sender,
      Consumer<Upcall> again) {
    this.state = state;
    this.ports = ports;
    this.topology = topology;
    this.sender = sender;
    this.again = again;
  }

  /**
   * Records the translations of a packet. Reports new ones to other hosts before the packet is
   * sent.
   *
   * @return false when another connection has taken the address and port meanwhile, so that the
   *     packet has to be simulated again
   */
  boolean open(Result result, long now) {
    for (Effect effect : result.effects()) {
      if (effect instanceof Effect.Translate(var translation, var in, var out)
          && !state.open(new NatState.Own(translation, in, out), now, this::report)) {
        return false;
      }
    }
    return true;
  }

  private void report(NatState.Report report) {
    sender.send(
        new NatMessage(report.kind(), report.translation(), origin(report)).toFrame(),
        report.kind() == NatMessage.Kind.USED
            ? hostWhereItBegan(report.ingressPort())
            : topology.answering(report.ingressPort(), report.egressPorts()));
  }

  private UUID origin(NatState.Report report) {
    return report.kind() == NatMessage.Kind.OPEN ? report.ingressPort() : topology.host();
  }

  private Set<UUID> hostWhereItBegan(UUID ingressPort) {
    UUID host = topology.hostOf(ingressPort);
    return host == null || host.equals(topology.host()) ? Set.of() : Set.of(host);
  }

  /**
   * Handles another host's report.
   *
   * @param frame of {@link StateFrame}
   * @return whether it is the report of a translation
   */
  boolean receive(byte[] frame, long now) {
    Optional<NatMessage> message = NatMessage.parse(frame);
    message.ifPresent(
        report -> {
          switch (report.kind()) {
            case OPEN -> state.reported(report.translation(), report.origin(), now);
            case END -> state.ended(report.translation());
            case USED -> used(report, now);
          }
        });
    return message.isPresent();
  }

  /** Reports the end of a translation again, to a host that missed the report. */
  private void used(NatMessage report, long now) {
    if (!state.used(report.translation(), now)) {
      NatMessage end = new NatMessage(NatMessage.Kind.END, report.translation(), topology.host());
      sender.send(end.toFrame(), Set.of(report.origin()));
    }
  }

  /**
   * Keeps a packet until ports are leased, and requests them. Requests none if there is no room.
   *
   * @return the packets without room, which may include this one
   */
  List<Upcall> await(PortRange range, Upcall upcall, long now) {
    if (!waiting.enter(range, upcall, now)) {
      return List.of(upcall);
    }
    List<Upcall> displaced = waiting.crowdedOut(range);
    if (!ports.request(range)) {
      answered(range); // it came since the simulation
    }
    return displaced;
  }

  /** Simulates the waiting packets again after a request for ports has succeeded or failed. */
  void answered(PortRange range) {
    waiting.leave(range).forEach(again);
  }

  /** Ends the translations of a block of ports that another host has leased. */
  void lost(PortBlocks.Block block) {
    state.lost(block, unsent::add);
  }

  /**
   * Ends idle translations, and reports those in use. To be called about once a second.
   *
   * @param used whether flows with this tag exist
   * @return packets that have waited too long
   */
  List<Upcall> tick(Predicate<FlowTag> used, long now) {
    ports.tick();
    state.expire(used, now, this::report);
    for (NatState.Report due = unsent.poll(); due != null; due = unsent.poll()) {
      report(due);
    }
    return waiting.dismiss(now);
  }
}
