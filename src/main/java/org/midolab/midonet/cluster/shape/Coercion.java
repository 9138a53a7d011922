package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * Reads values in other JSON types than their own, which clients of MidoNet 5.0 may send, since its
 * server uses Jackson's default coercion.
 */
final class Coercion {

  private Coercion() {}

  /** Reads a boolean, the text "true" or "false", or a number, which is false when it is 0. */
  static boolean readBoolean(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue().signum() != 0;
    }
    return switch (node.isTextual() ? node.textValue().strip() : "") {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw Kinds.invalid("must be true or false");
    };
  }

  /** Reads a text, or a number or boolean as text. */
  static String textOf(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isNumber() || node.isBoolean()) {
      return node.asText();
    }
    throw Kinds.invalid("must be text");
  }

  /**
   * Reads a whole number, also with a fraction of zero or as text. Other fractions are refused,
   * while Jackson would truncate them: they are mistakes.
   */
  static long wholeNumber(JsonNode node, long lowest, long highest) {
    try {
      long value = exact(node);
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Not a whole number, or too large.
    }
    throw Kinds.invalid("must be a whole number from " + lowest + " to " + highest);
  }

  private static long exact(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue().longValueExact();
    }
    if (node.isNumber()) {
      return exactly(node.decimalValue());
    }
    return Long.parseLong(node.isTextual() ? node.textValue().strip() : "");
  }

  /**
   * Returns the value as a long. The precision is checked first, since the digits of 1e999999 would
   * fill the memory.
   */
  private static long exactly(BigDecimal value) {
    if (value.precision() - value.scale() > Long.toString(Long.MAX_VALUE).length()) {
      throw new ArithmeticException("larger than a long");
    }
    return value.longValueExact();
  }
}
