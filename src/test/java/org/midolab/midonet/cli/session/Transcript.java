package org.midolab.midonet.cli.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded session: lines that start with the prompt are input; the following lines are the
 * answer. {@code #} starts a comment, which cites the source of the form.
 *
 * @param source the last comment above the command
 * @param line line number of the command in the file
 */
public record Transcript(String source, int line, String command, List<String> answer) {

  /** Sessions on a terminal with {@link TwinApi}. */
  public static final List<String> ON_TERMINAL =
      List.of(
          "guide-4.4.session",
          "guide-7.session",
          "grammar.session",
          "chains.session",
          "ports.session",
          "errors.session",
          "tenant.session",
          "keyed.session",
          "mirrors.session",
          "help.session",
          "commands.session",
          "differences.session");

  /** Sessions as scripts with {@link TwinApi}. */
  public static final List<String> AS_SCRIPT = List.of("script.session");

  /** Sessions with a real cluster. */
  public static final List<String> ON_CLUSTER =
      List.of(
          "cluster/rules.session",
          "cluster/devices.session",
          "cluster/others.session",
          "cluster/dhcp.session",
          "cluster/services.session",
          "cluster/values.session",
          "cluster/actions.session",
          "cluster/groups.session",
          "cluster/absent.session",
          "cluster/everything.session");

  public static List<Transcript> read(String name) {
    String text;
    try (var stream = Transcript.class.getResourceAsStream(name)) {
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var entries = new ArrayList<Transcript>();
    String source = null;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.startsWith("#")) {
        source = line.substring(1).strip();
      } else if (line.startsWith(Shell.PROMPT)) {
        if (source == null) {
          throw new AssertionError(
              name + ":" + number + ": no source is cited above the first command");
        }
        entries.add(
            new Transcript(
                source, number, line.substring(Shell.PROMPT.length()), new ArrayList<>()));
      } else if (!line.isBlank()) {
        entries.getLast().answer().add(line);
      }
    }
    return entries;
  }
}
