package org.midolab.lab.conformance;

import static org.midolab.lab.conformance.Markup.element;
import static org.midolab.lab.conformance.Markup.text;

import java.util.stream.Collectors;
import org.midolab.lab.guide.Evidence;
import org.midolab.lab.guide.GuideResult;
import org.midolab.lab.guide.Outcome;
import org.midolab.lab.guide.ScenarioResult;

/** What is red, before all else: the sentence that says why, then all that was typed and seen. */
final class ReportFailures {

  /** Longer texts are folded. */
  private static final int LINES_SHOWN = 6;

  private final GuideResult result;

  ReportFailures(GuideResult result) {
    this.result = result;
  }

  /** Empty when nothing is. */
  String section() {
    var failed = result.scenarios().stream().filter(s -> s.outcome().isRed()).toList();
    return failed.isEmpty()
        ? ""
        : element(
            "section id=\"red\"",
            element("h2", "What is red"),
            failed.stream().map(ReportFailures::failure).collect(Collectors.joining()));
  }

  private static String failure(ScenarioResult failure) {
    var scenario = failure.scenario();
    var head =
        element(
            "h3 id=\"" + anchor(failure) + "\"",
            text(scenario.name()),
            element(
                "span class=\"place\"",
                text(" " + scenario.id() + ", " + scenario.place() + ", "),
                text(GuideReport.spell(failure.took()))));
    var detail = element("p class=\"detail\"", text(failure.outcome().detail()));
    return failure.outcome() instanceof Outcome.Failed
        ? head + detail + pieces(failure)
        : element("p class=\"place\"", text(scenario.name() + ": " + failure.outcome().detail()));
  }

  private static String anchor(ScenarioResult failure) {
    return "red-" + failure.scenario().id() + "-" + failure.scenario().line();
  }

  /** From an item to its failure; what is only blocked has no place of its own. */
  static String link(ScenarioResult failure, String words) {
    return failure.outcome() instanceof Outcome.Failed
        ? element("a href=\"#" + anchor(failure) + "\"", text(words))
        : text(words + ": " + failure.outcome().detail());
  }

  /** All that was typed and seen, in order. */
  static String pieces(ScenarioResult scenario) {
    return scenario.evidence().stream().map(ReportFailures::piece).collect(Collectors.joining());
  }

  private static String piece(Evidence evidence) {
    long lines = evidence.text().lines().count();
    return element(
        lines > LINES_SHOWN ? "details class=\"piece\"" : "details class=\"piece\" open=\"open\"",
        element(
            "summary",
            text(evidence.title()),
            lines > LINES_SHOWN
                ? element("span class=\"place\"", text(", " + lines + " lines"))
                : ""),
        element("pre", text(evidence.text())));
  }
}
