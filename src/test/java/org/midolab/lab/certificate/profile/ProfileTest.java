package org.midolab.lab.certificate.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.FakeUplink;
import org.midolab.lab.guide.catalogue.GuideDataException;
import org.midolab.lab.guide.run.Evidence;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Observation;
import org.midolab.lab.guide.run.ScenarioResult;
import org.midolab.lab.probe.RawAnswer;

class ProfileTest {

  private static final Path FEATURES = Path.of("features");
  private static final Profile UPLINK = Profile.named(FEATURES, "uplink").orElseThrow();

  /** Runs the profile's scenarios. */
  private static List<ScenarioResult> results() throws Exception {
    try (var paper = new FakeUplink()) {
      var ids = UPLINK.scenarios().stream().map(Profile.Scenario::id).toList();
      return paper.runner().mode(Mode.PERFORM_AND_OBSERVE).exactly(ids).run().scenarios();
    }
  }

  /** Returns the observations of each scenario, in order. */
  private static Map<String, List<Observation>> observations() throws Exception {
    return results().stream()
        .collect(
            Collectors.toMap(
                result -> result.scenario().id(),
                result ->
                    result.evidence().stream()
                        .map(Evidence::observation)
                        .flatMap(Optional::stream)
                        .toList()));
  }

  @Test
  void listsWhatItsScenariosAssert() throws Exception {
    var observations = observations();

    assertThat(UPLINK.scenarios())
        .hasSize(24)
        .allSatisfy(
            scenario ->
                assertThat(observations.get(scenario.id()))
                    .as(scenario.id())
                    .extracting(o -> o.assertion().orElseThrow())
                    .containsExactlyElementsOf(scenario.assertions()));
  }

  /** A certificate and its page show these titles, so nobody may choose them. */
  @Test
  void itsTitlesAreTheNamesOfTheScenarios() throws Exception {
    assertThat(UPLINK.scenarios())
        .extracting(Profile.Scenario::id, Profile.Scenario::title)
        .containsExactlyInAnyOrderElementsOf(
            results().stream().map(r -> tuple(r.scenario().id(), r.scenario().name())).toList());
  }

  /** No assertion may hold for empty answers. */
  @Test
  void noAssertionHoldsForEmptyAnswers() throws Exception {
    for (var scenario : observations().values()) {
      for (var observation : scenario) {
        var assertion = observation.assertion().orElseThrow();
        var blank =
            observation.answers().stream()
                .map(a -> new RawAnswer(a.source(), a.question(), ""))
                .toList();
        assertThat(holds(assertion, observation.answers())).as("%s", assertion).isTrue();
        assertThat(holds(assertion, blank)).as("%s", assertion).isFalse();
        assertThat(holds(assertion, List.of())).as("%s", assertion).isFalse();
      }
    }
  }

  /** Answers of another node or to another question must not satisfy an assertion. */
  @Test
  void noAssertionHoldsForAnotherAnswer() throws Exception {
    for (var scenario : observations().values()) {
      for (var observation : scenario) {
        var assertion = observation.assertion().orElseThrow();
        for (int i = 0; i < observation.answers().size(); i++) {
          var answers = new ArrayList<>(observation.answers());
          var answer = answers.get(i);
          for (var other : otherwise(answer)) {
            answers.set(i, other);
            assertThat(holds(assertion, answers)).as("%s, %s", assertion, other).isFalse();
          }
        }
      }
    }
  }

  /** Returns the same text as the answer of another node, or to another question. */
  private static List<RawAnswer> otherwise(RawAnswer answer) {
    var question = answer.question();
    return List.of(
        new RawAnswer("elsewhere", question, answer.text()),
        new RawAnswer(answer.source(), question + "1", answer.text()),
        new RawAnswer(answer.source(), question + " or else", answer.text()),
        new RawAnswer(answer.source(), "x" + question, answer.text()));
  }

  private static boolean holds(Assertion assertion, List<RawAnswer> answers) {
    try {
      return assertion.evaluate(answers).holds();
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void itsDigestChangesWithEachAssertion() {
    var features = UPLINK.features();
    var fewer =
        new Profile(UPLINK.profile(), UPLINK.title(), features.subList(0, features.size() - 1));
    var first = features.getFirst();
    var other =
        new Profile.Feature(
            first.name(),
            first.title(),
            first.core(),
            List.of(
                new Profile.Scenario(
                    first.scenarios().getFirst().id(),
                    first.scenarios().getFirst().title(),
                    List.of(new Assertion("frame-arrives", Map.of("from", "bgp2"))))));
    var changed = new ArrayList<>(features);
    changed.set(0, other);

    assertThat(
            List.of(
                UPLINK.digest(),
                fewer.digest(),
                new Profile(UPLINK.profile(), UPLINK.title(), changed).digest()))
        .doesNotHaveDuplicates()
        .allSatisfy(digest -> assertThat(digest).matches("[0-9a-f]{64}"));
    assertThat(Profile.named(FEATURES, "uplink").orElseThrow().digest()).isEqualTo(UPLINK.digest());
  }

  @Test
  void refusesADuplicateScenario() {
    var first = UPLINK.features().getFirst();

    assertThatThrownBy(() -> new Profile("p", "t", List.of(first, first)))
        .isInstanceOf(GuideDataException.class)
        .hasMessageContaining("twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../catalogue", "/etc/passwd", "nothing", "a\nb"})
  void findsNoProfileForAnInvalidName(String name) {
    assertThat(Profile.named(FEATURES, name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "uplink-bird"})
  void theShippedProductsMatchIt(String lab) {
    var product = Product.read(Path.of("labs", lab, Product.FILE));

    assertThat(product.faults(UPLINK, LocalDate.of(2026, 11, 28))).isEmpty();
    assertThat(product.selection(UPLINK))
        .isEqualTo(UPLINK.scenarios().stream().map(Profile.Scenario::id).toList());
  }

  @Test
  void reportsTheFaultsOfAProduct() {
    var declared = new Declaration("nonsense", "a reason", "somebody", "2027-01-01");
    var product =
        new Product("p", "1", "v", null, List.of("tcp", "tcp"), null, List.of(declared), List.of());

    assertThat(product.faults(UPLINK, LocalDate.of(2026, 11, 28)))
        .containsExactly(
            "the extended feature tcp is declared 2 times, not once",
            "the extended feature each-gateway is declared 0 times, not once",
            "the extended feature load-sharing is declared 0 times, not once",
            "the extended feature failover is declared 0 times, not once",
            "the profile has no scenario nonsense");
  }

  @Test
  void aDeclarationNeedsAReasonAnOwnerAndAnExpiry() {
    assertThatThrownBy(() -> new Declaration("tcp", " ", "somebody", "2027-01-01"))
        .isInstanceOf(GuideDataException.class);
    assertThatThrownBy(() -> new Declaration("tcp", "a reason", null, "2027-01-01"))
        .isInstanceOf(GuideDataException.class);
    assertThatThrownBy(() -> new Declaration("tcp", "a reason", "somebody", "some day"))
        .isInstanceOf(GuideDataException.class)
        .hasMessageContaining("expires on a day like");
  }
}
