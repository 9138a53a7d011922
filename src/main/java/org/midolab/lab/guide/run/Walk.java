package org.midolab.lab.guide.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.midolab.lab.guide.catalogue.GuideScenario;

/** The progress of a run on its route. */
public final class Walk {

  private final Route route;
  private final Journal journal;
  private final Map<GuideScenario, ScenarioResult> results = new LinkedHashMap<>();

  Walk(Route route, Journal journal) {
    this.route = route;
    this.journal = journal;
  }

  Route route() {
    return route;
  }

  Journal journal() {
    return journal;
  }

  /** Returns the first prerequisite of a scenario that failed. */
  Optional<GuideScenario> obstacle(GuideScenario scenario) {
    return route.before(scenario).stream()
        .filter(b -> results.containsKey(b) && results.get(b).outcome().isRed())
        .findFirst();
  }

  ScenarioResult record(
      GuideScenario scenario, Outcome outcome, Duration took, List<Evidence> evidence) {
    var result = new ScenarioResult(scenario, outcome, took, evidence);
    results.put(scenario, result);
    return result;
  }

  int walked() {
    return results.size();
  }

  List<ScenarioResult> results() {
    return List.copyOf(results.values());
  }
}
