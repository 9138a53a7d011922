package org.midolab.lab.command;

/**
 * Makes text from outside safe for a terminal: control characters become {@code \\uXXXX}, and a
 * long text is cut.
 */
final class Printable {

  /** Longer arguments are cut in a message; a name that is meant is shorter. */
  private static final int LIMIT = 80;

  private Printable() {}

  /** One argument, on one line. */
  static String of(String text) {
    String shown = text.length() > LIMIT ? text.substring(0, LIMIT) + "…" : text;
    return escape(shown, false);
  }

  /** A message of several lines. */
  static String message(String text) {
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
