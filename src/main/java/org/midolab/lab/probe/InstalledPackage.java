package org.midolab.lab.probe;

import java.util.List;

/**
 * A Debian package as dpkg tells it: how it stands, and how it came to stand so on this node.
 *
 * @param status {@code install ok installed}, or empty when dpkg does not know the package
 * @param added true when dpkg's log on this node says that it was installed where it was not
 *     before; what an image brings is in no node's log
 */
public record InstalledPackage(String name, String status, String version, boolean added) {

  /** Several packages at one look, in the order of the names. */
  public static Probe<List<InstalledPackage>> of(LabNode node, List<String> names) {
    return Probe.of(
        "packages " + String.join(", ", names) + " on " + node.name(),
        () ->
            parse(
                names,
                node.shell(
                        "dpkg-query -W -f '${Package}|${Status}|${Version}\\n' "
                            + String.join(" ", names)
                            + " 2> /dev/null; grep ' install ' /var/log/dpkg.log; true")
                    .out()));
  }

  /** From lines of dpkg-query, {@code name|status|version}, and lines of dpkg's log. */
  static List<InstalledPackage> parse(List<String> names, String lines) {
    return names.stream().map(name -> parse(name, lines.lines().toList())).toList();
  }

  private static InstalledPackage parse(String name, List<String> lines) {
    var fields =
        lines.stream()
            .map(line -> line.split("\\|"))
            .filter(parts -> parts.length == 3 && parts[0].equals(name))
            .findFirst()
            .orElse(new String[] {name, "", ""});
    boolean added =
        lines.stream()
            .map(line -> line.split(" "))
            .anyMatch(
                words ->
                    words.length == 6
                        && words[2].equals("install")
                        && words[3].split(":")[0].equals(name)
                        && words[4].equals("<none>"));
    return new InstalledPackage(name, fields[1], fields[2], added);
  }

  public boolean isInstalled() {
    return status.equals("install ok installed") && added;
  }

  @Override
  public String toString() {
    if (status.isEmpty()) {
      return name + " unknown to dpkg";
    }
    return name + " " + version + " (" + status + (added ? ")" : ", by nobody on this node)");
  }
}
