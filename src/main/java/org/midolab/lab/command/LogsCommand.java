package org.midolab.lab.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.midolab.lab.runtime.UnitName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab logs [LAB] NODE [UNIT]}. */
@Command(
    name = "logs",
    description = {
      "Prints a node's journal, of one unit or of all. Ends with 1 if the node has no such unit.",
      Words.RULE
    },
    footer = {"", "Example:", "  ./lab logs compute1 midolman -n 50"},
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  @Mixin private RunningLab running;

  @Parameters(
      arity = "1..*",
      paramLabel = "[LAB] NODE [UNIT]",
      hideParamSyntax = true,
      description = "The node, and a unit of it.")
  private List<String> words;

  private int lines;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "COUNT",
      defaultValue = "200",
      description = "Number of lines, the newest ones (${DEFAULT-VALUE}).")
  void setLines(int count) {
    lines = AtLeastOne.of(spec, "--lines", count);
  }

  private UnitName unit(String word) {
    return UnitName.parse(word)
        .orElseThrow(() -> running.refused("a unit's name", word, UnitName.FORM));
  }

  @Override
  public Integer call() {
    Words split = running.split(words, 1, 2);
    String node = running.node(split);
    Optional<UnitName> unit = split.own().stream().skip(1).findFirst().map(this::unit);
    try (var lab = running.attach(split)) {
      String journal = lab.node(node).logs(unit, lines);
      spec.commandLine().getOut().print(journal);
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
