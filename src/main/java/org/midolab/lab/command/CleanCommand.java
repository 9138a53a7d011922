package org.midolab.lab.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.midolab.lab.runtime.Demolition;
import org.midolab.lab.runtime.Engine;
import org.midolab.lab.runtime.LabHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab clean}. */
@Command(
    name = "clean",
    description = "Removes every lab that this machine's engine knows of, whole or half.",
    mixinStandardHelpOptions = true)
final class CleanCommand implements Callable<Integer> {

  @Option(names = "--images", description = "Remove images too; the next boot makes them anew.")
  private boolean images;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    try (Engine engine = Engine.connect()) {
      Demolition demolition = Demolition.of(engine, LabHome.find());
      List<String> labs = demolition.all();
      labs.forEach(demolition::remove);
      console.line(labs.isEmpty() ? "Nothing was left." : "Removed: " + String.join(", ", labs));
      if (images) {
        console.line("Images removed: " + demolition.removeImages().size());
      }
    }
    return 0;
  }
}
