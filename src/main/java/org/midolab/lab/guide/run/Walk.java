package org.midolab.lab.guide.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;

/**
 * The progress of a run on its route. Results may arrive in any order from several threads. They
 * are reported in the order of the route, each when all earlier ones have arrived.
 */
public final class Walk {

  private final Route route;
  private final Catalogue catalogue;
  private final GuideListener listener;

  /** The results in the order of their arrival. */
  private final Map<GuideScenario, ScenarioResult> arrived = new LinkedHashMap<>();

  /** The reported results: those of the first scenarios of the route. */
  private final List<ScenarioResult> reported = new ArrayList<>();

  private boolean announced;

  Walk(Route route, Catalogue catalogue, GuideListener listener) {
    this.route = route;
    this.catalogue = catalogue;
    this.listener = listener;
  }

  Route route() {
    return route;
  }

  /** Returns the first red prerequisite of a scenario, if one is known. */
  synchronized Optional<GuideScenario> obstacle(GuideScenario scenario) {
    return route.before(scenario).stream()
        .filter(b -> arrived.containsKey(b) && arrived.get(b).outcome().isRed())
        .findFirst();
  }

  synchronized void started(GuideScenario scenario) {
    if (scenario.equals(next())) {
      announce(scenario);
    }
  }

  synchronized void finished(ScenarioResult result) {
    arrived.put(result.scenario(), result);
    for (var next = next(); next != null && arrived.containsKey(next); next = next()) {
      report(next);
    }
  }

  /** Returns the scenarios without a result. */
  synchronized List<GuideScenario> left() {
    return route.scenarios().stream().filter(s -> !arrived.containsKey(s)).toList();
  }

  synchronized List<ScenarioResult> results() {
    return List.copyOf(reported);
  }

  private GuideScenario next() {
    var scenarios = route.scenarios();
    return reported.size() < scenarios.size() ? scenarios.get(reported.size()) : null;
  }

  private void announce(GuideScenario scenario) {
    if (!announced) {
      announced = true;
      var chapter = catalogue.chapterOf(scenario.items().getFirst());
      listener.started(scenario, chapter, reported.size() + 1, route.scenarios().size());
    }
  }

  /**
   * Reports the result of a scenario. If a prerequisite turned red after the scenario had run, the
   * scenario counts as blocked.
   */
  private void report(GuideScenario scenario) {
    announce(scenario);
    var obstacle = obstacle(scenario);
    if (obstacle.isPresent() && !(arrived.get(scenario).outcome() instanceof Outcome.Blocked)) {
      var blocked = new Outcome.Blocked(new Blocked(obstacle.get()).by());
      arrived.put(
          scenario, new ScenarioResult(scenario, blocked, arrived.get(scenario).took(), List.of()));
    }
    reported.add(arrived.get(scenario));
    announced = false;
    listener.finished(reported.getLast());
  }
}
