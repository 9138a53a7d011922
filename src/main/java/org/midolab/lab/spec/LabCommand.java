package org.midolab.lab.spec;

import java.util.Collection;

/** A command of {@code ./lab} as a message tells it to a person. */
public final class LabCommand {

  private LabCommand() {}

  /**
   * The command for one lab: as short as can be, and with {@code --lab} where another lab is up and
   * the command would ask which one is meant.
   *
   * @param lab the lab's name
   * @param up the names of the labs that are up; the lab itself may be among them
   * @param verb such as {@code exec}
   * @param words what follows the verb; empty for nothing
   * @return {@code ./lab exec --lab pair gateway1 -- true}
   */
  public static String of(String lab, Collection<String> up, String verb, String words) {
    boolean alone = up.stream().allMatch(lab::equals);
    return "./lab " + verb + (alone ? "" : " --lab " + lab) + (words.isEmpty() ? "" : " " + words);
  }
}
