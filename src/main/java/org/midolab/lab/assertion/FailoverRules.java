package org.midolab.lab.assertion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.midolab.lab.probe.FailoverTrial;
import org.midolab.lab.probe.OutageProbe;
import org.midolab.lab.probe.RouteWatch;

/**
 * The figures of failover, over all trials of one cause. Parameters: {@code cause}; {@code trials},
 * their number; {@code prefix}, whose route changes; {@code outage} and {@code convergence}, limits
 * in seconds of every trial.
 */
final class FailoverRules {

  private static final Duration NEVER = Duration.ofDays(1);

  private FailoverRules() {}

  static List<Rule> rules() {
    return List.of(
        new Rule(
            "failover",
            p ->
                "outages of at most %d s and convergence within %d s in %d trials"
                    .formatted(p.number("outage"), p.number("convergence"), p.number("trials")),
            FailoverRules::judge));
  }

  private static Finding judge(Parameters p, Answers answers) {
    var in = new ArrayList<Duration>();
    var out = new ArrayList<Duration>();
    var convergence = new ArrayList<Duration>();
    for (int trial = 1; trial <= p.number("trials"); trial++) {
      in.add(outage(p, answers, trial, FailoverTrial.IN));
      out.add(outage(p, answers, trial, FailoverTrial.OUT));
      convergence.add(convergence(p, answers, trial));
    }
    boolean holds =
        within(in, p.number("outage"))
            && within(out, p.number("outage"))
            && within(convergence, p.number("convergence"));
    return new Finding(
        holds,
        "outage in %s, out %s; convergence %s; %d trials"
            .formatted(figures(in), figures(out), figures(convergence), in.size()));
  }

  /**
   * Returns the longest silence of a direction. One that has no reply, or is silent at the end for
   * longer than the limit, is silent for ever.
   */
  private static Duration outage(Parameters p, Answers answers, int trial, String what) {
    var seen = OutageProbe.parse(what, record(p, answers, trial, what));
    boolean silent = seen.isSilentAtTheEnd() || !within(seen.silentSince(), p.number("outage"));
    return seen.replies() == 0 || silent ? NEVER : seen.longest();
  }

  private static Duration convergence(Parameters p, Answers answers, int trial) {
    return RouteWatch.convergence(p.text("prefix"), record(p, answers, trial, FailoverTrial.ROUTES))
        .orElse(NEVER);
  }

  private static String record(Parameters p, Answers answers, int trial, String what) {
    return answers.from(
        FailoverTrial.source(what), FailoverTrial.question(p.text("cause"), trial, what));
  }

  private static boolean within(List<Duration> measured, long seconds) {
    return measured.stream().allMatch(time -> within(time, seconds));
  }

  private static boolean within(Duration time, long seconds) {
    return time.compareTo(Duration.ofSeconds(seconds)) <= 0;
  }

  private static String figures(List<Duration> measured) {
    return "median %s, p99 %s"
        .formatted(words(percentile(measured, 50)), words(percentile(measured, 99)));
  }

  /** The percentile by nearest rank: of fewer than 100 values, the 99th is the greatest. */
  static Duration percentile(List<Duration> measured, int percent) {
    int rank = Math.ceilDiv(measured.size() * percent, 100);
    return measured.stream().sorted().toList().get(rank - 1);
  }

  private static String words(Duration time) {
    return time.equals(NEVER)
        ? "never"
        : String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
  }
}
