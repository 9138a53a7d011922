package org.midolab.lab.command;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.run.GuideListener;
import org.midolab.lab.guide.run.Outcome;
import org.midolab.lab.guide.run.ScenarioResult;

/**
 * Prints the progress of a run: a line for each feature with its time, and a message for each
 * failure.
 */
final class WalkProgress implements GuideListener {

  /**
   * Features that only observe do nothing in a run that performs, so shorter times are not printed.
   */
  private static final Duration WORTH_A_LINE = Duration.ofMillis(50);

  private static final Duration WORTH_A_WORD = Duration.ofMillis(500);

  private final Console console;
  private final boolean everyScenario;
  private final Set<String> begun = new HashSet<>();

  /** Read when a signal ends the process. */
  private final AtomicInteger passed = new AtomicInteger();

  private final AtomicInteger red = new AtomicInteger();

  private String feature = "";
  private String phase = "";
  private Duration took = Duration.ZERO;

  WalkProgress(Console console, boolean everyScenario) {
    this.console = console;
    this.everyScenario = everyScenario;
  }

  @Override
  public void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {
    if (!scenario.feature().equals(feature)) {
      finishFeature();
      feature = scenario.feature();
      if (!everyScenario) {
        phase = begun.add(feature) ? feature : feature + ", continued";
        console.started(phase);
      }
    }
  }

  @Override
  public void finished(ScenarioResult result) {
    took = took.plus(result.took());
    var outcome = result.outcome();
    if (outcome instanceof Outcome.Passed) {
      passed.incrementAndGet();
    } else if (outcome.isRed()) {
      red.incrementAndGet();
    }
    if (everyScenario || outcome.isRed()) {
      console.line(
          "  %s %-16s %s%s"
              .formatted(
                  sign(outcome), result.scenario().id(), result.scenario().name(), remark(result)));
    }
    if (outcome instanceof Outcome.Failed) {
      console.line("      " + outcome.detail().replace("\n", "\n      "));
    }
  }

  private static String remark(ScenarioResult result) {
    if (result.outcome() instanceof Outcome.Blocked blocked) {
      return "  (blocked by " + blocked.by().split(" ", 2)[0] + ")";
    }
    if (!(result.outcome() instanceof Outcome.Passed || result.outcome().isRed())) {
      return "  (" + result.outcome().word() + ")";
    }
    return result.took().compareTo(WORTH_A_WORD) < 0
        ? ""
        : "  (%.1f s)".formatted(result.took().toMillis() / 1000.0);
  }

  /** Returns the message about a run that a signal ends. */
  String interrupted() {
    return "interrupted: %d passed, %d failed or were blocked, the rest was not checked"
        .formatted(passed.get(), red.get());
  }

  void finishFeature() {
    if (!feature.isEmpty() && !everyScenario && took.compareTo(WORTH_A_LINE) > 0) {
      console.finished(phase, took);
    } else {
      console.ended(phase);
    }
    took = Duration.ZERO;
  }

  private static String sign(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed _ -> "✓";
      case Outcome.Failed _ -> "✗";
      case Outcome.Blocked _ -> "⊘";
      case Outcome.NotApplicable _,
          Outcome.NotMeasured _,
          Outcome.Waived _,
          Outcome.TextOnly _,
          Outcome.NotRun _ ->
          "–";
    };
  }
}
