package org.midolab.lab.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/** midonet-cli on the controller, fed from its standard input; ids stand for objects there. */
final class CommandLine {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Node controller;

  CommandLine(Node controller) {
    this.controller = controller;
  }

  /** Runs commands and gives the lines that they printed. */
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
   * The id of what a listing has under a name that begins so.
   *
   * @param kind the word that begins its line, such as {@code host}
   */
  String id(String listing, String kind, String name) {
    var lines = run(listing);
    return id(lines, kind, name)
        .orElseThrow(
            () ->
                new LabFailure(
                    "\"" + listing + "\" lists no " + kind + " named " + name + ": " + lines));
  }

  /** As {@link #id(String, String, String)}, in what a listing has printed. */
  static Optional<String> id(List<String> lines, String kind, String name) {
    var line = Pattern.compile(kind + " (\\S+) name \"?" + Pattern.quote(name) + ".*");
    return lines.stream()
        .map(line::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst();
  }
}
