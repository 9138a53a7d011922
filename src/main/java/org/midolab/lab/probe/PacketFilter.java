package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The packet filter of a node, as {@code nft -j list ruleset} (libnftables-json) reports it, and
 * its effect on a UDP port.
 */
public final class PacketFilter {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The table families for IPv4 packets that the node itself sends or receives. */
  private static final Set<String> FAMILIES = Set.of("ip", "inet", "netdev");

  private static final String FORWARDED = "forward";

  /** Statements that drop the packet or send it elsewhere. */
  private static final Set<String> TAKES =
      Set.of("drop", "reject", "redirect", "dnat", "tproxy", "queue", "fwd");

  private enum End {
    /** The packet certainly leaves the base chain. */
    ENDED,
    /** The packet may reach the next rule. */
    GOES_ON
  }

  private final List<JsonNode> objects;
  private final PacketMatch match;
  private final Set<String> found = new LinkedHashSet<>();

  private PacketFilter(List<JsonNode> objects, int port) {
    this.objects = objects;
    this.match = new PacketMatch(port, this::elements);
  }

  /**
   * Returns the rules and policies by which a node may drop, reject or redirect packets to a UDP
   * port, received or sent. These are all rules that may drop, except those for another port or
   * protocol. A dormant table counts, too, because the JSON of nft 1.0.6 does not show that it is
   * dormant.
   */
  public static Probe<List<String>> drops(LabNode node, int port) {
    return Probe.of(
        "the rules in the packet filter of " + node.name() + " that affect UDP port " + port,
        () -> {
          var rules = node.run("nft", "-j", "list", "ruleset");
          if (!rules.ok()) {
            throw new LabException("nft -j list ruleset: " + rules.all().strip());
          }
          return drops(rules.out(), port);
        });
  }

  /**
   * Evaluates the base chains one by one: a packet that one chain accepts may be dropped by a chain
   * with another hook or priority.
   */
  static List<String> drops(String ruleset, int port) throws Exception {
    var objects = new ArrayList<JsonNode>();
    JSON.readTree(ruleset).path("nftables").forEach(objects::add);
    var filter = new PacketFilter(objects, port);
    filter.all("chain").stream().filter(filter::isPassed).forEach(filter::enter);
    return List.copyOf(filter.found);
  }

  private List<JsonNode> all(String kind) {
    return objects.stream().filter(o -> o.has(kind)).map(o -> o.path(kind)).toList();
  }

  private boolean isPassed(JsonNode chain) {
    return chain.has("hook")
        && !chain.path("hook").asText().equals(FORWARDED)
        && FAMILIES.contains(chain.path("family").asText());
  }

  private void enter(JsonNode base) {
    if (walk(base, base.path("name").asText()) != End.ENDED
        && base.path("policy").asText().equals("drop")) {
      found.add("the policy of " + place(base, base.path("name").asText()) + ": drop");
    }
  }

  private End walk(JsonNode table, String chain) {
    int number = 0;
    for (var rule : rules(table, chain)) {
      number++;
      var certainty = PacketMatch.Certainty.YES;
      for (var statement : rule.path("expr")) {
        certainty = certainty.and(match.of(statement));
        if (certainty == PacketMatch.Certainty.NO) {
          break;
        }
        var where = "rule " + number + " of " + place(table, chain);
        var verdicts = match.verdicts(statement);
        if (verdicts.isEmpty()) {
          continue;
        }
        boolean sure = certainty == PacketMatch.Certainty.YES && verdicts.size() == 1;
        for (var verdict : verdicts) {
          if (follow(table, verdict, where) == End.ENDED && sure) {
            return End.ENDED;
          }
          if (sure && (verdict.has("return") || verdict.has("goto"))) {
            return End.GOES_ON;
          }
        }
      }
    }
    return End.GOES_ON;
  }

  private End follow(JsonNode table, JsonNode verdict, String where) {
    var name = verdict.fieldNames().next();
    if (TAKES.contains(name)) {
      found.add(where + ": " + name);
      return End.ENDED;
    }
    return switch (name) {
      case "accept" -> End.ENDED;
      case "jump", "goto" -> walk(table, verdict.path(name).path("target").asText());
      default -> End.GOES_ON;
    };
  }

  private List<JsonNode> rules(JsonNode table, String chain) {
    return all("rule").stream()
        .filter(
            rule ->
                rule.path("family").equals(table.path("family"))
                    && rule.path("table").equals(table.path("table"))
                    && rule.path("chain").asText().equals(chain))
        .toList();
  }

  /** Returns the elements of all sets and maps of this name, in all tables. */
  private List<JsonNode> elements(String name) {
    var elements = new ArrayList<JsonNode>();
    for (var kind : List.of("set", "map")) {
      all(kind).stream()
          .filter(set -> set.path("name").asText().equals(name))
          .forEach(set -> set.path("elem").forEach(elements::add));
    }
    return elements;
  }

  private static String place(JsonNode table, String chain) {
    return "chain "
        + chain
        + " in table "
        + table.path("family").asText()
        + " "
        + table.path("table").asText();
  }
}
