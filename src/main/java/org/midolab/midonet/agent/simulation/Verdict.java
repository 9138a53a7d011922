package org.midolab.midonet.agent.simulation;

import org.midolab.midonet.model.Rule;
import org.midolab.midonet.packet.DropReason;

/**
 * Decision of a chain about a packet.
 *
 * @param detail the rule that decided; null for {@link Kind#ACCEPT}
 * @param redirect the rule that redirects the packet; null unless {@link Kind#REDIRECT}
 */
record Verdict(Kind kind, String detail, Rule redirect) {

  static final Verdict ACCEPT = new Verdict(Kind.ACCEPT, null);

  Verdict(Kind kind, String detail) {
    this(kind, detail, null);
  }

  static Verdict redirect(Rule rule, String detail) {
    return new Verdict(Kind.REDIRECT, detail, rule);
  }

  enum Kind {
    ACCEPT,
    DROP,
    REJECT,
    /** A rule redirects it to another port. This branch ends. */
    REDIRECT,
    /** A rule of source NAT waits for a free port. There is no decision yet. */
    AWAITS_PORT,
    /** A rule of dynamic NAT found no free address and port. */
    NO_PORT,
    /** A rule needs a feature that is not built yet. */
    NOT_BUILT
  }

  boolean isAccept() {
    return kind == Kind.ACCEPT;
  }

  DropReason dropReason() {
    return switch (kind) {
      case ACCEPT, REDIRECT, AWAITS_PORT ->
          throw new IllegalStateException("a packet that is not dropped has no drop reason");
      case DROP -> DropReason.DROPPED_BY_RULE;
      case REJECT -> DropReason.REJECTED_BY_RULE;
      case NO_PORT -> DropReason.NO_NAT_PORT;
      case NOT_BUILT -> DropReason.SIMULATION_FAILED;
    };
  }
}
