package org.midolab.midonet.agent.simulation;

import org.midolab.midonet.packet.DropReason;

/**
 * What a chain has to say about a packet.
 *
 * @param detail which rule said so; null for {@link Kind#ACCEPT}
 */
record Verdict(Kind kind, String detail) {

  static final Verdict ACCEPT = new Verdict(Kind.ACCEPT, null);

  enum Kind {
    ACCEPT,
    DROP,
    REJECT,
    /** A rule that would decide needs something that is not built. */
    NOT_BUILT
  }

  boolean isAccept() {
    return kind == Kind.ACCEPT;
  }

  DropReason dropReason() {
    return switch (kind) {
      case ACCEPT -> throw new IllegalStateException("an accepted packet has no drop reason");
      case DROP -> DropReason.DROPPED_BY_RULE;
      case REJECT -> DropReason.REJECTED_BY_RULE;
      case NOT_BUILT -> DropReason.SIMULATION_FAILED;
    };
  }
}
