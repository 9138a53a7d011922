package org.midolab.lab.guide.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits a doc string into shell commands, as a shell does: a here-document stays with its command.
 */
final class Script {

  private static final Pattern HERE_DOCUMENT = Pattern.compile("<<-?\\s*['\"]?(\\w+)['\"]?");

  private Script() {}

  static List<String> commands(String script) {
    var commands = new ArrayList<String>();
    var command = new ArrayList<String>();
    String terminator = null;
    for (var line : script.lines().toList()) {
      if (terminator == null && command.isEmpty() && line.isBlank()) {
        continue;
      }
      command.add(line);
      if (terminator == null) {
        var here = HERE_DOCUMENT.matcher(line);
        terminator = here.find() ? here.group(1) : null;
      } else if (line.strip().equals(terminator)) {
        terminator = null;
      }
      if (terminator == null && !line.endsWith("\\")) {
        commands.add(String.join("\n", command));
        command.clear();
      }
    }
    if (!command.isEmpty()) {
      throw new IllegalArgumentException(
          "the here-document has no end " + terminator + ": " + command.getFirst());
    }
    return List.copyOf(commands);
  }
}
