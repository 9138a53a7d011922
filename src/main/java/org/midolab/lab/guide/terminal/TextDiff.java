package org.midolab.lab.guide.terminal;

import java.util.ArrayList;
import java.util.List;

/** The lines that an edit removed and added, in the order of the text. */
final class TextDiff {

  private TextDiff() {}

  static String of(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> young = after.lines().toList();
    var changes = new ArrayList<String>();
    old.stream().filter(line -> !young.contains(line)).forEach(line -> changes.add("- " + line));
    young.stream().filter(line -> !old.contains(line)).forEach(line -> changes.add("+ " + line));
    return changes.isEmpty() ? "(no change)" : String.join("\n", changes);
  }
}
