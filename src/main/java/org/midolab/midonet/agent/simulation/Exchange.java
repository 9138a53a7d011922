package org.midolab.midonet.agent.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * Collects the consequences of one simulated frame: effects, and frames that devices generate,
 * which are simulated next. Later frames of the exchange use the entries that bridges and routers
 * learned before. So an answer reaches a station that was just seen, and a packet does not have to
 * wait for ARP if a bridge answers the request.
 */
final class Exchange {

  /** Limit on generated frames. More of them mean that devices answer each other in a loop. */
  private static final int MAX_GENERATED = 64;

  private final List<Effect> effects = new ArrayList<>(4);
  private final Queue<Generated> generated = new ArrayDeque<>(0);
  private final List<Postponed> postponed = new ArrayList<>(0);
  private final Map<Question, Mac> answers = new HashMap<>(0);
  private final Map<FlowTag.MacEntry, UUID> stations = new HashMap<>(4);
  private final Map<NatKey, Endpoint> translations = new HashMap<>(0);
  private final Trace trace;
  private int budget = MAX_GENERATED;

  Exchange(Trace trace) {
    this.trace = trace;
  }

  /** Returns the trace of the frame that the exchange began with. */
  Trace trace() {
    return trace;
  }

  List<Effect> effects() {
    return effects;
  }

  void add(Effect effect) {
    switch (effect) {
      case Effect.LearnArp arp ->
          answers.put(new Question(arp.routerId(), arp.address()), arp.mac());
      case Effect.LearnMac station ->
          stations.put(
              new FlowTag.MacEntry(station.networkId(), station.vlan(), station.mac()),
              station.portId());
      case Effect.Transmit _,
          Effect.Connect _,
          Effect.Translate _,
          Effect.AnswerProbe _,
          Effect.SeekGuest _ -> {
        // no entry that later frames use
      }
    }
    if (effect instanceof Effect.Transmit || !effects.contains(effect)) {
      effects.add(effect);
    }
  }

  /** A device sends a frame of its own out of one of its ports. */
  void generate(UUID port, byte[] frame) {
    answer(port, frame, null);
  }

  /**
   * A device answers an ARP request out of one of its ports.
   *
   * @param owner the MAC of the requested address; null if the frame is no answer to ARP
   */
  void answer(UUID port, byte[] frame, Mac owner) {
    if (budget-- > 0) {
      generated.add(new Generated(port, frame, owner));
    }
  }

  /** Whether devices have generated exactly one frame so far. */
  boolean isSingle() {
    return budget == MAX_GENERATED - 1;
  }

  /** Returns the next frame to simulate, or null. */
  Generated next() {
    if (generated.isEmpty()) {
      postponed.removeIf(this::resume);
    }
    return generated.poll();
  }

  /** A generated frame cannot go on until a neighbour is known. */
  void postpone(Generated frame, Result.Wait wait) {
    postponed.add(new Postponed(frame, new Question(wait.routerId(), wait.address())));
  }

  private boolean resume(Postponed frame) {
    if (answers.containsKey(frame.until())) {
      generate(frame.frame().port(), frame.frame().frame());
      return true;
    }
    return false;
  }

  /** Returns the MAC that a router learned for an address in this exchange, or null. */
  Mac answer(UUID router, Ip4 address) {
    return answers.isEmpty() ? null : answers.get(new Question(router, address));
  }

  /** Records a translation. Frames that devices generate in answer are translated back by it. */
  void translate(Translation translation) {
    translations.put(translation.key(), translation.to());
    translations.put(translation.reverse(), translation.original());
  }

  /** Returns the target of a translation that was recorded in this exchange, or null. */
  Endpoint translated(NatKey key) {
    return translations.isEmpty() ? null : translations.get(key);
  }

  /** Returns the port at which a bridge saw a station in this exchange, or null. */
  UUID station(FlowTag.MacEntry station) {
    return stations.get(station);
  }

  /**
   * A frame that a device generated.
   *
   * @param port the port of the device that it leaves by
   * @param owner the MAC of the requested address if the frame answers an ARP request; else null
   */
  record Generated(UUID port, byte[] frame, Mac owner) {}

  private record Postponed(Generated frame, Question until) {}

  private record Question(UUID router, Ip4 address) {}
}
