package org.midolab.lab.guide.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a step on the command line: {@code 4.4}, {@code 4}, {@code 4.1-zk}, {@code 4.1-zk-2},
 * a whole id, {@code fip}.
 */
public record StepName(String text) {

  /** Description of valid names, for messages. */
  public static final String FORM =
      "letters, digits, '.', '-' and '_', a letter or a digit first, at most 64 characters";

  /** Ids of the catalogue. The {@code @} of a tag may precede them. */
  private static final Pattern PATTERN = Pattern.compile("@?[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * Checks the form of the name.
   *
   * @throws IllegalArgumentException if the text is not a valid name
   */
  public StepName {
    if (!isName(text)) {
      throw new IllegalArgumentException("not a step's name; allowed: " + FORM);
    }
  }

  /** Returns the name, or empty if the text is not a valid name. */
  public static Optional<StepName> parse(String text) {
    return isName(text) ? Optional.of(new StepName(text)) : Optional.empty();
  }

  private static boolean isName(@Nullable String text) {
    return text != null && PATTERN.matcher(text).matches();
  }

  /**
   * Returns the items of the step, in the guide's order.
   *
   * @throws UnknownStepException if there is no such step
   */
  public List<Catalogue.Item> in(Catalogue catalogue) {
    var items = catalogue.items().stream().filter(item -> names(item.id())).toList();
    if (items.isEmpty()) {
      throw new UnknownStepException(text, catalogue);
    }
    return items;
  }

  private boolean names(String id) {
    var bare = text.startsWith("@") ? text.substring(1) : text;
    return begins(id, bare) || begins(id, "qsg-" + bare) || begins(id, "lab-" + bare);
  }

  /**
   * Reports whether an id starts with a prefix that ends at a part of the id. The prefix {@code
   * 4.1-zk-2} matches {@code 4.1-zk-2bi}, but not {@code 4.1-zk-20}.
   */
  private static boolean begins(String id, String prefix) {
    if (prefix.isEmpty() || !id.startsWith(prefix)) {
      return false;
    }
    if (id.length() == prefix.length()) {
      return true;
    }
    char last = prefix.charAt(prefix.length() - 1);
    char next = id.charAt(prefix.length());
    return next == '.' || next == '-' || Character.isDigit(last) && Character.isLetter(next);
  }
}
