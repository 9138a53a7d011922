package org.midolab.lab.guide.run;

import java.util.ArrayList;
import java.util.List;

/**
 * The summary of a run: the number of checks (one for each scenario) by outcome, and a sentence
 * about it.
 */
public record Verdict(
    int passed, int failed, int blocked, int notApplicable, int notMeasured, int waived) {

  static Verdict of(List<ScenarioResult> results) {
    int passed = 0;
    int failed = 0;
    int blocked = 0;
    int notApplicable = 0;
    int notMeasured = 0;
    int waived = 0;
    for (var result : results) {
      switch (result.outcome()) {
        case Outcome.Passed ignored -> passed++;
        case Outcome.Failed ignored -> failed++;
        case Outcome.Blocked ignored -> blocked++;
        case Outcome.NotApplicable ignored -> notApplicable++;
        case Outcome.NotMeasured ignored -> notMeasured++;
        case Outcome.Waived ignored -> waived++;
        case Outcome.TextOnly ignored -> waived++;
        case Outcome.NotRun ignored -> {}
      }
    }
    return new Verdict(passed, failed, blocked, notApplicable, notMeasured, waived);
  }

  public int checks() {
    return passed + failed + blocked + notApplicable + notMeasured + waived;
  }

  /** Reports whether nothing failed and nothing was blocked. */
  public boolean isGreen() {
    return failed + blocked == 0;
  }

  /**
   * Returns a sentence with the failed checks; if there are none, with the passed ones; if there
   * are none, with the reason.
   */
  public String sentence() {
    if (!isGreen()) {
      return failed
          + " of "
          + counted(checks())
          + " failed"
          + (blocked == 0 ? "." : ", " + blocked + " blocked.");
    }
    if (passed == 0) {
      return notApplicable > 0 && notApplicable == checks()
          ? "Nothing was applicable: no check was made."
          : "No check was made: " + String.join(", ", others()) + ".";
    }
    return passed == checks()
        ? (passed == 1 ? "" : "All ") + counted(passed) + " passed."
        : passed + " of " + counted(checks()) + " passed; " + String.join(", ", others()) + ".";
  }

  private static String counted(int checks) {
    return checks + (checks == 1 ? " check" : " checks");
  }

  private List<String> others() {
    var others = new ArrayList<String>();
    add(others, notApplicable, "not applicable");
    add(others, notMeasured, "not measured");
    add(others, waived, "waived");
    return others;
  }

  private static void add(List<String> to, int count, String what) {
    if (count > 0) {
      to.add(count + " " + what);
    }
  }
}
