package org.midolab.midonet.agent.bgp;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.agent.bgp.Frr.Outcome;

/**
 * The commands of a configuration that bgpd has refused. The same configuration is tried again only
 * after a pause, which doubles each time. For one thread.
 */
final class Refusals {

  /** Pause after the first refusal. */
  static final Duration FIRST = Duration.ofSeconds(2);

  /** The longest pause, so that a correction by an operator takes effect within this time. */
  static final Duration MOST = Duration.ofMinutes(1);

  private @Nullable FrrConfiguration refused;
  private List<String> sentences = List.of();
  private Duration pause = Duration.ZERO;
  private long since;

  /** Returns whether a configuration may be tried now. */
  boolean mayTry(FrrConfiguration wanted, long nanoTime) {
    return !wanted.equals(refused) || nanoTime - since >= pause.toNanos();
  }

  /**
   * Records the result of a configuration.
   *
   * @return whether the refused commands differ from those of the last attempt
   */
  boolean note(FrrConfiguration wanted, Outcome outcome, long nanoTime) {
    boolean again = wanted.equals(refused);
    boolean changed = !outcome.refusals().equals(sentences);
    sentences = outcome.refusals();
    if (sentences.isEmpty()) {
      refused = null;
      pause = Duration.ZERO;
    } else {
      pause = again ? min(pause.multipliedBy(2), MOST) : FIRST;
      refused = wanted;
      since = nanoTime;
    }
    return changed;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Returns a text that lists the refused commands, one per line; empty without any. */
  String text() {
    StringBuilder text = new StringBuilder();
    sentences.forEach(
        sentence -> text.append("Configuration refused by bgpd: ").append(sentence).append('\n'));
    return text.toString();
  }
}
