package org.midolab.lab.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab shell NODE}. */
@Command(
    name = "shell",
    description = "Opens a root shell on a node.",
    footer = {"", "Example:", "  ./lab shell gateway1"},
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {

  @Mixin private RunningLab running;

  @Parameters(paramLabel = "NODE", description = "Where.")
  private String node;

  @Override
  public Integer call() {
    try (var lab = running.attach()) {
      return Passthrough.run(lab.node(node), List.of("bash", "-l"));
    }
  }
}
