package org.midolab.midonet.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.midolab.midonet.cli.grammar.Words;

/** What must not be kept in a history file nor shown in debug output. */
final class Secrets {

  private static final String REDACTED = "***";

  /** Attribute words whose value is a secret; a line that has one is not remembered. */
  private static final Set<String> ATTRIBUTES = Set.of("password");

  private static final Set<String> FIELDS = Set.of("password", "key");

  private Secrets() {}

  /** Whether a typed line carries a secret, also when it is wrong or unfinished. */
  static boolean inLine(String line) {
    Words words = Words.of(line);
    return words.words().stream().anyMatch(word -> ATTRIBUTES.contains(word.text()))
        && words.size() > 1;
  }

  /** A copy of a body with its secret fields masked. */
  static JsonNode redact(JsonNode body) {
    JsonNode copy = body.deepCopy();
    mask(copy);
    return copy;
  }

  private static void mask(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String field : FIELDS) {
        if (object.path(field).isTextual()) {
          object.put(field, REDACTED);
        }
      }
      object.forEach(Secrets::mask);
    } else if (node instanceof ArrayNode array) {
      array.forEach(Secrets::mask);
    }
  }
}
