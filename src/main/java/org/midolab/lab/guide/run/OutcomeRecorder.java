package org.midolab.lab.guide.run;

import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.Result;
import io.cucumber.plugin.event.Status;
import io.cucumber.plugin.event.TestCase;
import io.cucumber.plugin.event.TestCaseFinished;
import io.cucumber.plugin.event.TestCaseStarted;
import java.util.Locale;
import java.util.Optional;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.catalogue.Waivers;

/** Converts Cucumber's events to outcomes of the guide. */
final class OutcomeRecorder implements ConcurrentEventListener {

  private final Waivers waivers;
  private final Lane lane;

  OutcomeRecorder(Waivers waivers, Lane lane) {
    this.waivers = waivers;
    this.lane = lane;
  }

  @Override
  public void setEventPublisher(EventPublisher publisher) {
    publisher.registerHandlerFor(
        TestCaseStarted.class, event -> lane.walk().started(scenarioOf(event.getTestCase())));
    publisher.registerHandlerFor(
        TestCaseFinished.class, event -> finished(event.getTestCase(), event.getResult()));
  }

  private void finished(TestCase testCase, Result result) {
    var scenario = scenarioOf(testCase);
    lane.finished(
        new ScenarioResult(
            scenario,
            waived(scenario, outcome(result)),
            result.getDuration(),
            lane.journal().close()));
  }

  /**
   * Returns the outcome of a scenario with regard to waivers. A waived item is not passed if only a
   * part of it was seen; a red outcome stays.
   */
  private Outcome waived(GuideScenario scenario, Outcome outcome) {
    var each = scenario.items().stream().map(waivers::of).toList();
    return outcome.isRed() || each.stream().anyMatch(Optional::isEmpty)
        ? outcome
        : Outcome.of(each.getFirst().orElseThrow());
  }

  private GuideScenario scenarioOf(TestCase testCase) {
    return lane.walk()
        .route()
        .at(testCase.getUri().toString(), testCase.getLocation().getLine())
        .orElseThrow(() -> new IllegalStateException("not on the route: " + testCase.getName()));
  }

  private Outcome outcome(Result result) {
    return switch (result.getError()) {
      case Blocked blocked -> new Outcome.Blocked(blocked.by());
      case NotApplicable notApplicable ->
          new Outcome.NotApplicable(redacted(notApplicable.getMessage()));
      case NotMeasured notMeasured -> new Outcome.NotMeasured(redacted(notMeasured.getMessage()));
      case null ->
          result.getStatus() == Status.PASSED
              ? new Outcome.Passed()
              : new Outcome.Failed(
                  "the scenario ended "
                      + result.getStatus().toString().toLowerCase(Locale.ROOT)
                      + "; is a step without a definition in it?",
                  null);
      case Throwable error ->
          new Outcome.Failed(redacted(String.valueOf(error.getMessage())), error);
    };
  }

  private String redacted(String text) {
    return lane.journal().redactor().redact(text);
  }
}
