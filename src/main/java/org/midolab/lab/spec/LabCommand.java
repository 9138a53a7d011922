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
    return of(verb + option(lab, up), words);
  }

  /**
   * Returns the user's own command in a corrected form. The user has named the lab if necessary.
   *
   * @param verb such as {@code exec}
   * @param words arguments after the verb; may be empty
   */
  public static String of(String verb, String words) {
    return "./lab " + verb + (words.isEmpty() ? "" : " " + words);
  }

  private static String option(String lab, Collection<String> up) {
    boolean alone = up.stream().allMatch(lab::equals);
    return alone ? "" : " --lab " + lab;
  }
}
