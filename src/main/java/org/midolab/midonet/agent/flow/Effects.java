package org.midolab.midonet.agent.flow;

import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.midolab.midonet.agent.flow.Translator.Translation;
import org.midolab.midonet.agent.simulation.Effect;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.Simulator;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.nsdb.ArpEntry;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FrameParser;

/** Applies what simulations have as effects: stations and neighbours learned, frames of devices. */
final class Effects {

  private final Simulator simulator;
  private final Translator translator;
  private final Transmitter transmitter;
  private final DeviceTables tables;
  private final Neighbours neighbours;
  private final MacLearning macs;
  private final ArpLearning arpLearning;
  private final Prober prober;
  private final MetadataGuests guests;
  private final LongSupplier nanoTime;

  Effects(
      Simulator simulator,
      Translator translator,
      Transmitter transmitter,
      DeviceTables tables,
      Neighbours neighbours,
      MacLearning macs,
      ArpLearning arpLearning,
      Prober prober,
      MetadataGuests guests,
      LongSupplier nanoTime) {
    this.simulator = simulator;
    this.translator = translator;
    this.transmitter = transmitter;
    this.tables = tables;
    this.neighbours = neighbours;
    this.macs = macs;
    this.arpLearning = arpLearning;
    this.prober = prober;
    this.guests = guests;
    this.nanoTime = nanoTime;
  }

  /** Sends an ARP request for a neighbour that packets or flows need. */
  void ask(Neighbours.Key key, UUID portId) {
    apply(simulator.requestArp(portId, key.address()), true, Datapath.TUNNEL_PORT);
  }

  /** Sends a probe; see {@link ForwardingPlane#probe}. */
  void probe(UUID routerId, Endpoint member, int sourcePort, int sequence) {
    long now = nanoTime.getAsLong();
    List<Effect> effects = prober.probe(routerId, member, sourcePort, sequence, now);
    apply(effects, true, Datapath.TUNNEL_PORT);
  }

  /** Sends an ARP announcement of an address out of a port. */
  void announce(UUID portId, Ip4 address, Mac owner) {
    apply(simulator.announce(portId, address, owner), true, Datapath.TUNNEL_PORT);
  }

  /**
   * Applies effects: learns, and sends frames if {@code transmit} is set.
   *
   * @return whether a flow may be installed; false while a station's port is disputed
   */
  boolean apply(List<Effect> effects, boolean transmit, int inPort) {
    return apply(effects, transmit, inPort, Tracing.Marker.NONE);
  }

  /**
   * Works as {@link #apply(List, boolean, int)}.
   *
   * @param marker for the packet itself, not for frames that devices make
   */
  boolean apply(List<Effect> effects, boolean transmit, int inPort, Tracing.Marker marker) {
    boolean flowable = true;
    boolean sent = false;
    DropReason lost = null;
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.LearnMac station -> flowable &= macs.seen(station, nanoTime.getAsLong());
        case Effect.LearnArp(var router, var port, var address, var mac) -> {
          Neighbours.Key key = new Neighbours.Key(router, address);
          ArpEntry entry = neighbours.learned(key, mac);
          if (entry != null) {
            tables.arpTable(router).publish(address, entry);
            arpLearning
                .learned(key, port)
                .forEach(old -> tables.arpTable(old.routerId()).withdraw(old.address()));
          }
        }
        case Effect.Connect _, Effect.Translate _ -> {
          // handled by connect, Prober.probe and DynamicNat.open
        }
        case Effect.AnswerProbe answer -> prober.answered(answer);
        case Effect.SeekGuest(UUID port) -> guests.seek(port);
        case Effect.Transmit(byte[] frame, var actions, boolean made) -> {
          Translation translated = translator.translate(actions);
          boolean accepted =
              transmit
                  && !translated.actions().isEmpty()
                  && transmitter.execute(frame, inPort, marked(frame, translated, made, marker));
          if (!made) { // frames that devices make are not counted as lost
            sent |= accepted;
            lost = translated.reason() == null ? DropReason.ACTION_FAILED : translated.reason();
          }
        }
      }
    }
    if (lost != null && !sent) {
      transmitter.countLost(inPort, lost);
    }
    return flowable;
  }

  private static List<FlowAction> marked(
      byte[] frame, Translation translated, boolean made, Tracing.Marker marker) {
    return made || marker == Tracing.Marker.NONE
        ? translated.actions()
        : marker.mark(FrameParser.parse(frame, 1, 0), translated.actions());
  }

  /** Returns whether an effect would change nothing. */
  boolean isKnown(Effect effect) {
    return switch (effect) {
      case Effect.LearnMac(var network, int vlan, var mac, var port) ->
          port.equals(tables.macPort(network, vlan, mac));
      case Effect.LearnArp(var router, _, var address, var mac) -> {
        ArpEntry entry = tables.arp(router, address);
        yield entry != null && mac.equals(entry.mac());
      }
      case Effect.Transmit _,
          Effect.Connect _,
          Effect.Translate _,
          Effect.AnswerProbe _,
          Effect.SeekGuest _ ->
          false;
    };
  }
}
