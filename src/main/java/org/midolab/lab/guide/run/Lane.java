package org.midolab.lab.guide.run;

import java.util.List;
import java.util.Optional;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.probe.WaitBudget;

/**
 * Scenarios that one thread runs one after another, with the journal of the current one.
 *
 * <p>A lane on trial stops at the first red scenario. That scenario and all later ones have no
 * result, and a lane that is not on trial runs them again.
 */
final class Lane {

  private final Walk walk;
  private final List<GuideScenario> scenarios;
  private final Journal journal;
  private final WaitBudget patience;
  private final boolean onTrial;
  private GuideScenario stoppedAt;

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

  /**
   * Returns the scenario for which another is not run: a red prerequisite, or the scenario at which
   * the lane stopped.
   */
  Optional<GuideScenario> obstacle(GuideScenario scenario) {
    return Optional.ofNullable(stoppedAt).or(() -> walk.obstacle(scenario));
  }

  void finished(ScenarioResult result) {
    if (onTrial && stoppedAt == null && result.outcome().isRed()) {
      stoppedAt = result.scenario();
    }
    if (stoppedAt == null) {
      walk.finished(result);
    }
  }
}
