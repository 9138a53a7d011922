package org.midolab.lab.command;

import java.util.List;
import java.util.Optional;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.Printable;

/**
 * The words of a command line that are not options.
 *
 * @param lab the lab that {@code --lab} or the first word names; empty if neither does
 * @param own the other words, which are for the verb
 */
record Words(Optional<LabName> lab, List<String> own) {

  /** The rule, for the manual of a verb. */
  static final String RULE =
      "If the first word names a lab that is up, it is the lab; use --lab if a node or a step"
          + " has the same name.";

  Words {
    own = List.copyOf(own);
  }

  /**
   * Splits a line. With {@code --lab} all words are for the verb. Without it, the first word is the
   * lab's name in two cases: there is one word more than the verb accepts; or it is the name of a
   * lab that is up and the words after it suffice for the verb.
   *
   * @param option the lab that {@code --lab} names
   * @param least minimum number of words for the verb
   * @param most maximum number of words for the verb
   * @param up the labs that are up
   * @throws WrongUsage if there are too few words or too many, or if the first must be a lab's name
   *     and is not valid
   */
  static Words split(
      Optional<LabName> option, List<String> words, int least, int most, List<LabName> up) {
    if (words.size() < least) {
      throw new WrongUsage("too few words");
    }
    int spare = words.size() - least;
    int surplus = words.size() - most;
    if (option.isPresent() ? surplus > 0 : surplus > 1) {
      String last = words.get(option.isPresent() ? most : most + 1);
      throw new WrongUsage(
          "unexpected word '%s'%s"
              .formatted(
                  Printable.of(last), option.map(lab -> "; the lab is named by --lab").orElse("")));
    }
    if (option.isPresent()) {
      return new Words(option, words);
    }
    if (surplus == 1) {
      return new Words(Optional.of(named(words.getFirst())), words.subList(1, words.size()));
    }
    Optional<LabName> first =
        spare > 0 ? LabName.parse(words.getFirst()).filter(up::contains) : Optional.empty();
    return new Words(first, first.isPresent() ? words.subList(1, words.size()) : words);
  }

  private static LabName named(String word) {
    return LabName.parse(word).orElseThrow(() -> new WrongUsage(LabArgument.refusal(word)));
  }
}
