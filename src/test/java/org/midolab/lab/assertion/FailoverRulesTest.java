package org.midolab.lab.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.midolab.lab.probe.FailoverTrial;
import org.midolab.lab.probe.RawAnswer;

/** Outage and convergence are computed from the records of all trials. */
class FailoverRulesTest {

  private static final Assertion WANTED =
      new Assertion(
          "failover",
          Map.of(
              "cause",
              "carrier lost",
              "trials",
              "3",
              "prefix",
              "192.0.2.0/24",
              "outage",
              "2",
              "convergence",
              "1"));

  private static final String CONVERGED =
      """
      [2026-11-28T10:00:00.000000] 192.0.2.0/24 nhid 15 via 203.0.113.129 dev eth2 proto bgp
      [2026-11-28T10:00:01.000000] fault
      [2026-11-28T10:00:01.500000] 198.51.100.0/24 via 203.0.113.129 dev eth2 proto bgp
      [2026-11-28T10:00:01.600000] 192.0.2.0/24 nhid 14 proto bgp metric 20
      \tnexthop via 198.51.100.129 dev eth1 weight 1
      \tnexthop via 203.0.113.129 dev eth2 weight 1
      [2026-11-28T10:00:01.700000] 192.0.2.0/24 nhid 15 via 203.0.113.129 dev eth2 proto bgp
      """;

  /** Ten replies per second, but none for a time after the first second. */
  private static String replies(double silence) {
    return IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "[%.1f] 64 bytes from a: icmp_seq=%d ttl=60\n"
                        .formatted(i / 10.0 + (i > 10 ? silence : 0), i + 1))
            .collect(Collectors.joining())
        + "[%.1f] now\n".formatted(3 + silence);
  }

  private static List<RawAnswer> answers(int trials, String in, String out, String routes) {
    var answers = new ArrayList<RawAnswer>();
    for (int trial = 1; trial <= trials; trial++) {
      for (var record :
          Map.of(FailoverTrial.IN, in, FailoverTrial.OUT, out, FailoverTrial.ROUTES, routes)
              .entrySet()) {
        answers.add(
            new RawAnswer(
                FailoverTrial.source(record.getKey()),
                FailoverTrial.question("carrier lost", trial, record.getKey()),
                record.getValue()));
      }
    }
    return answers;
  }

  private static Finding judged(String in, String out, String routes) throws Exception {
    return WANTED.evaluate(answers(3, in, out, routes));
  }

  @Test
  void outageAndConvergenceAreFiguresOfTheirOwn() throws Exception {
    var found = judged(replies(0.5), replies(1.5), CONVERGED);

    assertThat(found.holds()).isTrue();
    assertThat(found.seen())
        .isEqualTo(
            "outage in median 0.50 s, p99 0.50 s, out median 1.50 s, p99 1.50 s; convergence median"
                + " 0.70 s, p99 0.70 s; 3 trials");
  }

  @Test
  void aLongOutageInOneDirectionIsTooMuch() throws Exception {
    assertThat(judged(replies(2.1), replies(0), CONVERGED).holds()).isFalse();
    assertThat(judged(replies(0), replies(2.1), CONVERGED).holds()).isFalse();
  }

  @Test
  void aDirectionThatStaysSilentIsSilentForEver() throws Exception {
    var silent = replies(0).replace("[3.0] now", "[9.0] now");

    assertThat(judged(silent, replies(0), CONVERGED).holds()).isFalse();
    assertThat(judged(silent, replies(0), CONVERGED).seen()).contains("in median never");
    assertThat(judged("", replies(0), CONVERGED).holds()).isFalse();
  }

  /** Its last reply was 2.6 s before the end, and the limit is 2 s. */
  @Test
  void theSilenceAtTheEndHasTheSameLimit() throws Exception {
    var silent = replies(0).replace("[3.0] now", "[5.5] now");

    assertThat(judged(replies(0), silent, CONVERGED).holds()).isFalse();
    assertThat(judged(replies(0), silent.replace("[5.5]", "[4.5]"), CONVERGED).holds()).isTrue();
  }

  @Test
  void aRouteThatChangesLateOrNeverHasNotConverged() throws Exception {
    for (var routes :
        List.of(
            CONVERGED.replace("01.700000", "02.100000"),
            CONVERGED.lines().limit(6).collect(Collectors.joining("\n")),
            CONVERGED.replace("fault", "nothing"),
            "")) {
      assertThat(judged(replies(0), replies(0), routes).holds()).as(routes).isFalse();
    }
  }

  @Test
  void aRouteThatGoesHasConverged() throws Exception {
    var gone = CONVERGED.replace("01.500000] 198.51.100.0/24", "01.500000] Deleted 192.0.2.0/24");

    assertThat(judged(replies(0), replies(0), gone).seen()).contains("convergence median 0.50 s");
  }

  @Test
  void eachTrialMustHaveItsRecords() {
    assertThatThrownBy(() -> WANTED.evaluate(answers(2, replies(0), replies(0), CONVERGED)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("carrier lost, trial 3");
  }

  @Test
  void percentilesAreByNearestRank() {
    var times = IntStream.rangeClosed(1, 20).mapToObj(Duration::ofSeconds).toList();

    assertThat(FailoverRules.percentile(times, 50)).hasSeconds(10);
    assertThat(FailoverRules.percentile(times, 99)).hasSeconds(20);
    assertThat(FailoverRules.percentile(times.subList(0, 1), 50)).hasSeconds(1);
  }
}
