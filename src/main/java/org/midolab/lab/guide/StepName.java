package org.midolab.lab.guide;

import java.util.List;

/**
 * A step as people name it on a command line: {@code 4.4}, {@code 4}, {@code 4.1-zk}, {@code
 * 4.1-zk-2}, a whole id, {@code fip}.
 */
public record StepName(String text) {

  /**
   * The items that the name stands for, in the guide's order.
   *
   * @throws UnknownStepException when there is none
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
   * True for {@code 4.1-zk-2} and {@code 4.1-zk-2bi}, but not for {@code 4.1-zk-2} and {@code
   * 4.1-zk-20}.
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
