package org.midolab.lab.guide.steps;

import java.util.stream.Collectors;

/**
 * The guide's edit of an init script: lines that go into the start branch, before the service
 * itself is started.
 */
final class InitScript {

  private InitScript() {}

  /**
   * @param lines what is to stand before the first line of the start branch that begins with {@code
   *     su}
   * @throws AssertionError when the script has no such line
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
}
