package org.midolab.lab.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabCommand;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab cli [LAB] [-- ARGUMENT…]}. */
@Command(
    name = "cli",
    description = {
      "Opens midonet-cli on the controller.",
      "A word before -- is the lab; words after -- are midonet-cli's arguments."
    },
    footer = {"", "Example:", "  ./lab cli -- -e list host"},
    mixinStandardHelpOptions = true,
    preprocessor = AfterDashes.class)
final class CliCommand implements Callable<Integer>, AfterDashes.Verb {

  @Mixin private RunningLab running;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "[LAB] [-- ARGUMENT...]",
      hideParamSyntax = true,
      converter = LabArgument.class,
      description = "The lab, and midonet-cli's own arguments.")
  private LabName lab;

  private List<String> arguments = List.of();

  @Override
  public void afterDashes(Optional<List<String>> words) {
    arguments = words.orElse(List.of());
  }

  @Override
  public void withoutDashes(List<String> line) {
    int first = AfterDashes.firstPlainWord(line);
    List<String> plain = line.subList(first, line.size());
    if (plain.size() > 1 || plain.stream().anyMatch(word -> word.startsWith("-"))) {
      throw new ParameterException(
          spec.commandLine(),
          "put -- before the arguments of midonet-cli: "
              + LabCommand.of("cli", "-- " + Printable.of(String.join(" ", plain))));
    }
  }

  List<String> command() {
    List<String> command = new ArrayList<>(List.of("midonet-cli"));
    command.addAll(arguments);
    return command;
  }

  @Override
  public Integer call() {
    try (var attached = running.attach(lab)) {
      var controller =
          attached.nodes(NodeKind.CONTROLLER).stream()
              .findFirst()
              .orElseThrow(() -> new WrongUsage("lab '" + attached.name() + "' has no controller"));
      return Passthrough.run(controller, command());
    }
  }
}
