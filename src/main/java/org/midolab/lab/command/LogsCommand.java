package org.midolab.lab.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab logs NODE [UNIT]}. */
@Command(
    name = "logs",
    description = "Prints a node's journal, of one unit or of all.",
    footer = {"", "Example:", "  ./lab logs compute1 midolman -n 50"},
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  @Mixin private RunningLab running;

  @Parameters(index = "0", paramLabel = "NODE", description = "Whose journal.")
  private String node;

  @Parameters(index = "1", arity = "0..1", paramLabel = "UNIT", description = "Of this unit only.")
  private String unit;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "COUNT",
      defaultValue = "200",
      description = "How many lines, the newest (${DEFAULT-VALUE}).")
  private int lines;

  @Override
  public Integer call() {
    try (var lab = running.attach()) {
      System.out.print(lab.node(node).logs(Optional.ofNullable(unit), lines));
    }
    return 0;
  }
}
