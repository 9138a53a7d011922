package org.midolab.lab.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.midolab.lab.runtime.Demolition;
import org.midolab.lab.runtime.Engine;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.WrongUsage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab down [LAB]}. */
@Command(
    name = "down",
    description = "Removes a lab at once: nodes, links, networks and state.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "LAB",
      description = "The lab; not needed while only one is up.")
  private String lab;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    LabHome home = LabHome.find();
    long start = System.nanoTime();
    try (Engine engine = Engine.connect()) {
      Demolition demolition = Demolition.of(engine, home);
      String name = lab != null ? lab : only(demolition.all());
      if (!demolition.remove(name)) {
        throw new WrongUsage(
            "lab '" + name + "' is not up; up: " + String.join(", ", demolition.all()));
      }
      console.finished("lab " + name + " is gone", Duration.ofNanos(System.nanoTime() - start));
    }
    return 0;
  }

  private static String only(List<String> labs) {
    if (labs.size() != 1) {
      throw new WrongUsage(
          labs.isEmpty() ? "no lab is up" : "which lab? up: " + String.join(", ", labs));
    }
    return labs.getFirst();
  }
}
