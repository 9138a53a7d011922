package org.midolab.lab.guide.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The guide's instruction "Edit the file to contain the following". A setting that exists, even
 * commented out, is replaced in its place; a missing one is added; everything else stays.
 */
public final class FileEdit {

  private static final Pattern SECTION = Pattern.compile("^\\s*\\[(.+)]\\s*$");

  private FileEdit() {}

  /**
   * Returns the edit of a file so that it contains a fragment. YAML files are edited by top-level
   * keys, all others by lines.
   */
  public static UnaryOperator<String> toContain(String path, String fragment) {
    return path.endsWith(".yaml") ? text -> yaml(text, fragment) : text -> lines(text, fragment);
  }

  /** Sets {@code key = value} lines, in sections if the fragment has sections. */
  private static String lines(String text, String fragment) {
    var result = new ArrayList<>(text.lines().toList());
    String section = null;
    for (var line :
        fragment.lines().filter(l -> !l.isBlank() && !l.strip().startsWith("#")).toList()) {
      var header = SECTION.matcher(line);
      if (header.matches()) {
        section = header.group(1);
        if (indexOfSection(result, section) < 0) {
          result.add(line);
        }
      } else {
        set(result, section, line);
      }
    }
    return String.join("\n", result) + "\n";
  }

  private static void set(List<String> lines, @Nullable String section, String line) {
    int from = section == null ? 0 : indexOfSection(lines, section) + 1;
    int to = endOfSection(lines, from, section);
    // If the file has the setting twice, the active one is replaced, not the one in a comment.
    for (var comment : List.of("", "#\\s*")) {
      var sameKey = Pattern.compile("^\\s*" + comment + Pattern.quote(key(line)) + "\\s*=.*");
      for (int i = from; i < to; i++) {
        if (sameKey.matcher(lines.get(i)).matches()) {
          lines.set(i, line);
          return;
        }
      }
    }
    while (to > from && lines.get(to - 1).isBlank()) {
      to--;
    }
    lines.add(to, line);
  }

  private static String key(String line) {
    int end = line.indexOf('=');
    return (end < 0 ? line : line.substring(0, end)).strip();
  }

  private static int indexOfSection(List<String> lines, String section) {
    for (int i = 0; i < lines.size(); i++) {
      var header = SECTION.matcher(lines.get(i));
      if (header.matches() && header.group(1).equals(section)) {
        return i;
      }
    }
    return -1;
  }

  private static int endOfSection(List<String> lines, int from, @Nullable String section) {
    if (section == null) {
      return lines.size();
    }
    for (int i = from; i < lines.size(); i++) {
      if (SECTION.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
    return lines.size();
  }

  /** Replaces the block of each top-level key of the fragment. */
  private static String yaml(String text, String fragment) {
    var result = text;
    for (var block : blocks(fragment)) {
      var key = block.substring(0, block.indexOf(':') + 1);
      var there =
          Pattern.compile(
              "(?m)^#? ?"
                  + Pattern.quote(key)
                  + "(?:.*\\n)(?:^(?:[ \\t-].*|)\\n(?=^[ \\t-]|\\z)|^[ \\t-].*\\n)*");
      var matcher = there.matcher(result.endsWith("\n") ? result : result + "\n");
      result =
          matcher.find() ? matcher.replaceFirst(Matcher.quoteReplacement(block)) : result + block;
    }
    return result;
  }

  private static List<String> blocks(String fragment) {
    var blocks = new ArrayList<String>();
    for (var line :
        fragment
            .lines()
            .filter(l -> !l.isBlank() && !l.startsWith("#") && !l.strip().equals("..."))
            .toList()) {
      if (Character.isLetter(line.charAt(0)) || blocks.isEmpty()) {
        blocks.add(line + "\n");
      } else {
        blocks.set(blocks.size() - 1, blocks.getLast() + line + "\n");
      }
    }
    return blocks;
  }
}
