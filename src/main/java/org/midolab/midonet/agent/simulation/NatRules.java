package org.midolab.midonet.agent.simulation;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Rule;

/**
 * Dynamic NAT on the way of one frame. Packets of a known connection are translated as its first
 * packet was; a new connection gets an address and port that are free. An ICMP error is translated
 * with the packet that it quotes (RFC 5508 §4), if its connection is known.
 *
 * <p>What has no ports, and what a device made about no known connection, is not translated: the
 * next rules decide about it.
 */
final class NatRules {

  private final Walk walk;
  private final Set<Translation> used = new LinkedHashSet<>();

  NatRules(Walk walk) {
    this.walk = walk;
  }

  /** What became of a packet at a forward rule. */
  enum Outcome {
    TRANSLATED,
    NOT_CONCERNED,
    /** More ports are asked for. */
    WAITS,
    NO_PORT
  }

  /** The translations, in the direction of their rules, that the frame's outputs depend on. */
  Set<Translation> used() {
    return used;
  }

  /** Translates by a rule of source or destination NAT. */
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

  /** Translations of a rule that was changed since go on only if it still allows them. */
  private static boolean isAllowed(Rule rule, Translation translation) {
    return rule.natTargets().stream().anyMatch(target -> NatRange.allows(target, translation));
  }

  private void apply(Translation translation, Header header) {
    used.add(translation);
    walk.exchange.translate(translation);
    write(translation.key().kind(), translation.to(), header);
  }

  /**
   * Translates back by a reverse rule.
   *
   * @return whether the packet belongs to a connection that was translated
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

  private static void write(NatKey.Kind kind, Endpoint to, Header header) {
    if (kind.isOfSource()) {
      header.translateSource(to);
    } else {
      header.translateDestination(to);
    }
  }

  private Endpoint find(NatKey key) {
    walk.tags.add(new FlowTag.Translated(key));
    Endpoint fresh = walk.exchange.translated(key);
    return fresh != null ? fresh : walk.topology.translated(key);
  }
}
