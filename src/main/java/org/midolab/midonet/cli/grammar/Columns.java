package org.midolab.midonet.cli.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Formats names in columns: filled downwards, separated by two blanks, in the smallest number of
 * lines that fits the width.
 */
final class Columns {

  private static final String GAP = "  ";

  private Columns() {}

  /**
   * @param names at least one
   * @param width width of a line in characters; a longer name gets its own line
   */
  static List<String> of(List<String> names, int width) {
    return IntStream.rangeClosed(1, names.size())
        .mapToObj(rows -> table(names, rows))
        .filter(
            lines ->
                lines.size() == names.size()
                    || lines.stream().allMatch(line -> line.length() <= width))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> table(List<String> names, int rows) {
    List<StringBuilder> lines = new ArrayList<>();
    for (int start = 0; start < names.size(); start += rows) {
      List<String> column = names.subList(start, Math.min(names.size(), start + rows));
      int widest = column.stream().mapToInt(String::length).max().orElse(0);
      boolean last = start + rows >= names.size();
      for (int row = 0; row < column.size(); row++) {
        if (start == 0) {
          lines.add(new StringBuilder());
        }
        String name = column.get(row);
        lines.get(row).append(start == 0 ? "" : GAP).append(name);
        if (!last) {
          lines.get(row).append(" ".repeat(widest - name.length()));
        }
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }
}
