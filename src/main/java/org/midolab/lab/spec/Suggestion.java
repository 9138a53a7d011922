package org.midolab.lab.spec;

import java.util.Collection;
import java.util.Comparator;

/** Suggests the known word that a user may have meant by an unknown one. */
public final class Suggestion {

  /** Maximum number of edits of a typing error. */
  private static final int MOST_EDITS = 2;

  private Suggestion() {}

  /**
   * Returns the known word that is nearest to the wrong one, as the end of a sentence.
   *
   * @param wrong the word that the user typed
   * @param known the valid words
   * @return {@code "; did you mean 'WORD'?"}, or an empty string if no word is within two edits
   */
  public static String of(String wrong, Collection<String> known) {
    return known.stream()
        .filter(word -> Math.abs(word.length() - wrong.length()) <= MOST_EDITS)
        .filter(word -> edits(wrong, word) <= Math.min(MOST_EDITS, word.length() / 2))
        .min(
            Comparator.comparingInt((String word) -> edits(wrong, word))
                .thenComparing(word -> word))
        .map(word -> "; did you mean '" + word + "'?")
        .orElse("");
  }

  /** Returns the edit distance: letters to insert, remove, replace or swap with their neighbour. */
  private static int edits(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
