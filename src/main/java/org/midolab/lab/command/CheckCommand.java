package org.midolab.lab.command;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.midolab.lab.conformance.GuideReport;
import org.midolab.lab.guide.LabGuide;
import org.midolab.lab.guide.catalogue.Differences;
import org.midolab.lab.guide.catalogue.StepName;
import org.midolab.lab.guide.run.GuideResult;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab check [LAB] [STEP]}. */
@Command(
    name = "check",
    description = {
      "Checks whether the lab is as the guide describes, no matter who built it. Changes nothing.",
      "Ends with 1 if a check fails, and prints what was expected and what was seen.",
      Words.RULE
    },
    footer = {"", "Example:", "  ./lab check 4.4"},
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "[LAB] [STEP]",
      hideParamSyntax = true,
      arity = "0..*",
      description =
          "A chapter, a section or a step: 4, 4.4, 4.1-zk-2a, fip. Default: the whole guide.")
  private List<String> words = List.of();

  @Mixin private RunningLab running;

  @Spec private CommandSpec spec;

  private StepName step(String word) {
    return StepName.parse(word)
        .orElseThrow(() -> running.refused("a step's name", word, StepName.FORM));
  }

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    Words split = running.split(words, 0, 1);
    Optional<StepName> step = split.own().stream().findFirst().map(this::step);
    var progress = new WalkProgress(console, true);
    try (var lab = running.attach(split);
        var guide = LabGuide.on(lab)) {
      var runner = guide.runner().mode(Mode.OBSERVE).listener(progress);
      step.ifPresent(runner::only);
      GuideResult result;
      try (var _ = AtExit.run(() -> console.line("\n  " + progress.interrupted()))) {
        result = runner.run();
      }
      if (step.isEmpty() && result.isGreen()) {
        // A user may have performed the rest of an interrupted guide by hand.
        lab.walkEnded();
      }
      Path report = lab.home().reports().resolve("check.html");
      new GuideReport(
              result,
              Differences.read(lab.home().features()),
              Optional.of(lab.plan()),
              LocalDate.now())
          .write(report);
      var failed =
          result.scenarios().stream().filter(s -> s.outcome() instanceof Outcome.Failed).toList();
      console.line("");
      console.line("  " + result.verdict().sentence());
      if (!failed.isEmpty()) {
        console.line("  fix first: " + failed.getFirst().scenario().id());
      }
      console.line("  evidence, logs and captures: " + report);
      return result.isGreen() ? 0 : Lab.FAILED;
    }
  }
}
