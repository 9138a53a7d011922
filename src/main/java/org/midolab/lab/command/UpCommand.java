package org.midolab.lab.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.midolab.lab.guide.LabGuide;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.LabFeatures;
import org.midolab.lab.guide.catalogue.StepName;
import org.midolab.lab.guide.run.GuideListener;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.runtime.LabBuilder;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.Setup;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabCommand;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab up [LAB]}. */
@Command(
    name = "up",
    description = {
      "Boots a lab and performs the guide on it, or the features next to the lab file.",
      "Sets up what the machine lacks (asks first), builds stale images, starts the nodes without"
          + " anything of the guide, and performs the features on them.",
      "The lab runs until 'lab down'."
    },
    footer = {"", "Example:", "  ./lab up quickstart --at 4.4 --yes"},
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  private static final String GUIDE = "quickstart";

  @Parameters(
      arity = "0..1",
      paramLabel = "LAB",
      description = "A lab's name, a directory with a lab.yaml, or a lab file (" + GUIDE + ").")
  private String word;

  @Option(
      names = {"-l", "--lab"},
      paramLabel = "LAB",
      description = "The lab, like the word.")
  private String option;

  @Option(names = "--bare", description = "Stop at bare nodes; perform no features.")
  private boolean bare;

  @Option(
      names = "--at",
      paramLabel = "STEP",
      converter = StepArgument.class,
      description =
          "Stop at the end of this step: a chapter, a section or a step such as 4, 4.4, 4.1-zk-2a.")
  private StepName at;

  @Mixin private Consent consent;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String lab = lab();
    Console console = new Console(spec.commandLine().getOut());
    LabHome home = LabHome.find();
    long start = System.nanoTime();
    LabBuilder builder = LabBuilder.of(home, lab).progress(console);
    Optional<Path> features = LabFeatures.of(home, builder.file(), builder.plan());
    if (at != null) {
      at.in(Catalogue.read(features.orElseThrow(() -> nothingToWalk(lab))));
    }
    try (var running = boot(builder, home, console)) {
      console.finished("bare nodes are up", Duration.ofNanos(System.nanoTime() - start));
      boolean green = bare || features.isEmpty() || walk(running, console);
      console.line("");
      var status = StatusTable.of(running);
      status.print(console);
      console.line("");
      long seconds = (System.nanoTime() - start) / 1_000_000_000L;
      console.line("  up after " + seconds + " s; try next:");
      var up = org.midolab.lab.runtime.Lab.running(home).stream().map(LabName::value).toList();
      suggestions(running, status, up).forEach(command -> console.line("  " + command));
      return green ? 0 : Lab.FAILED;
    }
  }

  private org.midolab.lab.runtime.Lab boot(LabBuilder builder, LabHome home, Console console) {
    try (var _ = AtExit.run(() -> console.line(bootInterrupted(console.running(), lab())))) {
      new Setup(home).require(consent, console);
      return builder.boot();
    }
  }

  /**
   * Returns the message about a boot that was interrupted.
   *
   * @param phases the phases that ran; may be empty
   * @param lab the user's word for the lab
   */
  static String bootInterrupted(String phases, String lab) {
    return "\n  interrupted%s; the lab is not up, and its parts are removed within seconds;"
            .formatted(phases.isEmpty() ? "" : " during: " + phases)
        + " boot it again with: ./lab up "
        + Printable.of(lab);
  }

  /**
   * Returns the lab that was named by a word or by {@code --lab}; the guide's lab if none was
   * named.
   */
  String lab() {
    return RunningLab.once(spec, word, option).orElse(GUIDE);
  }

  private WrongUsage nothingToWalk(String lab) {
    return new WrongUsage(
        "--at "
            + at.text()
            + ": lab '"
            + Printable.of(lab)
            + "' has neither the guide's hosts nor features of its own");
  }

  /** Returns three commands that show something on the lab in its current state. */
  private static List<String> suggestions(
      org.midolab.lab.runtime.Lab running, StatusTable status, List<String> up) {
    boolean internet = running.plan().node("internet").isPresent();
    String lab = running.name().value();
    return status.floatingIps().stream()
        .findFirst()
        .filter(f -> internet)
        .map(
            f ->
                List.of(
                    LabCommand.of(lab, up, "exec", "internet -- ping -c 3 " + f.address()),
                    LabCommand.of(lab, up, "cli", ""),
                    LabCommand.of(lab, up, "check", "7")))
        .orElseGet(
            () ->
                List.of(
                    LabCommand.of(lab, up, "shell", running.nodes().getFirst().name()),
                    LabCommand.of(lab, up, "check", ""),
                    "./lab down " + lab));
  }

  private boolean walk(org.midolab.lab.runtime.Lab running, Console console) {
    var progress = new WalkProgress(console, false);
    try (var guide = LabGuide.on(running);
        var _ = AtExit.run(() -> console.line("\n  interrupted; " + unfinished(running)))) {
      var recorded = GuideListener.both(progress, new WalkRecord(running::walkReached));
      var runner = guide.runner().mode(Mode.PERFORM).listener(recorded);
      if (at != null) {
        runner.upTo(at);
      }
      var result = runner.run();
      progress.finishFeature();
      running.walkEnded();
      return result.isGreen();
    }
  }

  private static String unfinished(org.midolab.lab.runtime.Lab running) {
    return running
        .unfinishedWalk()
        .map(walk -> walk.interrupted(running.name()))
        .orElse("lab '%s' is up".formatted(running.name()));
  }
}
