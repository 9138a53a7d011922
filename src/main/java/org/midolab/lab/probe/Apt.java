package org.midolab.lab.probe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What apt on a node knows, by its own word: which repositories it has read, what it would do. */
public final class Apt {

  private Apt() {}

  /**
   * The repositories whose index apt has read, each with the list that names it: {@code
   * file:/usr/share/midolab/apt/midonet} by {@code /etc/apt/sources.list.d/midonet.list}. Neither a
   * list without {@code apt-get update} nor an index without its list counts.
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
   * The repositories that offer the version of each package which apt would install, or has: by
   * package, in the order of the names.
   */
  public static Probe<Map<String, List<String>>> sources(LabNode node, List<String> names) {
    return Probe.of(
        "where apt on " + node.name() + " has " + String.join(", ", names) + " from",
        () -> parsePolicy(names, node.shell("apt-cache policy " + String.join(" ", names)).out()));
  }

  /** From {@code apt-cache policy}: below the candidate's version stands who offers it. */
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
   * What {@code apt-get upgrade} would install, a line each.
   *
   * @throws LabException where apt has read no repository, and so can know of no update
   */
  public static Probe<String> pending(LabNode node) {
    return Probe.of(
        "what apt-get would upgrade on " + node.name(),
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
   * Seconds from the last change of a package to the node's boot; negative where the package
   * changed after it.
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
