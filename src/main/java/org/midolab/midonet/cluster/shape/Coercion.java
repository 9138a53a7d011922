package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * What clients of MidoNet 5.0 may write in place of a value's own JSON type, since its server reads
 * with Jackson's default coercion.
 */
final class Coercion {

  private Coercion() {}

  /** Reads a boolean, a text that names one, or a number, which is false when it is 0. */
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
      default -> throw Kinds.wrong("must be true or false");
    };
  }

  /** Reads a text, or a number or boolean as it is written. */
  static String textOf(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isNumber() || node.isBoolean()) {
      return node.asText();
    }
    throw Kinds.wrong("must be text");
  }

  /**
   * Reads a whole number, also one with a fraction of zero and one in a text. A fraction is
   * refused, where Jackson would cut it off: nobody means it.
   */
  static long wholeNumber(JsonNode node, long lowest, long highest) {
    try {
      long value = exact(node);
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // No whole number, or one that is larger than any here.
    }
    throw Kinds.wrong("must be a whole number from " + lowest + " to " + highest);
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

  /** The precision is looked at first: 1e999999 must not be written out. */
  private static long exactly(BigDecimal value) {
    if (value.precision() - value.scale() > Long.toString(Long.MAX_VALUE).length()) {
      throw new ArithmeticException("larger than a long");
    }
    return value.longValueExact();
  }
}
