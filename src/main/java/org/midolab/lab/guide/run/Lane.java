package org.midolab.lab.guide.run;

import java.util.List;
import java.util.Optional;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.probe.WaitBudget;

/**
 * Scenarios that one thread walks one after another, and what it keeps of the one that runs now.
 *
 * <p>A lane on trial gives up at the first scenario that is not well: that one and all behind it
 * leave no result, and are walked again by a lane that is not on trial.
 */
final class Lane {

  private final Walk walk;
  private final List<GuideScenario> scenarios;
  private final Journal journal;
  private final WaitBudget patience;
  private final boolean onTrial;
  private GuideScenario givenUpAt;

  private Lane(
      Walk walk,
      List<GuideScenario> scenarios,
      Journal journal,
      WaitBudget patience,
      boolean onTrial) {
    this.walk = walk;
    this.scenarios = List.copyOf(scenarios);
    this.journal = journal;
    this.patience = patience;
    this.onTrial = onTrial;
  }

  static Lane of(Walk walk, List<GuideScenario> scenarios, Journal journal, WaitBudget patience) {
    return new Lane(walk, scenarios, journal, patience, false);
  }

  static Lane onTrial(Walk walk, List<GuideScenario> scenarios, Redactor redactor) {
    return new Lane(walk, scenarios, new Journal(redactor), WaitBudget.trial(), true);
  }

  Walk walk() {
    return walk;
  }

  List<GuideScenario> scenarios() {
    return scenarios;
  }

  Journal journal() {
    return journal;
  }

  WaitBudget patience() {
    return patience;
  }

  /** Why a scenario is not tried: something that it needs is red, or the lane has given up. */
  Optional<GuideScenario> obstacle(GuideScenario scenario) {
    return Optional.ofNullable(givenUpAt).or(() -> walk.obstacle(scenario));
  }

  void finished(ScenarioResult result) {
    if (onTrial && givenUpAt == null && result.outcome().isRed()) {
      givenUpAt = result.scenario();
    }
    if (givenUpAt == null) {
      walk.finished(result);
    }
  }
}
