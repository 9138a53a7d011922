package org.midolab.lab.guide.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.Waivers;
import org.midolab.lab.runtime.LabFailure;

/** The result of a run, by scenario and by item. */
public record GuideResult(
    Mode mode,
    Catalogue catalogue,
    Waivers waivers,
    List<ScenarioResult> scenarios,
    Duration took) {

  public GuideResult {
    scenarios = List.copyOf(scenarios);
  }

  /** Reports whether nothing failed and nothing was blocked. */
  public boolean isGreen() {
    return verdict().isGreen();
  }

  /** Returns the number of checks by outcome. */
  public Verdict verdict() {
    return Verdict.of(scenarios);
  }

  /**
   * Returns this result if it is green.
   *
   * @throws LabFailure with the first scenario that failed or was blocked
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

  /** Returns the scenarios of an item. */
  public List<ScenarioResult> of(Catalogue.Item item) {
    return scenarios.stream().filter(s -> s.scenario().items().contains(item)).toList();
  }

  /**
   * Returns the outcome of every item, in the guide's order. It is the worst outcome of the item's
   * scenarios if that is red; otherwise its waiver; otherwise the outcome of its scenarios;
   * otherwise "not run".
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

  /**
   * Returns the rank of an outcome. A passed scenario outranks one that was not applicable, because
   * the item was observed somewhere.
   */
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
