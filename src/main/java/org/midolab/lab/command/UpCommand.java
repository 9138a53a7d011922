package org.midolab.lab.command;

import java.util.concurrent.Callable;
import org.midolab.lab.runtime.LabBuilder;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.Setup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab up LAB}. */
@Command(
    name = "up",
    description = {
      "Boots a lab.",
      "Sets up what the machine lacks (it asks first), builds what is stale, and starts the nodes"
          + " with their packages installed and their stock configuration.",
      "The lab lives until 'lab down'."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "LAB",
      defaultValue = "quickstart",
      description = "A lab's name, a directory with a lab.yaml, or a lab file (${DEFAULT-VALUE}).")
  private String lab;

  @Option(names = "--bare", description = "Stop at bare nodes: do nothing of the guide.")
  private boolean bare;

  @Mixin private Consent consent;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    LabHome home = LabHome.find();
    long start = System.nanoTime();
    LabBuilder builder = LabBuilder.of(home, lab).progress(console);
    builder.plan();
    new Setup(home).require(consent, console);
    try (var running = builder.boot()) {
      console.finished("bare nodes are up", java.time.Duration.ofNanos(System.nanoTime() - start));
      console.line("");
      StatusTable.of(running).print(console);
      console.line("");
      console.line("  ./lab shell " + running.nodes().getFirst().name());
      console.line("  ./lab status");
      console.line("  ./lab down " + running.name());
    }
    return 0;
  }
}
