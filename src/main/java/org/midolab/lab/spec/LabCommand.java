package org.midolab.lab.spec;

import java.util.Collection;

/** Builds commands of {@code ./lab} for messages to the user. */
public final class LabCommand {

  private LabCommand() {}

  /**
   * Returns the shortest command for one lab. It has {@code --lab} only if another lab is up, since
   * the command would then be ambiguous.
   *
   * @param lab the lab's name
   * @param up the names of the labs that are up; the lab itself may be among them
   * @param verb such as {@code exec}
   * @param words arguments after the verb; may be empty
   * @return {@code ./lab exec --lab pair gateway1 -- true}
   */
  public static String of(String lab, Collection<String> up, String verb, String words) {
    boolean alone = up.stream().allMatch(lab::equals);
    return "./lab " + verb + (alone ? "" : " --lab " + lab) + (words.isEmpty() ? "" : " " + words);
  }
}
