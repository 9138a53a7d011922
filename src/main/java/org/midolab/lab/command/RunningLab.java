package org.midolab.lab.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.midolab.lab.runtime.BuildLock;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Finds the lab for a verb: the one named by a word or by an option, or the only one that is up.
 */
final class RunningLab {

  @Option(
      names = {"-l", "--lab"},
      paramLabel = "LAB",
      converter = LabArgument.class,
      description = "The lab; not needed while only one is up.")
  private LabName option;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  private final LabHome home = LabHome.find();

  /**
   * Splits the words into the lab's name and the verb's own words, see {@link Words#split}.
   *
   * @throws ParameterException if they do not fit the verb
   */
  Words split(List<String> words, int least, int most) {
    try {
      return Words.split(
          Optional.ofNullable(option),
          words,
          least,
          most,
          org.midolab.lab.runtime.Lab.running(home));
    } catch (WrongUsage e) {
      throw new ParameterException(verb.commandLine(), e.getMessage(), e);
    }
  }

  /**
   * Returns the first of the verb's own words as a node's name. Does not check whether the lab has
   * such a node.
   *
   * @throws ParameterException if it is not a valid node name
   */
  String node(Words words) {
    String node = words.own().getFirst();
    if (!LabName.isName(node)) {
      throw refused("a node's name", node, LabName.FORM);
    }
    return node;
  }

  /** Returns the error that a word is not valid for the verb. */
  ParameterException refused(String what, String word, String allowed) {
    return new ParameterException(
        verb.commandLine(),
        "'%s' is not %s; allowed: %s".formatted(Printable.of(word), what, allowed));
  }

  /** Connects to the lab that the words name, or to the only one that is up. */
  org.midolab.lab.runtime.Lab attach(Words words) {
    return attach(words.lab());
  }

  /**
   * Connects to the lab that a verb's only word names. The word may be missing.
   *
   * @throws ParameterException if {@code --lab} names one, too
   */
  org.midolab.lab.runtime.Lab attach(LabName word) {
    return attach(name(word));
  }

  private org.midolab.lab.runtime.Lab attach(Optional<LabName> name) {
    return org.midolab.lab.runtime.Lab.attach(
        home, name.orElseGet(() -> only(org.midolab.lab.runtime.Lab.running(home), home)));
  }

  /**
   * Returns the lab that is named by the word or by the option.
   *
   * @param word null if there is none
   * @throws ParameterException if both are given
   */
  Optional<LabName> name(LabName word) {
    return once(verb, word, option);
  }

  /** Returns the one of both that is given. */
  static <T> Optional<T> once(CommandSpec verb, T word, T option) {
    if (word != null && option != null) {
      throw new ParameterException(
          verb.commandLine(), "the lab is named twice; name it by a word or by --lab");
    }
    return Optional.ofNullable(word != null ? word : option);
  }

  /**
   * Returns the only lab that is up.
   *
   * @throws WrongUsage if there is none, or more than one; says whether another process builds
   *     images for one
   */
  private static LabName only(List<LabName> up, LabHome home) {
    Optional<Long> builder = up.isEmpty() ? BuildLock.holder(home) : Optional.empty();
    builder.ifPresent(
        process -> {
          throw new WrongUsage(
              "no lab is up yet; process %d builds packages and images".formatted(process));
        });
    return only(up);
  }

  /**
   * Returns the only lab that is up.
   *
   * @throws WrongUsage if there is none, or more than one
   */
  static LabName only(List<LabName> up) {
    return switch (up.size()) {
      case 0 -> throw new WrongUsage("no lab is up; start one with: ./lab up quickstart");
      case 1 -> up.getFirst();
      default -> throw new WrongUsage("which lab? --lab takes one of: " + names(up));
    };
  }

  static String names(List<LabName> labs) {
    return labs.stream().map(LabName::value).collect(Collectors.joining(", "));
  }
}
