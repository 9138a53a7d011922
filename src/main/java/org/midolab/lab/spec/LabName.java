package org.midolab.lab.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a lab: a host name's label (RFC 1123) of at most 30 characters. A value can be used
 * as a directory name, in a container's name and in an engine's label without quoting, since it
 * contains only a-z, 0-9 and '-'.
 */
public record LabName(@JsonValue String value) implements Comparable<LabName> {

  /** Description of valid names, for messages. */
  public static final String FORM = "a-z, 0-9 and '-', a letter first, at most 30 characters";

  private static final Pattern PATTERN = Pattern.compile("[a-z][a-z0-9-]{0,29}(?<!-)");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the text is not a valid name
   */
  @JsonCreator
  public LabName {
    if (!isName(value)) {
      throw new IllegalArgumentException("not a lab name; allowed: " + FORM);
    }
  }

  /** Returns the name, or empty if the text is not a valid name. */
  public static Optional<LabName> parse(String text) {
    return isName(text) ? Optional.of(new LabName(text)) : Optional.empty();
  }

  /** Reports whether the text is a valid name. The rules apply to the names of nodes, too. */
  public static boolean isName(@Nullable String text) {
    return text != null && PATTERN.matcher(text).matches();
  }

  @Override
  public int compareTo(LabName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
