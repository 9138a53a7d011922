package org.midolab.lab.spec;

import java.util.regex.Pattern;

/**
 * Makes text from outside safe for a terminal: control characters become {@code \\uXXXX}, and a
 * long text is cut.
 */
public final class Printable {

  /** Longer arguments are cut in a message; a name that is meant is shorter. */
  private static final int LIMIT = 80;

  /** Longer sentences are cut; the longest that the command line has of its own is shorter. */
  private static final int SENTENCE = 400;

  /** Cuts no argument that {@link #of} has cut and that stands in quotes. */
  private static final Pattern LONG_WORD = Pattern.compile("(\\S{" + 2 * LIMIT + "})\\S+");

  private Printable() {}

  /** One argument, on one line. */
  public static String of(String text) {
    String shown = text.length() > LIMIT ? text.substring(0, LIMIT) + "…" : text;
    return escape(shown, false);
  }

  /** A sentence of somebody else's that repeats an argument as it was typed, on one line. */
  public static String sentence(String text) {
    String cut = LONG_WORD.matcher(text).replaceAll("$1…");
    return escape(cut.length() > SENTENCE ? cut.substring(0, SENTENCE) + "…" : cut, false);
  }

  /** A message of several lines. */
  public static String message(String text) {
    return escape(text, true);
  }

  private static String escape(String text, boolean lines) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean layout = lines && (c == '\n' || c == '\t');
              if (layout
                  || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                safe.appendCodePoint(c);
              } else {
                safe.append("\\u%04x".formatted(c));
              }
            });
    return safe.toString();
  }
}
