package org.midolab.lab.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Removes the words after the first {@code --} from a command line before it is parsed: they are
 * for another program. The parser itself drops {@code --} and does not report its position.
 */
final class AfterDashes implements IParameterPreprocessor {

  private static final String DASHES = "--";

  /** The options of the verbs that accept words for another program. */
  private static final Pattern OWN =
      Pattern.compile("-l|--lab|--lab=.*|-[hV]|--help|--version", Pattern.DOTALL);

  /** A verb that accepts words for another program. */
  interface Verb {

    /**
     * Receives the words for the other program.
     *
     * @param words the words after {@code --}; empty if there is no {@code --}
     */
    void afterDashes(Optional<List<String>> words);

    /**
     * Receives all words of a line without {@code --} before they are parsed.
     *
     * @throws picocli.CommandLine.ParameterException if some of them can only be for the other
     *     program
     */
    void withoutDashes(List<String> words);
  }

  /**
   * Returns the position of the first word that is neither an option of the verb itself nor the
   * value of one; the number of words if there is none.
   */
  static int firstPlainWord(List<String> words) {
    int at = 0;
    while (at < words.size() && OWN.matcher(words.get(at)).matches()) {
      at += words.get(at).equals("-l") || words.get(at).equals("--lab") ? 2 : 1;
    }
    return Math.min(at, words.size());
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
    } else {
      ((Verb) command.userObject()).withoutDashes(List.copyOf(new ArrayList<>(line).reversed()));
    }
    ((Verb) command.userObject()).afterDashes(words);
    return false;
  }
}
