package org.midolab.midonet.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code ~/.midonetrc}: the keys of section {@code [cli]} of an ini file; {@code =} or {@code :}
 * separates, {@code #} and {@code ;} start a comment line, and {@code ;} after a blank starts a
 * comment inside a line, as in Python's parser. A byte order mark is ignored.
 */
final class RcFile {

  private static final Pattern COMMENT = Pattern.compile("\\s;.*");

  private RcFile() {}

  /**
   * Reads the file; an absent file has no keys.
   *
   * @throws Settings.Incomplete when a line is neither a section, a comment nor a key with a value,
   *     the message has its number
   */
  static Map<String, String> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    try {
      return parse(Files.readString(file).replaceFirst("^\\ufeff", ""), file);
    } catch (IOException e) {
      throw new Settings.Incomplete("Cannot read " + file + ": " + e.getMessage());
    }
  }

  private static Map<String, String> parse(String text, Path file) {
    var values = new HashMap<String, String>();
    String section = "";
    int number = 0;
    for (String raw : text.split("\n")) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1).strip();
        continue;
      }
      int separator = separator(line);
      if (separator < 1) {
        throw new Settings.Incomplete(
            "%s, line %d: expected 'key = value'".formatted(file, number));
      }
      if (section.equals("cli")) {
        values.put(
            line.substring(0, separator).strip().toLowerCase(Locale.ROOT),
            value(line.substring(separator + 1)));
      }
    }
    return values;
  }

  private static String value(String text) {
    String value = COMMENT.matcher(text).replaceFirst("").strip();
    return value.equals("\"\"") ? "" : value;
  }

  private static int separator(String line) {
    int equals = line.indexOf('=');
    int colon = line.indexOf(':');
    return equals < 0 || colon >= 0 && colon < equals ? colon : equals;
  }
}
