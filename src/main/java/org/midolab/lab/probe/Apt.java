package org.midolab.lab.probe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Probes of apt on a node: the repositories that it has read, and the actions that it would take.
 */
public final class Apt {

  private Apt() {}

  /**
   * Returns the repositories whose index apt has read, each with the list file that names it:
   * {@code file:/usr/share/midolab/apt/midonet} with {@code /etc/apt/sources.list.d/midonet.list}.
   * A list without {@code apt-get update} does not count, nor does an index without its list.
   */
  public static Probe<Map<String, String>> repositories(LabNode node) {
    return Probe.of(
        "the repositories that apt on " + node.name() + " has read",
        () ->
            parseTargets(
                node.shell(
                        "apt-get indextargets --format '$(REPO_URI)|$(SOURCESENTRY)'"
                            + " 'Created-By: Packages'")
                    .out()));
  }

  static Map<String, String> parseTargets(String lines) {
    var read = new TreeMap<String, String>();
    lines
        .lines()
        .map(line -> line.split("\\|"))
        .filter(parts -> parts.length == 2)
        .forEach(
            parts ->
                read.put(parts[0].replaceFirst("/$", ""), parts[1].replaceFirst(":\\d+$", "")));
    return read;
  }

  /**
   * For each package, returns the repositories that offer the version that apt would install or has
   * installed, in the order of the names.
   */
  public static Probe<Map<String, List<String>>> sources(LabNode node, List<String> names) {
    return Probe.of(
        "the sources of " + String.join(", ", names) + " in apt on " + node.name(),
        () -> parsePolicy(names, node.shell("apt-cache policy " + String.join(" ", names)).out()));
  }

  /**
   * Parses the output of {@code apt-cache policy}. The sources of a version are listed below it.
   */
  static Map<String, List<String>> parsePolicy(List<String> names, String policy) {
    var sources = new TreeMap<String, List<String>>();
    names.forEach(name -> sources.put(name, List.of()));
    String name = "";
    String candidate = "";
    boolean ofCandidate = false;
    for (var line : policy.lines().toList()) {
      var words = List.of(line.strip().split("\\s+"));
      if (!line.startsWith(" ")) {
        name = line.replaceFirst(":$", "");
        ofCandidate = false;
      } else if (words.getFirst().equals("Candidate:")) {
        candidate = words.getLast();
      } else if (line.matches(" (?:\\*\\*\\*|   ) \\S+ -?\\d+")) {
        ofCandidate = words.get(words.size() - 2).equals(candidate);
      } else if (ofCandidate && words.size() > 2 && sources.containsKey(name)) {
        var all = new java.util.ArrayList<>(sources.get(name));
        all.add(words.get(1));
        sources.put(name, List.copyOf(all));
      }
    }
    return sources;
  }

  /**
   * Returns the packages that {@code apt-get upgrade} would install, one on each line.
   *
   * @throws LabException if apt has read no repository, and so cannot know of updates
   */
  public static Probe<String> pending(LabNode node) {
    return Probe.of(
        "the packages that apt-get would upgrade on " + node.name(),
        () -> {
          if (repositories(node).look().isEmpty()) {
            throw new LabException("apt on " + node.name() + " has read no repository");
          }
          var simulated = node.shell("apt-get -s upgrade");
          if (!simulated.ok()) {
            throw new LabException("apt-get -s upgrade: " + simulated.all());
          }
          return String.join(
              "\n", simulated.out().lines().filter(line -> line.startsWith("Inst")).toList());
        });
  }

  /**
   * Returns the seconds from the last change of a package to the node's boot. The value is negative
   * if the package changed after the boot.
   */
  public static Probe<Long> bootAfterUpdate(LabNode node, String name) {
    return Probe.of(
        "seconds from the update of " + name + " to the boot of " + node.name(),
        () ->
            Long.parseLong(
                node.shell(
                        "echo $(( $(date +%s) - $(ps -o etimes= -p 1) - $(stat -c %Y"
                            + " /var/lib/dpkg/info/"
                            + name
                            + ".list) ))")
                    .text()));
  }
}
