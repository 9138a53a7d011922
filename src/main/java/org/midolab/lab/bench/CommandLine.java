package org.midolab.lab.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * Runs midonet-cli on the controller, with commands on its standard input. Commands refer to
 * objects by id.
 */
final class CommandLine {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Node controller;

  CommandLine(Node controller) {
    this.controller = controller;
  }

  /** Runs commands and returns the lines that they print. */
  List<String> run(String... commands) {
    String script = String.join("\n", commands) + "\n";
    return controller
        .exec(LIMIT, List.of("midonet-cli"), script.getBytes(StandardCharsets.UTF_8))
        .orFail("midonet-cli with\n" + script)
        .out()
        .lines()
        .toList();
  }

  /**
   * Returns the id of the object in a listing whose name starts with the given text.
   *
   * @param listing the command that lists the objects, such as {@code list host}
   * @param kind first word of the object's line, such as {@code host}
   * @param name start of the object's name
   */
  String id(String listing, String kind, String name) {
    var lines = run(listing);
    return id(lines, kind, name)
        .orElseThrow(
            () ->
                new LabFailure(
                    "\"" + listing + "\" lists no " + kind + " named " + name + ": " + lines));
  }

  /** Returns the same from the lines that a listing printed; empty if there is no such object. */
  static Optional<String> id(List<String> lines, String kind, String name) {
    var line = Pattern.compile(kind + " (\\S+) name \"?" + Pattern.quote(name) + ".*");
    return lines.stream()
        .map(line::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst();
  }
}
