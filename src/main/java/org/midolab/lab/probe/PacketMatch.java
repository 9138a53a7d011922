package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Evaluates a statement of nft for an IPv4 packet to a UDP port. No other fields of the packet are
 * known.
 */
final class PacketMatch {

  /** Whether the packet matches; {@code MAYBE} if that depends on unknown fields. */
  enum Certainty {
    NO,
    MAYBE,
    YES;

    Certainty and(Certainty other) {
      return ordinal() < other.ordinal() ? this : other;
    }

    Certainty not() {
      return values()[YES.ordinal() - ordinal()];
    }

    static Certainty of(boolean fits) {
      return fits ? YES : NO;
    }
  }

  /** The protocols of an IPv4 packet with UDP. A match on any other protocol fails. */
  private static final Set<String> CARRIED = Set.of("udp", "th", "ip", "ether", "vlan");

  /** Verdict statements, which are at the end of a rule. */
  private static final Set<String> VERDICTS =
      Set.of(
          "accept",
          "drop",
          "reject",
          "redirect",
          "dnat",
          "tproxy",
          "queue",
          "fwd",
          "jump",
          "goto",
          "return");

  private static final Set<String> ALWAYS = Set.of("counter", "log", "mangle", "notrack", "vmap");

  private static final JsonNode CONTINUE =
      JsonNodeFactory.instance.objectNode().putNull("continue");

  private final int port;
  private final Function<String, List<JsonNode>> elements;

  /**
   * @param elements returns the elements of a named set or map
   */
  PacketMatch(int port, Function<String, List<JsonNode>> elements) {
    this.port = port;
    this.elements = elements;
  }

  /** Reports whether the packet reaches the next statement of the rule. */
  Certainty of(JsonNode statement) {
    var name = statement.fieldNames().next();
    if (VERDICTS.contains(name) || ALWAYS.contains(name)) {
      return Certainty.YES;
    }
    if (!name.equals("match")) {
      return Certainty.MAYBE;
    }
    var match = statement.path("match");
    var operation = match.path("op").asText();
    var left = match.path("left");
    if (isNotCarried(left)) {
      return Certainty.NO;
    }
    return switch (operation) {
      case "==", "in" -> fits(left, match.path("right"));
      case "!=" -> fits(left, match.path("right")).not();
      case "<", ">", "<=", ">=" -> compared(left, operation, match.path("right"));
      default -> Certainty.MAYBE;
    };
  }

  /** Returns the verdicts that a statement may give the packet; may be empty. */
  List<JsonNode> verdicts(JsonNode statement) {
    var name = statement.fieldNames().next();
    if (VERDICTS.contains(name)) {
      return List.of(statement);
    }
    if (!name.equals("vmap") || isNotCarried(statement.path("vmap").path("key"))) {
      return List.of();
    }
    var vmap = statement.path("vmap");
    var verdicts = new ArrayList<JsonNode>();
    boolean certain = false;
    for (var pair : members(vmap.path("data"))) {
      var fits = fits(vmap.path("key"), pair.path(0));
      if (fits != Certainty.NO) {
        verdicts.add(pair.path(1));
      }
      certain |= fits == Certainty.YES;
    }
    if (!certain && !verdicts.isEmpty()) {
      verdicts.add(CONTINUE);
    }
    return verdicts;
  }

  private static boolean isNotCarried(JsonNode key) {
    var protocol = key.path("payload").path("protocol").asText();
    return !protocol.isEmpty() && !CARRIED.contains(protocol);
  }

  private Certainty fits(JsonNode left, JsonNode right) {
    if (isPort(left)) {
      return Certainty.of(anyMember(right, this::isThePort));
    }
    if (isProtocol(left)) {
      return Certainty.of(anyMember(right, r -> is(r, "udp") || is(r, "17")));
    }
    if (is(left.path("meta").path("key"), "nfproto")) {
      return Certainty.of(anyMember(right, r -> is(r, "ipv4")));
    }
    if (is(left.path("ct").path("key"), "state")) {
      // The first packet is new, later ones are not; a valid packet is never in state invalid.
      return Certainty.MAYBE.and(Certainty.of(anyMember(right, r -> !is(r, "invalid"))));
    }
    if (left.path("meta").path("key").asText().matches("[io]if(name)?") && is(right, "lo")) {
      return Certainty.NO;
    }
    return Certainty.MAYBE;
  }

  private Certainty compared(JsonNode left, String operation, JsonNode right) {
    if (!isPort(left) || !right.isInt()) {
      return Certainty.MAYBE;
    }
    int order = Integer.compare(port, right.asInt());
    return Certainty.of(
        switch (operation) {
          case "<" -> order < 0;
          case ">" -> order > 0;
          case "<=" -> order <= 0;
          default -> order >= 0;
        });
  }

  private static boolean isPort(JsonNode left) {
    return is(left.path("payload").path("field"), "dport");
  }

  private static boolean isProtocol(JsonNode left) {
    var payload = left.path("payload");
    return is(left.path("meta").path("key"), "l4proto")
        || is(payload.path("protocol"), "ip") && is(payload.path("field"), "protocol");
  }

  private boolean isThePort(JsonNode value) {
    var range = value.path("range");
    return range.isArray()
        ? range.path(0).asInt() <= port && port <= range.path(1).asInt()
        : value.asInt(-1) == port;
  }

  private boolean anyMember(JsonNode right, Predicate<JsonNode> fits) {
    return members(right).stream()
        .map(member -> member.has("elem") ? member.path("elem").path("val") : member)
        .anyMatch(fits);
  }

  /** Returns the members of a named set or of an anonymous set, or the single value. */
  private List<JsonNode> members(JsonNode right) {
    if (right.asText().startsWith("@")) {
      return elements.apply(right.asText().substring(1));
    }
    var set = right.has("set") ? right.path("set") : right;
    if (!set.isArray()) {
      return List.of(set);
    }
    var members = new ArrayList<JsonNode>();
    set.forEach(members::add);
    return members;
  }

  private static boolean is(JsonNode node, String text) {
    return node.asText().equals(text);
  }
}
