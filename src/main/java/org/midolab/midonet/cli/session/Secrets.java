package org.midolab.midonet.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.midolab.midonet.cli.grammar.Words;

/** Secrets, which must not appear in the history file or in debug output. */
final class Secrets {

  private static final String REDACTED = "***";

  /** Attributes with secret values; lines with them are not stored in the history. */
  private static final Set<String> ATTRIBUTES = Set.of("password");

  private static final Set<String> FIELDS = Set.of("password", "key");

  private Secrets() {}

  /** Returns whether a typed line contains a secret, also if the line is invalid or incomplete. */
  static boolean inLine(String line) {
    Words words = Words.of(line);
    return words.words().stream().anyMatch(word -> ATTRIBUTES.contains(word.text()))
        && words.size() > 1;
  }

  /** Returns a copy of a body with masked secret fields. */
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
