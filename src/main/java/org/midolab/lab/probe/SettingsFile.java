package org.midolab.lab.probe;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A configuration file as the program reads it that it is for: what stands in it twice counts once,
 * as the last says, and what stands in another section or behind a comment sign does not count. A
 * file that its program refuses sets nothing, and is reported with the line that is refused.
 */
public final class SettingsFile {

  private static final Pattern SECTION = Pattern.compile("\\[(.+)]");
  private static final Pattern QUOTED = Pattern.compile("[^#;\"=]*=\\s*\"[^\"]*\"");

  /** The two forms of ini files. */
  enum Ini {
    /** Of the cluster and the agents: {@code key = value}, either comment sign, quoted values. */
    CONF("=", "\\s[#;].*$"),
    /**
     * Of midonet-cli: {@code =} or {@code :}, keys in any case; {@code #} behind a value belongs to
     * it.
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
   * Of a node: ZooKeeper's {@code .cfg} as Java properties, {@code .midonetrc} as midonet-cli reads
   * it, all others as the cluster and the agents do.
   */
  public static Probe<Map<String, String>> of(LabNode node, String path) {
    return Probe.of(
        "what " + path + " on " + node.name() + " sets",
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

  /** As {@link Properties} reads it, which ZooKeeper uses. */
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
   * As an ini file, each key under its section: {@code zookeeper.zookeeper_hosts}.
   *
   * @throws LabException when a line is neither a section, a setting nor a comment
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
        throw new LabException("its program refuses the line \"" + line + "\"");
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
