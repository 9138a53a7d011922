package org.midolab.lab.guide.run;

import io.cucumber.core.gherkin.Pickle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideDataException;
import org.midolab.lab.guide.catalogue.GuideScenario;

/**
 * The scenarios of a run in order, and the prerequisites of each.
 *
 * <p>The order is that of the guide, except that each scenario comes after its prerequisites: of
 * all scenarios whose prerequisites are done, the first in the guide is next. So chapter 1, which
 * describes the finished system, is checked as soon as that is possible.
 */
final class Route {

  private final Map<String, GuideScenario> byPlace = new LinkedHashMap<>();
  private final Map<GuideScenario, Set<GuideScenario>> before = new LinkedHashMap<>();

  private Route(List<GuideScenario> ordered, Map<GuideScenario, Set<GuideScenario>> before) {
    for (var scenario : ordered) {
      byPlace.put(key(scenario.uri().toString(), scenario.line()), scenario);
      this.before.put(scenario, before.get(scenario));
    }
  }

  static Route through(Catalogue catalogue, List<GuideScenario> scenarios) {
    var positions = catalogue.positions();
    Comparator<GuideScenario> guideOrder =
        Comparator.<GuideScenario>comparingInt(s -> positions.get(s.id()))
            .thenComparing(s -> s.uri().toString())
            .thenComparingInt(GuideScenario::line);
    var before = prerequisites(catalogue, scenarios);
    var after = new LinkedHashMap<GuideScenario, List<GuideScenario>>();
    var open = new LinkedHashMap<GuideScenario, Integer>();
    var ready = new PriorityQueue<>(guideOrder);
    for (var scenario : scenarios) {
      open.put(scenario, before.get(scenario).size());
      before
          .get(scenario)
          .forEach(b -> after.computeIfAbsent(b, ignored -> new ArrayList<>()).add(scenario));
      if (before.get(scenario).isEmpty()) {
        ready.add(scenario);
      }
    }
    var ordered = new ArrayList<GuideScenario>();
    while (!ready.isEmpty()) {
      var next = ready.poll();
      ordered.add(next);
      for (var waiting : after.getOrDefault(next, List.of())) {
        if (open.merge(waiting, -1, Integer::sum) == 0) {
          ready.add(waiting);
        }
      }
    }
    if (ordered.size() < scenarios.size()) {
      var stuck =
          scenarios.stream().filter(s -> !ordered.contains(s)).map(GuideScenario::place).toList();
      throw new GuideDataException(
          "these scenarios wait for each other: " + stuck + "; see needs in " + Catalogue.FILE);
    }
    return new Route(ordered, before);
  }

  private static Map<GuideScenario, Set<GuideScenario>> prerequisites(
      Catalogue catalogue, List<GuideScenario> scenarios) {
    var byItem = new LinkedHashMap<Catalogue.Item, List<GuideScenario>>();
    scenarios.forEach(
        s ->
            s.items()
                .forEach(
                    item -> byItem.computeIfAbsent(item, ignored -> new ArrayList<>()).add(s)));
    var before = new LinkedHashMap<GuideScenario, Set<GuideScenario>>();
    for (var scenario : scenarios) {
      var needed = new LinkedHashSet<GuideScenario>();
      for (var item : scenario.items()) {
        catalogue.needsOf(item).stream()
            .filter(need -> !scenario.items().contains(need))
            .forEach(need -> needed.addAll(byItem.getOrDefault(need, List.of())));
      }
      needed.remove(scenario);
      before.put(scenario, needed);
    }
    return before;
  }

  List<GuideScenario> scenarios() {
    return List.copyOf(byPlace.values());
  }

  /** Returns the scenarios that must have passed before a scenario is tried. */
  Set<GuideScenario> before(GuideScenario scenario) {
    return before.get(scenario);
  }

  Optional<GuideScenario> at(String uri, int line) {
    return Optional.ofNullable(byPlace.get(key(uri, line)));
  }

  /** Returns Cucumber's pickles of these scenarios, in the order of the scenarios. */
  static List<Pickle> order(List<Pickle> pickles, List<GuideScenario> scenarios) {
    var byKey = new LinkedHashMap<String, Pickle>();
    pickles.forEach(p -> byKey.put(key(p.getUri().toString(), p.getLocation().getLine()), p));
    return scenarios.stream()
        .map(s -> key(s.uri().toString(), s.line()))
        .filter(byKey::containsKey)
        .map(byKey::get)
        .toList();
  }

  private static String key(String uri, int line) {
    return uri + ":" + line;
  }
}
