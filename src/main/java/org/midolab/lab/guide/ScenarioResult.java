package org.midolab.lab.guide;

import java.time.Duration;
import java.util.List;

/** What became of one scenario. */
public record ScenarioResult(
    GuideScenario scenario, Outcome outcome, Duration took, List<Evidence> evidence) {

  public ScenarioResult {
    evidence = List.copyOf(evidence);
  }
}
