package org.midolab.lab.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which lab a verb is about: the one named by a word or by an option, or the only one that is up.
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
   * The lab's name and the verb's own words, see {@link Words#split}.
   *
   * @throws ParameterException when they do not fit the verb
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
   * The first of the verb's own words, as a node's name. Whether the lab has such a node is seen
   * later.
   *
   * @throws ParameterException when it cannot be a node's name
   */
  String node(Words words) {
    String node = words.own().getFirst();
    if (!LabName.isName(node)) {
      throw refused("a node's name", node, LabName.FORM);
    }
    return node;
  }

  /** That a word is not what the verb takes. */
  ParameterException refused(String what, String word, String allowed) {
    return new ParameterException(
        verb.commandLine(),
        "'%s' is not %s; allowed: %s".formatted(Printable.of(word), what, allowed));
  }

  /** The lab that the words name, or the only one that is up. */
  org.midolab.lab.runtime.Lab attach(Words words) {
    return attach(words.lab());
  }

  /**
   * The lab that a verb's only word names, which may be missing.
   *
   * @throws ParameterException when {@code --lab} names one, too
   */
  org.midolab.lab.runtime.Lab attach(LabName word) {
    return attach(name(word));
  }

  private org.midolab.lab.runtime.Lab attach(Optional<LabName> name) {
    return org.midolab.lab.runtime.Lab.attach(
        home, name.orElseGet(() -> only(org.midolab.lab.runtime.Lab.running(home))));
  }

  /**
   * The lab that is named, by the word or by the option.
   *
   * @param word null when there is none
   * @throws ParameterException when both are there
   */
  Optional<LabName> name(LabName word) {
    return once(verb, word, option);
  }

  /** The one of both that is there. */
  static <T> Optional<T> once(CommandSpec verb, T word, T option) {
    if (word != null && option != null) {
      throw new ParameterException(
          verb.commandLine(), "the lab is named twice; name it by a word or by --lab");
    }
    return Optional.ofNullable(word != null ? word : option);
  }

  /** The lab that is meant when none is named. */
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
