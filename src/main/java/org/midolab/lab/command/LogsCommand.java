package org.midolab.lab.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab logs [LAB] NODE [UNIT]}. */
@Command(
    name = "logs",
    description = {"Prints a node's journal, of one unit or of all.", Words.RULE},
    footer = {"", "Example:", "  ./lab logs compute1 midolman -n 50"},
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  @Mixin private RunningLab running;

  @Parameters(
      arity = "1..*",
      paramLabel = "[LAB] NODE [UNIT]",
      hideParamSyntax = true,
      description = "Whose journal; of one unit only.")
  private List<String> words;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "COUNT",
      defaultValue = "200",
      description = "How many lines, the newest (${DEFAULT-VALUE}).")
  private int lines;

  @Override
  public Integer call() {
    Words split = running.split(words, 1, 2);
    List<String> own = split.own();
    try (var lab = running.attach(split)) {
      System.out.print(lab.node(own.getFirst()).logs(own.stream().skip(1).findFirst(), lines));
    }
    return 0;
  }
}
