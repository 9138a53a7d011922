package org.midolab.lab.spec;

/**
 * A problem in a lab file.
 *
 * @param place position of the wrong value
 * @param message what is wrong, with the value that was found
 * @param allowed description of valid values; empty if the message suffices
 */
public record Problem(Place place, String message, String allowed) {

  /** Maximum length of a message in characters. A value may be as long as the whole file. */
  private static final int LONGEST = 200;

  public Problem {
    if (message.length() > LONGEST) {
      message = message.substring(0, LONGEST) + "…";
    }
  }

  /**
   * Returns the problem on one line, in a form that editors turn into a link: {@code file:3:7: …}.
   */
  public String describe(String file) {
    String where = file + ":" + place.line() + ":" + place.column() + ": ";
    return where + message + (allowed.isEmpty() ? "" : "; allowed: " + allowed);
  }
}
