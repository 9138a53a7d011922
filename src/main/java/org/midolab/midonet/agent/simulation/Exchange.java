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
 * What one simulated frame sets off: effects, and frames that devices make in answer and that walk
 * the topology in their turn. What bridges and routers learn on the way holds for the rest of the
 * exchange: an answer finds its way back to a station that was just seen, and an ARP request which
 * a bridge answers is over before its packet would have to wait.
 */
final class Exchange {

  /** Answers call forth answers only a few times; more is a loop of devices. */
  private static final int MAX_GENERATED = 64;

  private final List<Effect> effects = new ArrayList<>(4);
  private final Queue<Generated> generated = new ArrayDeque<>(0);
  private final List<Postponed> postponed = new ArrayList<>(0);
  private final Map<Question, Mac> answers = new HashMap<>(0);
  private final Map<FlowTag.MacEntry, UUID> stations = new HashMap<>(4);
  private final Map<NatKey, Endpoint> translations = new HashMap<>(0);
  private int budget = MAX_GENERATED;

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
      case Effect.Transmit _, Effect.Connect _, Effect.Translate _ -> {
        // nothing to learn from
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
   * @param owner who has the address that is asked for; null for any other frame
   */
  void answer(UUID port, byte[] frame, Mac owner) {
    if (budget-- > 0) {
      generated.add(new Generated(port, frame, owner));
    }
  }

  /** Whether devices have made one frame so far, and no other. */
  boolean isSingle() {
    return budget == MAX_GENERATED - 1;
  }

  /** The next frame to walk, or null. */
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

  /** What a router learned in this exchange, or null. */
  Mac answer(UUID router, Ip4 address) {
    return answers.isEmpty() ? null : answers.get(new Question(router, address));
  }

  /** A frame is translated so; what is made about it on its way is translated back. */
  void translate(Translation translation) {
    translations.put(translation.key(), translation.to());
    translations.put(translation.reverse(), translation.original());
  }

  /** What packets of a key are translated to by what this exchange has chosen, or null. */
  Endpoint translated(NatKey key) {
    return translations.isEmpty() ? null : translations.get(key);
  }

  /** Where a bridge saw a station in this exchange, or null. */
  UUID station(FlowTag.MacEntry station) {
    return stations.get(station);
  }

  /**
   * @param owner for the answer to an ARP request, who has the address that is asked for; else null
   */
  record Generated(UUID port, byte[] frame, Mac owner) {}

  private record Postponed(Generated frame, Question until) {}

  private record Question(UUID router, Ip4 address) {}
}
