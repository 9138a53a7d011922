package org.midolab.lab.probe;

import java.util.List;

/**
 * The state of a Debian package, as dpkg reports it, and whether it was installed on this node.
 *
 * @param status such as {@code install ok installed}; empty if dpkg does not know the package
 * @param added whether dpkg's log on this node has an installation of the package; packages of the
 *     image are not in a node's log
 */
public record InstalledPackage(String name, String status, String version, boolean added) {

  /** Reads the state of several packages, in the order of the names. */
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

  /** Parses lines of dpkg-query, {@code name|status|version}, and lines of dpkg's log. */
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
    return name + " " + version + " (" + status + (added ? ")" : ", not installed on this node)");
  }
}
