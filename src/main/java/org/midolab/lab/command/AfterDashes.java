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
 * Removes the words after the first {@code --} from a command line before it is parsed: they are
 * for another program. The parser itself drops {@code --} and does not report its position.
 */
final class AfterDashes implements IParameterPreprocessor {

  private static final String DASHES = "--";

  /** A verb that accepts words for another program. */
  interface Verb {

    /**
     * Receives the words for the other program.
     *
     * @param words the words after {@code --}; empty if there is no {@code --}
     */
    void afterDashes(Optional<List<String>> words);
  }

  /** Processes the line. The last element of the stack is the next word. */
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
