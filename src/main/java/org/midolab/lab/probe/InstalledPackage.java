package org.midolab.lab.probe;

/**
 * A Debian package as {@code dpkg-query} tells it.
 *
 * @param status {@code install ok installed}, or empty when dpkg does not know the package
 */
public record InstalledPackage(String name, String status, String version) {

  public static Probe<InstalledPackage> of(LabNode node, String name) {
    return Probe.of(
        "package " + name + " on " + node.name(),
        () -> {
          var answer = node.run("dpkg-query", "-W", "-f", "${Status}|${Version}", name);
          var parts = answer.ok() ? answer.text().split("\\|", 2) : new String[] {""};
          return new InstalledPackage(name, parts[0], parts.length > 1 ? parts[1] : "");
        });
  }

  public boolean isInstalled() {
    return status.equals("install ok installed");
  }

  @Override
  public String toString() {
    return name + (status.isEmpty() ? " unknown to dpkg" : " " + version + " (" + status + ")");
  }
}
