package org.midolab.lab.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.NodeKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab cli}. */
@Command(
    name = "cli",
    description = {"Opens midonet-cli on the controller.", "Words after -- are its arguments."},
    footer = {"", "Example:", "  ./lab cli -- -e list host"},
    mixinStandardHelpOptions = true)
final class CliCommand implements Callable<Integer> {

  @Mixin private RunningLab running;

  @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "midonet-cli's own.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() {
    try (var lab = running.attach()) {
      var controller =
          lab.nodes(NodeKind.CONTROLLER).stream()
              .findFirst()
              .orElseThrow(() -> new WrongUsage("lab '" + lab.name() + "' has no controller"));
      List<String> command = new ArrayList<>(List.of("midonet-cli"));
      command.addAll(arguments);
      return Passthrough.run(controller, command);
    }
  }
}
