package org.midolab.lab.guide.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.FakeLab;
import org.midolab.lab.guide.run.Evidence;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Observation;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.NotSeen;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.WaitBudget;

/** The journal gets what a step observes, whether it is as expected or not. */
class ObserverTest {

  private static final Assertion TWO_HOPS =
      new Assertion("next-hops", Map.of("node", "n", "prefix", "192.0.2.0/24", "count", "2"));

  private static final String QUESTION = "ip route show 192.0.2.0/24";

  private final Journal journal = new Journal(new Redactor());
  private final Observer observer =
      new Observer(
          Mode.OBSERVE,
          journal,
          WaitBudget.of(Duration.ofMillis(1)),
          new FailedServices(new FakeLab()));

  @BeforeEach
  void hide() {
    journal.redactor().hide("secret");
  }

  private List<Observation> observed() {
    return journal.close().stream().map(Evidence::observation).flatMap(Optional::stream).toList();
  }

  private static Probe<List<RawAnswer>> prints(String text) {
    return Probe.of("the routes", () -> List.of(new RawAnswer("n", QUESTION, text)));
  }

  @Test
  void whatHoldsIsKeptWithItsAssertionAndItsAnswers() {
    observer.expect(prints("nexthop via a\nnexthop via b\n"), TWO_HOPS);

    var observed = observed();
    assertThat(observed).hasSize(1);
    assertThat(observed.getFirst().holds()).isTrue();
    assertThat(observed.getFirst().assertion()).contains(TWO_HOPS);
    assertThat(observed.getFirst().answers())
        .containsExactly(new RawAnswer("n", QUESTION, "nexthop via a\nnexthop via b\n"));
  }

  @Test
  void whatDoesNotHoldIsKeptToo() {
    assertThatThrownBy(() -> observer.expect(prints("nexthop via a\n"), TWO_HOPS))
        .isInstanceOf(NotSeen.class)
        .hasMessageContaining("expected of the routes: 2 next hops; last seen: [nexthop via a]");

    assertThat(observed()).singleElement().matches(o -> !o.holds() && o.answers().size() == 1);
  }

  @Test
  void whereNothingIsAnsweredNothingIsKept() {
    var silent =
        Probe.<List<RawAnswer>>of(
            "the routes",
            () -> {
              throw new IllegalStateException("no answer");
            });

    assertThatThrownBy(() -> observer.expect(silent, TWO_HOPS)).isInstanceOf(NotSeen.class);
    assertThat(observed()).singleElement().matches(o -> o.answers().isEmpty() && !o.holds());
  }

  /** What is kept is what was judged: a secret is gone from both. */
  @Test
  void secretsAreGoneBeforeAnythingIsJudged() {
    observer.expect(prints("nexthop via secret\nnexthop via b\n"), TWO_HOPS);
    observer.expect(Probe.of("a word", () -> "my secret"), Expectation.equalTo("my secret"));

    assertThat(observed())
        .flatExtracting(Observation::answers)
        .extracting(RawAnswer::text)
        .containsExactly("nexthop via ‹secret›\nnexthop via b\n", "my ‹secret›");
  }

  @Test
  void whatCannotBeJudgedAgainIsKeptAsSuch() {
    observer.expect(Probe.of("a word", () -> "yes"), Expectation.equalTo("yes"));

    assertThat(observed()).singleElement().matches(o -> o.holds() && o.assertion().isEmpty());
  }
}
