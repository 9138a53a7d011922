package org.midolab.midonet.agent.flow;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.midolab.midonet.agent.simulation.Effect;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.PortRange;
import org.midolab.midonet.agent.simulation.Result;
import org.midolab.midonet.agent.simulation.Translation;
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
  private final StoredState stored;
  private final Consumer<Upcall> again;
  private final WaitingRoom<PortRange> waiting = new WaitingRoom<>(WaitingRoom.PER_PORT);
  private final Queue<NatState.Report> unsent = new ConcurrentLinkedQueue<>();

  /**
   * @param stored receives the translations that begin, continue or end here
   * @param again simulates a packet again
   */
  DynamicNat(
      NatState state,
      PortBlocks ports,
      LiveTopology topology,
      ReportSender sender,
      StoredState stored,
      Consumer<Upcall> again) {
    this.state = state;
    this.ports = ports;
    this.topology = topology;
    this.sender = sender;
    this.stored = stored;
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

  /**
   * Records what packets with these tags have shown of the end of a connection.
   *
   * @param seen see {@link FlowTable.TcpListener}
   */
  void tcpSeen(Set<FlowTag> tags, IntUnaryOperator seen) {
    state.seen(tags, seen);
  }

  /** Whether the packet begins a translation. */
  boolean isNew(Result result) {
    return result.effects().stream()
        .anyMatch(
            effect ->
                effect instanceof Effect.Translate(var translation, _, _)
                    && !state.isKnown(translation));
  }

  private void report(NatState.Report report) {
    switch (report.kind()) {
      case OPEN -> {
        send(report, hosts(report));
        stored.save(report, state.lifetime(report.translation()));
        if (state.isWithoutPort(report.translation())) {
          ports.inTurn(() -> claim(report.translation()));
        }
      }
      case END -> {
        send(report, hosts(report));
        stored.delete(report);
      }
      case USED, SOUGHT -> sendUsed(report);
    }
  }

  private void send(NatState.Report report, Set<UUID> hosts) {
    UUID origin = report.kind() == NatMessage.Kind.OPEN ? report.ingressPort() : topology.host();
    sender.send(new NatMessage(report.kind(), report.translation(), origin).toFrame(), hosts);
  }

  private Set<UUID> hosts(NatState.Report report) {
    Set<UUID> hosts = topology.answering(report.ingressPort(), report.egressPorts());
    if (report.lender() != null) {
      hosts.add(report.lender());
    }
    return hosts;
  }

  /** Reports the use of a translation to the host where it began. */
  private void sendUsed(NatState.Report report) {
    UUID host = topology.hostOf(report.ingressPort());
    // Restored for a port here by which answers enter; where it began is not known.
    if (topology.host().equals(host)) {
      NatMessage message =
          new NatMessage(NatMessage.Kind.SOUGHT, report.translation(), topology.host());
      sender.send(message.toFrame(), topology.tunnelled());
    } else if (host != null) {
      send(report, Set.of(host));
    }
  }

  /**
   * Restores a translation of a port that is at this host now. To be called by a task of {@link
   * PortBlocks#inTurn} only.
   *
   * @param began whether it began at the port; else packets of the connection may enter by the port
   */
  void restore(Translation translation, UUID port, boolean began, long now) {
    if (state.restored(translation, port, began, now)) {
      claim(translation);
    }
  }

  /**
   * Takes the port of a restored translation. If another host has it, because the connection began
   * when its port was there, that host keeps it as long as it hears of the translation.
   */
  private void claim(Translation translation) {
    if (!state.isWithoutPort(translation)) {
      return;
    }
    UUID device = translation.key().deviceId();
    switch (ports.adopt(device, translation.to())) {
      case PortBlocks.Adoption.Taken() -> {
        if (!state.gotPort(translation)) {
          ports.release(device, translation.to());
        }
      }
      case PortBlocks.Adoption.Busy() -> state.refused(translation, this::report);
      case PortBlocks.Adoption.Lent(UUID host) -> {
        NatState.Report first = host == null ? null : state.lentBy(translation, host);
        if (first != null) {
          send(first, Set.of(host));
        }
      }
    }
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
            case OPEN -> opened(report, now);
            case END -> state.ended(report.translation(), report.origin(), this::report);
            case USED -> used(report, now);
            case SOUGHT -> sought(report, now);
          }
        });
    return message.isPresent();
  }

  /** Tells the other host if it may not use the port. */
  private void opened(NatMessage report, long now) {
    UUID host = topology.hostOf(report.origin());
    if (!state.reported(report.translation(), report.origin(), now) && host != null) {
      NatMessage end = new NatMessage(NatMessage.Kind.END, report.translation(), topology.host());
      sender.send(end.toFrame(), Set.of(host));
    }
  }

  /** Tells the store and the lender of a translation that began here that it is in use. */
  private void refresh(NatState.Report own) {
    if (own != null) {
      stored.save(own, state.lifetime(own.translation()));
      if (own.lender() != null) {
        send(own, Set.of(own.lender()));
      }
    }
  }

  private void sought(NatMessage report, long now) {
    NatState.Report known = state.reportOf(report.translation());
    if (known != null) {
      state.used(report.translation(), now);
      send(known, Set.of(report.origin()));
    }
  }

  /**
   * Handles another host's message that it uses a translation. If the translation has ended here,
   * reports the end to that host again. While state is being read from the store, the translation
   * may still become known.
   */
  private void used(NatMessage report, long now) {
    if (state.used(report.translation(), now)) {
      refresh(state.reportOf(report.translation()));
    } else if (!stored.isReading()) {
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
