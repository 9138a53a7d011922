package org.midolab.lab.guide.run;

import java.time.Duration;
import java.util.List;
import org.midolab.lab.guide.catalogue.GuideScenario;

/** The result of one scenario. */
public record ScenarioResult(
    GuideScenario scenario, Outcome outcome, Duration took, List<Evidence> evidence) {

  public ScenarioResult {
    evidence = List.copyOf(evidence);
  }
}
