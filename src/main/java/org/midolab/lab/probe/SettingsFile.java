package org.midolab.lab.probe;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a configuration file in the same way as the program that it is for. If a key occurs twice,
 * the last value counts. Keys of other sections and comments do not count. A file that its program
 * rejects has no settings; the error names the rejected line.
 */
public final class SettingsFile {

  private static final Pattern SECTION = Pattern.compile("\\[(.+)]");
  private static final Pattern QUOTED = Pattern.compile("[^#;\"=]*=\\s*\"[^\"]*\"");

  /** The two forms of ini files. */
  enum Ini {
    /**
     * Files of the cluster and the agents: {@code key = value}, comments with {@code #} or {@code
     * ;}, quoted values.
     */
    CONF("=", "\\s[#;].*$"),
    /**
     * File of midonet-cli: {@code =} or {@code :}, keys in upper or lower case; a {@code #} after a
     * value is part of it.
     */
    RC("[=:]", "\\s;.*$");

    private final Pattern setting;
    private final Pattern comment;

    Ini(String separator, String comment) {
      this.setting = Pattern.compile("([^=:]+?)\\s*" + separator + "\\s*(.*)");
      this.comment = Pattern.compile(comment);
    }
  }

  private SettingsFile() {}

  /**
   * Returns the settings of a file on a node. Reads ZooKeeper's {@code .cfg} as Java properties,
   * {@code .midonetrc} like midonet-cli, and all other files like the cluster and the agents.
   */
  public static Probe<Map<String, String>> of(LabNode node, String path) {
    return Probe.of(
        "the settings in " + path + " on " + node.name(),
        () -> {
          var answer = node.run("cat", path);
          if (!answer.ok()) {
            throw new LabException(answer.err().strip());
          }
          return path.endsWith(".cfg")
              ? properties(answer.out())
              : sections(answer.out(), path.endsWith("rc") ? Ini.RC : Ini.CONF);
        });
  }

  /** Reads a file with {@link Properties}, which ZooKeeper uses. */
  static Map<String, String> properties(String text) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(text));
    var settings = new TreeMap<String, String>();
    properties
        .stringPropertyNames()
        .forEach(k -> settings.put(k, properties.getProperty(k).trim()));
    return settings;
  }

  /**
   * Reads an ini file. Each key has the prefix of its section: {@code zookeeper.zookeeper_hosts}.
   *
   * @throws LabException if a line is neither a section, a setting nor a comment
   */
  static Map<String, String> sections(String text, Ini form) {
    var settings = new TreeMap<String, String>();
    String section = "";
    for (var raw : text.replaceFirst("^\uFEFF", "").lines().toList()) {
      var line = withoutComment(raw.strip(), form);
      if (line.isEmpty()) {
        continue;
      }
      var header = SECTION.matcher(line);
      var setting = form.setting.matcher(line);
      if (header.matches()) {
        section = header.group(1).strip() + ".";
      } else if (setting.matches()) {
        settings.put(section + key(setting.group(1), form), unquoted(setting.group(2), form));
      } else {
        throw new LabException("its program rejects the line \"" + line + "\"");
      }
    }
    return settings;
  }

  private static String withoutComment(String line, Ini form) {
    if (line.startsWith("#") || line.startsWith(";")) {
      return "";
    }
    var quoted = QUOTED.matcher(line);
    return form == Ini.CONF && quoted.lookingAt()
        ? quoted.group()
        : form.comment.matcher(line).replaceFirst("").strip();
  }

  private static String key(String key, Ini form) {
    return form == Ini.RC ? key.toLowerCase(Locale.ROOT) : key;
  }

  private static String unquoted(String value, Ini form) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted && (form == Ini.CONF || value.length() == 2)
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
