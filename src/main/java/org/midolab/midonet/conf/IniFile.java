package org.midolab.midonet.conf;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of {@code [sections]} with {@code key = value} lines; {@code #} and {@code ;} begin
 * comments. An absent file has no values.
 */
public final class IniFile {

  private final Path path;
  private final Map<String, Map<String, String>> sections;

  private IniFile(Path path, Map<String, Map<String, String>> sections) {
    this.path = path;
    this.sections = sections;
  }

  /**
   * @throws ConfigurationException when the file cannot be read, or with the line that is none of a
   *     section, a value and a comment
   */
  public static IniFile read(Path path) {
    try {
      return parse(path, Files.readAllLines(path, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return new IniFile(path, Map.of());
    } catch (MalformedInputException e) {
      throw new ConfigurationException(path + " is not UTF-8 text");
    } catch (IOException e) {
      throw new ConfigurationException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static IniFile parse(Path path, List<String> lines) {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    String section = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1).strip();
      } else if (equals > 0) {
        sections
            .computeIfAbsent(section, name -> new LinkedHashMap<>())
            .put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()));
      } else {
        throw new ConfigurationException(
            path + ", line " + (i + 1) + ": '" + line + "' is neither [section] nor key = value");
      }
    }
    return new IniFile(path, sections);
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  Path path() {
    return path;
  }

  public Optional<String> get(String section, String key) {
    return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(key))
        .filter(value -> !value.isBlank());
  }

  /**
   * All values as keys of the configuration: sections {@code zookeeper} and {@code cassandra} as
   * they are, all others below {@code agent}; of {@code zookeeper} the older names too.
   */
  Map<String, String> asKeys() {
    Map<String, String> keys = new LinkedHashMap<>();
    sections.forEach(
        (section, values) ->
            values.forEach(
                (key, value) -> {
                  boolean shared = section.equals("zookeeper") || section.equals("cassandra");
                  String group =
                      shared || section.startsWith("agent.") ? section : "agent." + section;
                  keys.put(group + "." + (section.equals("zookeeper") ? renamed(key) : key), value);
                }));
    return keys;
  }

  /** Ini files of MidoNet before 5.0 call the root key otherwise. */
  private static String renamed(String key) {
    return key.equals("midolman_root_key") ? "root_key" : key;
  }
}
