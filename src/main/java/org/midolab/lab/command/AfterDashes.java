package org.midolab.lab.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes the words after the first {@code --} off a verb's line before the line is parsed: they are
 * another program's. The parser itself drops {@code --} and does not tell where it stood.
 */
final class AfterDashes implements IParameterPreprocessor {

  private static final String DASHES = "--";

  /** A verb that has words for another program. */
  interface Verb {

    /**
     * @param words what stood after {@code --}; empty when there was none
     */
    void afterDashes(Optional<List<String>> words);
  }

  /** The stack's last element is the line's next word. */
  @Override
  public boolean preprocess(
      Stack<String> line, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
    int at = line.lastIndexOf(DASHES);
    Optional<List<String>> words = Optional.empty();
    if (at >= 0) {
      List<String> after = line.subList(0, at);
      words = Optional.of(List.copyOf(new ArrayList<>(after).reversed()));
      line.subList(0, at + 1).clear();
    }
    ((Verb) command.userObject()).afterDashes(words);
    return false;
  }
}
