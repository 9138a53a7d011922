package org.midolab.midonet.cluster.shape;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Messages for properties that a resource does not have. */
final class UnknownProperty {

  /** Largest edit distance between a property and a suggested name. */
  private static final int NEAR = 3;

  /** Longest name that is compared with known names; longer ones are not typing errors. */
  private static final int LONGEST = 64;

  private UnknownProperty() {}

  /**
   * Returns a message that continues the property's name.
   *
   * @param known properties of the resource
   */
  static String message(String name, Collection<String> known) {
    String nearest = nearest(name, known);
    return "is not a property of this resource"
        + (nearest == null ? "" : "; did you mean " + nearest + "?");
  }

  /** Returns the known name with the smallest edit distance, or null when none is similar. */
  private static String nearest(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return null;
    }
    int allowed = Math.min(NEAR, Math.max(1, name.length() / 3));
    return known.stream()
        .filter(each -> distance(name, each) <= allowed)
        .min(
            Comparator.<String>comparingInt(each -> distance(name, each))
                .thenComparing(each -> each))
        .orElse(null);
  }

  /** Returns the Levenshtein distance, ignoring case and underscores. */
  private static int distance(String one, String other) {
    String a = plain(one);
    String b = plain(other);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
