package org.midolab.lab.probe;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A configuration file as the program reads it that it is for: what stands in it twice counts once,
 * as the last says, and what stands in another section or behind a comment sign does not count.
 */
public final class SettingsFile {

  private static final Pattern SECTION = Pattern.compile("\\[(.+)]");
  private static final Pattern SETTING = Pattern.compile("([^=:]+?)\\s*[=:]\\s*(.*)");
  private static final Pattern INLINE_COMMENT = Pattern.compile("\\s[;#].*$");

  private SettingsFile() {}

  /** Of a node: ZooKeeper's {@code .cfg} as Java properties, all others as sections. */
  public static Probe<Map<String, String>> of(LabNode node, String path) {
    return Probe.of(
        "what " + path + " on " + node.name() + " sets",
        () -> {
          var answer = node.run("cat", path);
          if (!answer.ok()) {
            throw new LabException(answer.err().strip());
          }
          return path.endsWith(".cfg") ? properties(answer.out()) : sections(answer.out());
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

  /** As an ini file, each key under its section: {@code zookeeper.zookeeper_hosts}. */
  static Map<String, String> sections(String text) {
    var settings = new TreeMap<String, String>();
    String section = "";
    for (var raw : text.lines().toList()) {
      var line = INLINE_COMMENT.matcher(raw.replace("\uFEFF", "").strip()).replaceFirst("");
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      var header = SECTION.matcher(line);
      var setting = SETTING.matcher(line);
      if (header.matches()) {
        section = header.group(1).strip() + ".";
      } else if (setting.matches()) {
        settings.put(section + setting.group(1), setting.group(2));
      }
    }
    return settings;
  }
}
