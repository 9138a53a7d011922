package org.midolab.midonet.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded session: lines that start with the prompt are typed, the lines after one are its
 * answer. {@code #} starts a comment, which says where the form comes from.
 *
 * @param source the last comment above the command
 * @param line its number in the file
 */
record Transcript(String source, int line, String command, List<String> answer) {

  static List<Transcript> read(String name) {
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
