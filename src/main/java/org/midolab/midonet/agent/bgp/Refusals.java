package org.midolab.midonet.agent.bgp;

import java.time.Duration;
import java.util.List;
import org.midolab.midonet.agent.bgp.Frr.Outcome;

/**
 * What bgpd has refused of a configuration: it is not asked the same again before some time is
 * over, twice as long after each time. For one thread.
 */
final class Refusals {

  /** Pause after the first refusal. */
  static final Duration FIRST = Duration.ofSeconds(2);

  /** The longest pause: an operator who corrects bgpd by hand is not kept waiting longer. */
  static final Duration MOST = Duration.ofMinutes(1);

  private FrrConfiguration refused;
  private List<String> sentences = List.of();
  private Duration pause = Duration.ZERO;
  private long since;

  /** Whether bgpd may be asked for a configuration now. */
  boolean mayTry(FrrConfiguration wanted, long nanoTime) {
    return !wanted.equals(refused) || nanoTime - since >= pause.toNanos();
  }

  /**
   * Notes what came of a configuration.
   *
   * @return whether other things are refused than before, so that it is worth telling
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

  /** What is refused, for a person to read; empty when nothing is. */
  String text() {
    StringBuilder text = new StringBuilder();
    sentences.forEach(
        sentence -> text.append("Configuration refused by bgpd: ").append(sentence).append('\n'));
    return text.toString();
  }
}
