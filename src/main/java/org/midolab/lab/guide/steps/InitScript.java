package org.midolab.lab.guide.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The guide's edit of an init script: it inserts lines into the start branch, before the service is
 * started.
 */
final class InitScript {

  private InitScript() {}

  /**
   * Inserts lines into a script.
   *
   * @param lines lines to insert before the first line of the start branch that starts with {@code
   *     su}
   * @throws AssertionError if the script has no such line
   */
  static String atStart(String script, String lines) {
    if (script.contains(lines.lines().findFirst().orElseThrow())) {
      return script;
    }
    var result = new StringBuilder();
    boolean inStart = false;
    boolean done = false;
    for (var line : script.lines().toList()) {
      inStart |= line.strip().equals("start)");
      if (inStart && !done && line.strip().startsWith("su ")) {
        var indent = line.substring(0, line.indexOf("su "));
        result.append(
            lines.lines().map(l -> indent + l.strip() + "\n").collect(Collectors.joining()));
        done = true;
      }
      result.append(line).append('\n');
    }
    if (!done) {
      throw new AssertionError(
          "expected a start branch with a line that begins with \"su\", found none");
    }
    return result.toString();
  }

  /**
   * Returns the commands that {@code SCRIPT start} runs before it starts the server, in order.
   * Commands after an {@code exit}, in a comment, in a function or under a condition do not count.
   */
  static List<String> beforeTheServer(String script) {
    var commands = new ArrayList<String>();
    boolean inStart = false;
    int depth = 0;
    for (var raw : script.lines().toList()) {
      var line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.matches("start\\s*\\)")) {
        inStart = true;
        continue;
      }
      if (ends(line)) {
        depth--;
      } else if (depth == 0) {
        if (line.matches("(exit|return|exec)\\b.*") || inStart && line.startsWith("su ")) {
          return inStart ? List.copyOf(commands) : List.of();
        }
        if (inStart && line.endsWith(";;")) {
          return List.of();
        }
        if (inStart) {
          commands.add(line);
        }
      }
      if (begins(line)) {
        depth++;
      }
    }
    return List.of();
  }

  private static boolean begins(String line) {
    return line.matches("(if|for|while|until)\\b.*") && !line.matches(".*\\b(fi|done)\\s*;*$")
        || line.endsWith("{");
  }

  private static boolean ends(String line) {
    return line.matches("(fi|done|})\\b.*") || line.equals("}");
  }
}
