package org.midolab.lab.guide.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;

/**
 * How far a run has come along its route. Results may come in any order, from several threads; they
 * are told in the route's order, each when all before it are there.
 */
public final class Walk {

  private final Route route;
  private final Catalogue catalogue;
  private final GuideListener listener;

  /** What has come, in the order in which it came. */
  private final Map<GuideScenario, ScenarioResult> come = new LinkedHashMap<>();

  /** What has been told: the beginning of the route. */
  private final List<ScenarioResult> told = new ArrayList<>();

  private boolean announced;

  Walk(Route route, Catalogue catalogue, GuideListener listener) {
    this.route = route;
    this.catalogue = catalogue;
    this.listener = listener;
  }

  Route route() {
    return route;
  }

  /** Of what a scenario needs, the first of which is known that it did not come about. */
  synchronized Optional<GuideScenario> obstacle(GuideScenario scenario) {
    return route.before(scenario).stream()
        .filter(b -> come.containsKey(b) && come.get(b).outcome().isRed())
        .findFirst();
  }

  synchronized void started(GuideScenario scenario) {
    if (scenario.equals(next())) {
      announce(scenario);
    }
  }

  synchronized void finished(ScenarioResult result) {
    come.put(result.scenario(), result);
    for (var next = next(); next != null && come.containsKey(next); next = next()) {
      tell(next);
    }
  }

  /** The scenarios of which nothing has come. */
  synchronized List<GuideScenario> left() {
    return route.scenarios().stream().filter(s -> !come.containsKey(s)).toList();
  }

  synchronized List<ScenarioResult> results() {
    return List.copyOf(told);
  }

  private GuideScenario next() {
    var scenarios = route.scenarios();
    return told.size() < scenarios.size() ? scenarios.get(told.size()) : null;
  }

  private void announce(GuideScenario scenario) {
    if (!announced) {
      announced = true;
      var chapter = catalogue.chapterOf(scenario.items().getFirst());
      listener.started(scenario, chapter, told.size() + 1, route.scenarios().size());
    }
  }

  /** What was looked at before it was known that something it needs is red waits for that. */
  private void tell(GuideScenario scenario) {
    announce(scenario);
    var obstacle = obstacle(scenario);
    if (obstacle.isPresent() && !(come.get(scenario).outcome() instanceof Outcome.Blocked)) {
      var blocked = new Outcome.Blocked(new Blocked(obstacle.get()).by());
      come.put(
          scenario, new ScenarioResult(scenario, blocked, come.get(scenario).took(), List.of()));
    }
    told.add(come.get(scenario));
    announced = false;
    listener.finished(told.getLast());
  }
}
