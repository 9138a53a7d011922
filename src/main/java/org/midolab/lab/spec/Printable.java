package org.midolab.lab.spec;

import java.util.regex.Pattern;

/**
 * Makes untrusted text safe for a terminal: escapes control characters as {@code \\uXXXX}, and
 * truncates long text.
 */
public final class Printable {

  /** Maximum length of an argument in a message. Every real name is shorter. */
  private static final int LIMIT = 80;

  /** Maximum length of a sentence. The command line's own messages are shorter. */
  private static final int SENTENCE = 400;

  /**
   * Matches words that are longer than an argument that {@link #of} has truncated and put in
   * quotes.
   */
  private static final Pattern LONG_WORD = Pattern.compile("(\\S{" + 2 * LIMIT + "})\\S+");

  private Printable() {}

  /** Returns an argument on one line. */
  public static String of(String text) {
    String shown = text.length() > LIMIT ? text.substring(0, LIMIT) + "…" : text;
    return escape(shown, false);
  }

  /**
   * Returns a sentence on one line. It is from another program and may repeat an argument as it was
   * typed.
   */
  public static String sentence(String text) {
    String cut = LONG_WORD.matcher(text).replaceAll("$1…");
    return escape(cut.length() > SENTENCE ? cut.substring(0, SENTENCE) + "…" : cut, false);
  }

  /** Returns a message, which may have several lines. */
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
