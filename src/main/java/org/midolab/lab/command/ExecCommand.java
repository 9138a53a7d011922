package org.midolab.lab.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.midolab.lab.spec.LabCommand;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab exec [LAB] NODE -- COMMAND…}. */
@Command(
    name = "exec",
    description = {
      "Runs a command on a node, without a terminal, and ends with its exit code.",
      "Words after -- are the command. -- is not needed where the command has no options.",
      Words.RULE
    },
    footer = {"", "Example:", "  ./lab exec nsdb1 -- systemctl status zookeeper"},
    mixinStandardHelpOptions = true,
    preprocessor = AfterDashes.class)
final class ExecCommand implements Callable<Integer>, AfterDashes.Verb {

  /**
   * The parts of a command line.
   *
   * @param words the lab's name, if it is given, and the node
   */
  record Line(Words words, List<String> command) {

    String node() {
      return words.own().getFirst();
    }
  }

  @Mixin private RunningLab running;

  @Parameters(
      arity = "1..*",
      paramLabel = "[LAB] NODE -- COMMAND...",
      hideParamSyntax = true,
      description = "The node, and the command to run.")
  private List<String> words;

  @Spec private CommandSpec spec;

  private Optional<List<String>> afterDashes = Optional.empty();

  @Override
  public void afterDashes(Optional<List<String>> command) {
    afterDashes = command;
  }

  @Override
  public void withoutDashes(List<String> line) {
    int node = AfterDashes.firstPlainWord(line);
    for (int at = node + 2; at < line.size(); at++) {
      if (line.get(at).startsWith("-")) {
        throw new ParameterException(
            spec.commandLine(),
            "'%s' is not an option of exec; put -- before the command: %s"
                .formatted(
                    Printable.of(line.get(at)),
                    LabCommand.of("exec", Printable.of(dashed(line, node + 1)))));
      }
    }
  }

  private static String dashed(List<String> line, int command) {
    return String.join(" ", line.subList(0, command))
        + " -- "
        + String.join(" ", line.subList(command, line.size()));
  }

  /**
   * Splits the command line.
   *
   * @throws ParameterException if the node or the command is missing
   */
  Line line() {
    if (afterDashes.isPresent()) {
      return new Line(running.split(words, 1, 1), some(afterDashes.get()));
    }
    some(words.subList(1, words.size()));
    Words split = running.split(words, 2, Integer.MAX_VALUE);
    return new Line(
        new Words(split.lab(), split.own().subList(0, 1)),
        split.own().subList(1, split.own().size()));
  }

  private List<String> some(List<String> command) {
    if (command.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'COMMAND'");
    }
    return command;
  }

  @Override
  public Integer call() {
    Line line = line();
    String node = running.node(line.words());
    try (var lab = running.attach(line.words())) {
      return lab.node(node).stream(line.command(), System.in, System.out, System.err);
    }
  }
}
