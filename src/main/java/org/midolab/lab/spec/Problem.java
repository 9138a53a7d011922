package org.midolab.lab.spec;

/**
 * One fault of a lab file.
 *
 * @param place where the faulty value stands
 * @param message what is wrong, with what was found
 * @param allowed what would have been right; empty when the message says it all
 */
public record Problem(Place place, String message, String allowed) {

  /** In characters. A value of the file may be as long as the file. */
  private static final int LONGEST = 200;

  public Problem {
    if (message.length() > LONGEST) {
      message = message.substring(0, LONGEST) + "…";
    }
  }

  /** The problem as one line, in the form that editors turn into a link: {@code file:3:7: …}. */
  public String describe(String file) {
    String where = file + ":" + place.line() + ":" + place.column() + ": ";
    return where + message + (allowed.isEmpty() ? "" : "; allowed: " + allowed);
  }
}
