package org.midolab.lab.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab exec NODE -- COMMAND…}. */
@Command(
    name = "exec",
    description = {"Runs a command on a node, without a terminal, and ends with its exit code."},
    footer = {"", "Example:", "  ./lab exec nsdb1 -- systemctl status zookeeper"},
    mixinStandardHelpOptions = true)
final class ExecCommand implements Callable<Integer> {

  @Mixin private RunningLab running;

  @Parameters(index = "0", paramLabel = "NODE", description = "Where to run it.")
  private String node;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "What to run.")
  private List<String> command;

  @Override
  public Integer call() {
    try (var lab = running.attach()) {
      return lab.node(node).stream(command, System.in, System.out, System.err);
    }
  }
}
