package org.midolab.lab.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The packet filter of a node, as nft lists it, and what it does to a UDP port. */
public final class PacketFilter {

  private static final Pattern PORT = Pattern.compile("\\bdport (?:\\{([^}]*)}|(\\S+))");
  private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

  private PacketFilter() {}

  /**
   * The rules and policies by which a node may drop or refuse what comes to a UDP port, or what it
   * sends to one: whatever is not about another port or another protocol. Empty where there is
   * none.
   */
  public static Probe<List<String>> drops(LabNode node, int port) {
    return Probe.of(
        "what the packet filter of " + node.name() + " may do to UDP port " + port,
        () -> {
          var rules = node.run("nft", "list", "ruleset");
          if (!rules.ok()) {
            throw new LabException("nft list ruleset: " + rules.all().strip());
          }
          return drops(rules.out(), port);
        });
  }

  /** Chain by chain: once a chain accepts the port, what stands behind it does not count. */
  static List<String> drops(String ruleset, int port) {
    var found = new ArrayList<String>();
    boolean accepted = false;
    String policy = "";
    for (var raw : ruleset.lines().toList()) {
      var line = raw.strip();
      if (line.startsWith("chain ")) {
        accepted = false;
        policy = "";
      } else if (line.contains("policy drop")) {
        policy = line;
      } else if (line.equals("}")) {
        if (!accepted && !policy.isEmpty()) {
          found.add(policy);
        }
        policy = "";
      } else if (concerns(line, port)) {
        if (line.matches(".*\\b(drop|reject)\\b.*") && !accepted) {
          found.add(line);
        } else if (line.matches(".*\\baccept\\b.*") && names(line, port)) {
          accepted = true;
        }
      }
    }
    return found;
  }

  private static boolean concerns(String rule, int port) {
    if (rule.matches(".*\\b(tcp|icmp|icmpv6|sctp) .*") || rule.contains("iif \"lo\"")) {
      return false;
    }
    return !PORT.matcher(rule).find() || names(rule, port);
  }

  private static boolean names(String rule, int port) {
    var matcher = PORT.matcher(rule);
    if (!matcher.find()) {
      return false;
    }
    var ports = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return RANGE
        .matcher(ports)
        .results()
        .anyMatch(
            range ->
                Integer.parseInt(range.group(1)) <= port
                    && port
                        <= Integer.parseInt(
                            range.group(2) == null ? range.group(1) : range.group(2)));
  }
}
