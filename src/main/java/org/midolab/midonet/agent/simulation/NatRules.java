package org.midolab.midonet.agent.simulation;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Rule;

/**
 * Dynamic NAT for one frame (docs: contract.md#dynamic-nat). Packets of a known connection are
 * translated like its first packet. A new connection gets a free address and port. An ICMP error is
 * translated with the packet that it quotes (RFC 5508 §4), if the connection of this packet is
 * known.
 *
 * <p>Packets without ports are not translated, nor are packets that a device made and that belong
 * to no known connection. The next rules decide about them.
 */
final class NatRules {

  private final Walk walk;
  private final Set<Translation> used = new LinkedHashSet<>();

  NatRules(Walk walk) {
    this.walk = walk;
  }

  /** Result of a forward rule for a packet. */
  enum Outcome {
    TRANSLATED,
    /** The rule does not apply to the packet. */
    NOT_CONCERNED,
    /** This host waits for more ports. */
    WAITS,
    /** Nothing is free. */
    NO_PORT
  }

  /** Returns the forward translations that were applied to the frame. */
  Set<Translation> used() {
    return used;
  }

  /** Applies a rule of source or destination NAT. */
  Outcome forward(Rule rule, Header header, UUID device) {
    NatKey.Kind kind = rule.type() == Rule.Type.SNAT ? NatKey.Kind.SNAT : NatKey.Kind.DNAT;
    NatKey key = header.natKey(kind, device);
    if (key == null) {
      return Outcome.NOT_CONCERNED;
    }
    Endpoint known = find(key);
    boolean opens = !header.isIcmpError() && !walk.isMade();
    if (known != null && (!opens || isAllowed(rule, new Translation(key, known)))) {
      apply(new Translation(key, known), header);
      return Outcome.TRANSLATED;
    }
    return opens ? open(rule, key, header) : Outcome.NOT_CONCERNED;
  }

  private Outcome open(Rule rule, NatKey key, Header header) {
    return switch (walk.topology.choose(key, rule.natTargets())) {
      case PortChoice.Free(Endpoint to) -> {
        apply(new Translation(key, to), header);
        yield Outcome.TRANSLATED;
      }
      case PortChoice.Asked(PortRange range) -> {
        walk.awaitPort(range);
        yield Outcome.WAITS;
      }
      case PortChoice.None() -> Outcome.NO_PORT;
    };
  }

  /** Whether a rule allows a known translation. It may not, if it was changed since. */
  private static boolean isAllowed(Rule rule, Translation translation) {
    return rule.natTargets().stream().anyMatch(target -> NatRange.allows(target, translation));
  }

  /** Keeps a translation that was used for a decision about the packet, and changes nothing. */
  void keep(Translation translation) {
    used.add(translation);
  }

  /** Translates a packet in the direction of a forward rule. */
  void apply(Translation translation, Header header) {
    used.add(translation);
    walk.exchange.translate(translation);
    write(translation.key().kind(), translation.to(), header);
  }

  /**
   * Applies a reverse rule.
   *
   * @return whether the packet belongs to a translated connection
   */
  boolean reverse(Rule rule, Header header, UUID device) {
    NatKey.Kind kind =
        rule.type() == Rule.Type.REV_SNAT ? NatKey.Kind.REV_SNAT : NatKey.Kind.REV_DNAT;
    NatKey key = header.natKey(kind, device);
    Endpoint original = key == null ? null : find(key);
    if (original != null) {
      write(kind, original, header);
    }
    return original != null;
  }

  /** Writes the new end into a packet. */
  static void write(NatKey.Kind kind, Endpoint to, Header header) {
    if (kind.isOfSource()) {
      header.translateSource(to);
    } else {
      header.translateDestination(to);
    }
  }

  /** Returns the target of the translation for packets with this key, or null. */
  Endpoint find(NatKey key) {
    walk.tags.add(new FlowTag.Translated(key));
    Endpoint fresh = walk.exchange.translated(key);
    return fresh != null ? fresh : walk.topology.translated(key);
  }
}
