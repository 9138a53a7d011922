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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ini file: {@code [section]} lines and {@code key = value} lines. {@code #} and {@code ;} begin a
 * comment at the start of a line or after a blank. An absent file has no values.
 */
public final class IniFile {

  private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)[#;].*");

  private static final Pattern QUOTED = Pattern.compile("[^#;\"=]*=\\s*\"[^\"]*\"");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /**
   * Durations that ini files give as numbers without a unit: by their key, the present key and the
   * unit of the number.
   */
  private static final Map<String, Renamed> DURATIONS =
      Map.ofEntries(
          Map.entry("zookeeper.session_timeout", new Renamed("zookeeper.session_timeout", "ms")),
          Map.entry(
              "zookeeper.session_gracetime", new Renamed("zookeeper.session_gracetime", "ms")),
          Map.entry(
              "agent.bridge.mac_port_mapping_expire_millis",
              new Renamed("agent.bridge.mac_port_mapping_expire", "ms")),
          Map.entry(
              "agent.arptable.arp_retry_interval_seconds",
              new Renamed("agent.arptable.arp_retry_interval", "s")),
          Map.entry(
              "agent.arptable.arp_timeout_seconds", new Renamed("agent.arptable.arp_timeout", "s")),
          Map.entry(
              "agent.arptable.arp_stale_seconds", new Renamed("agent.arptable.arp_stale", "s")),
          Map.entry(
              "agent.arptable.arp_expiration_seconds",
              new Renamed("agent.arptable.arp_expiration", "s")),
          Map.entry(
              "agent.midolman.bgp_keepalive", new Renamed("agent.midolman.bgp_keepalive", "s")),
          Map.entry("agent.midolman.bgp_holdtime", new Renamed("agent.midolman.bgp_holdtime", "s")),
          Map.entry(
              "agent.midolman.bgp_connect_retry",
              new Renamed("agent.midolman.bgp_connect_retry", "s")));

  private record Renamed(String key, String unit) {}

  private final Path path;
  private final Map<String, Map<String, String>> sections;

  private IniFile(Path path, Map<String, Map<String, String>> sections) {
    this.path = path;
    this.sections = sections;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException when the file cannot be read, or a line is not a section, a
   *     value or a comment; the message names the line
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
      // Some editors write a byte order mark at the start of a file.
      String whole = i == 0 ? lines.get(i).replaceFirst("^\\ufeff", "") : lines.get(i);
      String line = withoutComment(whole).strip();
      if (line.isEmpty()) {
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

  /** Removes the comment of a line. A comment sign in quotes belongs to the value. */
  private static String withoutComment(String line) {
    Matcher quoted = QUOTED.matcher(line);
    return quoted.lookingAt() ? quoted.group() : COMMENT.matcher(line).replaceFirst("");
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
   * Returns all values by configuration key. Sections {@code zookeeper} and {@code cassandra} keep
   * their names; all others are below {@code agent}. Names from before MidoNet 5.0 are replaced by
   * the present ones, and durations have their unit.
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
                  put(
                      keys,
                      group + "." + (section.equals("zookeeper") ? renamed(key) : key),
                      value);
                }));
    return keys;
  }

  private static void put(Map<String, String> keys, String key, String value) {
    Renamed now = DURATIONS.get(key);
    if (now == null) {
      keys.put(key, value);
    } else {
      keys.put(now.key(), NUMBER.matcher(value).matches() ? value + now.unit() : value);
    }
  }

  /** Ini files from before MidoNet 5.0 have another name for the root key. */
  private static String renamed(String key) {
    return key.equals("midolman_root_key") ? "root_key" : key;
  }
}
