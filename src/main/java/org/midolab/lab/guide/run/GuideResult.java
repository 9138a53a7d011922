package org.midolab.lab.guide.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.Waivers;
import org.midolab.lab.runtime.LabFailure;

/** What became of a run, scenario by scenario and item by item. */
public record GuideResult(
    Mode mode,
    Catalogue catalogue,
    Waivers waivers,
    List<ScenarioResult> scenarios,
    Duration took) {

  public GuideResult {
    scenarios = List.copyOf(scenarios);
  }

  /** True when nothing failed and nothing was blocked. */
  public boolean isGreen() {
    return verdict().isGreen();
  }

  /** How many checks ended in which way. */
  public Verdict verdict() {
    return Verdict.of(scenarios);
  }

  /**
   * This result if it is green.
   *
   * @throws LabFailure with the first scenario that is red
   */
  public GuideResult orFail() {
    for (ScenarioResult scenario : scenarios) {
      if (scenario.outcome().isRed()) {
        throw new LabFailure(
            scenario.scenario().id() + " is not well: " + scenario.outcome().detail());
      }
    }
    return this;
  }

  /** The scenarios that stand for an item. */
  public List<ScenarioResult> of(Catalogue.Item item) {
    return scenarios.stream().filter(s -> s.scenario().items().contains(item)).toList();
  }

  /**
   * Every item's outcome, in the guide's order: the worst of its scenarios where that is red, else
   * its waiver, else what its scenarios say, else not run.
   */
  public Map<Catalogue.Item, Outcome> items() {
    var outcomes = new LinkedHashMap<Catalogue.Item, Outcome>();
    catalogue.items().forEach(item -> outcomes.put(item, outcomeOf(item)));
    return outcomes;
  }

  private Outcome outcomeOf(Catalogue.Item item) {
    var seen =
        of(item).stream()
            .map(ScenarioResult::outcome)
            .max((a, b) -> Integer.compare(weight(a), weight(b)))
            .orElseGet(Outcome.NotRun::new);
    return seen.isRed() ? seen : waivers.of(item).map(Outcome::of).orElse(seen);
  }

  /** A passed scenario outweighs one that did not apply: the item was seen somewhere. */
  private static int weight(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed ignored -> 6;
      case Outcome.Blocked ignored -> 5;
      case Outcome.NotMeasured ignored -> 4;
      case Outcome.Passed ignored -> 3;
      case Outcome.NotApplicable ignored -> 2;
      case Outcome.Waived ignored -> 1;
      case Outcome.TextOnly ignored -> 1;
      case Outcome.NotRun ignored -> 0;
    };
  }
}
