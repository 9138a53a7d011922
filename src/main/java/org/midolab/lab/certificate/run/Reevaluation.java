package org.midolab.lab.certificate.run;

import java.util.ArrayList;
import java.util.List;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.certificate.bundle.EvidenceStore;
import org.midolab.lab.probe.RawAnswer;

/**
 * The evaluation of all assertions of a run from the recorded answers (docs:
 * certification.md#checking).
 *
 * @param assertions number of assertions
 * @param faults a sentence for each assertion that cannot be evaluated or has another result than
 *     in the log, and for each scenario whose outcome no observation supports
 */
public record Reevaluation(int assertions, List<String> faults) {

  public Reevaluation {
    faults = List.copyOf(faults);
  }

  /** Evaluates all assertions of a run. */
  public static Reevaluation of(RunRecord run, EvidenceStore evidence) {
    int assertions = 0;
    var faults = new ArrayList<String>();
    for (var scenario : run.scenarios().values()) {
      if (scenario.passed() && scenario.observations().isEmpty()) {
        faults.add(scenario.id() + ": passed, and nothing was observed");
      }
      if (scenario.failed() && scenario.observations().stream().allMatch(o -> o.holds())) {
        faults.add(scenario.id() + ": failed, and no observation shows it");
      }
      for (var observed : scenario.observations()) {
        assertions++;
        judge(scenario, observed, evidence, faults);
      }
    }
    return new Reevaluation(assertions, faults);
  }

  private static void judge(
      RunRecord.Walked scenario,
      RunEvent.Observed observed,
      EvidenceStore evidence,
      List<String> faults) {
    var place = scenario.id() + ": " + observed.subject();
    if (observed.assertion().filter(Assertion::isKnown).isEmpty()) {
      faults.add(
          place
              + " cannot be judged again: "
              + observed
                  .assertion()
                  .map(a -> "no rule is named " + a.name())
                  .orElse("it has no assertion"));
      return;
    }
    try {
      var answers = new ArrayList<RawAnswer>();
      for (var exhibit : observed.evidence()) {
        answers.add(
            new RawAnswer(exhibit.source(), exhibit.question(), evidence.text(exhibit.sha256())));
      }
      compare(place, scenario, observed, holds(observed.assertion().get(), answers), faults);
    } catch (BundleException e) {
      faults.add(place + " cannot be judged again: " + e.getMessage());
    }
  }

  /** Returns whether an assertion holds. It does not hold if the answers cannot be parsed. */
  private static boolean holds(Assertion assertion, List<RawAnswer> answers) {
    try {
      return assertion.evaluate(answers).holds();
    } catch (Exception e) {
      return false;
    }
  }

  private static void compare(
      String place,
      RunRecord.Walked scenario,
      RunEvent.Observed observed,
      boolean holds,
      List<String> faults) {
    var assertion = observed.assertion().orElseThrow();
    if (holds != observed.holds()) {
      faults.add(
          "%s: %s %s of the kept answers, and the log says otherwise"
              .formatted(place, assertion, holds ? "holds" : "does not hold"));
    } else if (!holds && scenario.passed()) {
      faults.add("%s: %s does not hold, and the scenario passed".formatted(place, assertion));
    }
  }
}
