package org.midolab.lab.runtime;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a systemd unit, with or without its suffix, as {@code journalctl --unit} takes it.
 * Names that start with {@code -} are not allowed here, although systemd accepts them, nor are
 * patterns such as {@code *}.
 */
public record UnitName(String value) {

  /** Description of valid names, for messages. */
  public static final String FORM =
      "letters, digits and :_.\\@-, a letter or a digit first, at most 255 characters";

  /** Characters and length: systemd.unit(5). */
  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.\\\\@-]{0,254}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the text is not a valid name
   */
  public UnitName {
    if (!isName(value)) {
      throw new IllegalArgumentException("not a unit's name; allowed: " + FORM);
    }
  }

  /** Returns the name, or empty if the text is not a valid name. */
  public static Optional<UnitName> parse(String text) {
    return isName(text) ? Optional.of(new UnitName(text)) : Optional.empty();
  }

  private static boolean isName(String text) {
    return text != null && PATTERN.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
