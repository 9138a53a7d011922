package org.midolab.lab.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab shell [LAB] NODE}. */
@Command(
    name = "shell",
    description = {"Opens a root shell on a node.", Words.RULE},
    footer = {"", "Example:", "  ./lab shell gateway1"},
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {

  @Mixin private RunningLab running;

  @Parameters(
      arity = "1..*",
      paramLabel = "[LAB] NODE",
      hideParamSyntax = true,
      description = "Where.")
  private List<String> words;

  @Override
  public Integer call() {
    Words split = running.split(words, 1, 1);
    String node = running.node(split);
    try (var lab = running.attach(split)) {
      return Passthrough.run(lab.node(node), List.of("bash", "-l"));
    }
  }
}
