package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;

/** The kinds that the API is made of. */
public final class Kinds {

  /** Longest list in a request. */
  private static final int MAX_ELEMENTS = 4096;

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  public static final Kind<Boolean> BOOLEAN = kind(BooleanNode::valueOf, Kinds::readBoolean);

  public static final Kind<UUID> ID = text(UUID::toString, Kinds::parseId);

  public static final Kind<Ip4> IP4 = text(Ip4::toString, Kinds::parseIp4);

  public static final Kind<Prefix> PREFIX = text(Prefix::toString, Kinds::parsePrefix);

  public static final Kind<Mac> MAC = text(Mac::toString, Kinds::parseMac);

  public static final Kind<Mac> UNICAST_MAC = text(Mac::toString, Kinds::parseUnicast);

  /** Three groups of four digits, as in {@code ffff.ff00.0000}; read in the form of a MAC too. */
  public static final Kind<Mac> MAC_MASK = text(Kinds::maskText, Kinds::parseMask);

  /** {@code {"start": 80, "end": 90}}, both ends included; an absent end is open. */
  public static final Kind<Condition.Range> PORT_RANGE = kind(Kinds::writeRange, Kinds::readRange);

  private Kinds() {}

  private static <X> Kind<X> kind(
      Function<? super X, ? extends JsonNode> write, Function<JsonNode, X> read) {
    return new Kind<>() {
      @Override
      public JsonNode write(X value) {
        return write.apply(value);
      }

      @Override
      public X read(JsonNode node) {
        return read.apply(node);
      }
    };
  }

  private static <X> Kind<X> text(Function<X, String> print, Function<String, X> parse) {
    return kind(value -> TextNode.valueOf(print.apply(value)), node -> parse.apply(textOf(node)));
  }

  /** Text without control characters, of so many characters. */
  public static Kind<String> text(int shortest, int longest) {
    return text(
        Function.identity(),
        text -> {
          if (text.length() < shortest || text.length() > longest) {
            throw wrong("must have " + shortest + " to " + longest + " characters");
          }
          if (!printable(text)) {
            throw wrong("must not hold control characters");
          }
          return text;
        });
  }

  /**
   * Text of a form.
   *
   * @param what completes the sentence "must be ..."
   */
  public static Kind<String> matching(String regex, String what) {
    Pattern pattern = Pattern.compile(regex);
    return text(
        Function.identity(),
        text -> {
          if (!pattern.matcher(text).matches() || !printable(text)) {
            throw wrong("must be " + what);
          }
          return text;
        });
  }

  private static boolean printable(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  public static Kind<Integer> integer(int lowest, int highest) {
    return kind(IntNode::valueOf, node -> (int) wholeNumber(node, lowest, highest));
  }

  public static Kind<Long> count(long lowest, long highest) {
    return kind(LongNode::valueOf, node -> wholeNumber(node, lowest, highest));
  }

  /**
   * @param names what each constant is called in JSON; read without regard to case
   */
  public static <E extends Enum<E>> Kind<E> named(Class<E> type, Function<E, String> names) {
    Map<E, String> texts = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      texts.put(constant, names.apply(constant));
    }
    return text(
        texts::get,
        text -> {
          for (Map.Entry<E, String> entry : texts.entrySet()) {
            if (entry.getValue().equalsIgnoreCase(text)) {
              return entry.getKey();
            }
          }
          throw wrong("must be one of " + String.join(", ", texts.values()));
        });
  }

  /** Constants called by their own names in lower case. */
  public static <E extends Enum<E>> Kind<E> lowerCase(Class<E> type) {
    return named(type, constant -> constant.name().toLowerCase(Locale.ROOT));
  }

  public static <X> Kind<List<X>> list(Kind<X> element) {
    return kind(elements -> array(element, elements), node -> elements(element, node));
  }

  public static <X> Kind<Set<X>> set(Kind<X> element) {
    return kind(
        elements -> array(element, elements), node -> new LinkedHashSet<>(elements(element, node)));
  }

  private static <X> ArrayNode array(Kind<X> element, Collection<X> elements) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (X value : elements) {
      array.add(element.write(value));
    }
    return array;
  }

  private static <X> List<X> elements(Kind<X> element, JsonNode node) {
    if (!node.isArray()) {
      throw wrong("must be a list");
    }
    if (node.size() > MAX_ELEMENTS) {
      throw wrong("must have at most " + MAX_ELEMENTS + " elements");
    }
    List<X> elements = new ArrayList<>(node.size());
    for (JsonNode each : node) {
      if (each.isNull()) {
        throw wrong("must not hold null");
      }
      elements.add(element.read(each));
    }
    return elements;
  }

  private static boolean readBoolean(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    throw wrong("must be true or false");
  }

  private static String textOf(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    throw wrong("must be text");
  }

  private static long wholeNumber(JsonNode node, long lowest, long highest) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      long value = node.longValue();
      if (value >= lowest && value <= highest) {
        return value;
      }
    }
    throw wrong("must be a whole number from " + lowest + " to " + highest);
  }

  private static UUID parseId(String text) {
    if (UUID_TEXT.matcher(text).matches()) {
      return UUID.fromString(text);
    }
    throw wrong("must be an id, as in 5f0ad3a4-0c3b-4c9e-9d57-2f0c9f8f3a11");
  }

  private static Ip4 parseIp4(String text) {
    try {
      return Ip4.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("must be an IPv4 address, as in 198.51.100.1");
    }
  }

  private static Prefix parsePrefix(String text) {
    try {
      return Prefix.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("must be an IPv4 subnet, as in 198.51.100.0/30");
    }
  }

  private static Mac parseMac(String text) {
    try {
      return Mac.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("must be a MAC address, as in fa:16:3e:11:11:11");
    }
  }

  private static Mac parseUnicast(String text) {
    Mac mac = parseMac(text);
    if (mac.isMulticast() || mac.equals(Mac.ZERO)) {
      throw wrong("must be a unicast MAC address");
    }
    return mac;
  }

  private static String maskText(Mac mask) {
    return "%04x.%04x.%04x"
        .formatted(mask.bits() >>> 32, mask.bits() >>> 16 & 0xFFFF, mask.bits() & 0xFFFF);
  }

  private static Mac parseMask(String text) {
    if (text.matches("[0-9a-fA-F]{4}\\.[0-9a-fA-F]{4}\\.[0-9a-fA-F]{4}")) {
      return new Mac(Long.parseLong(text.replace(".", ""), 16));
    }
    try {
      return Mac.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("must be a MAC mask, as in ffff.ff00.0000");
    }
  }

  private static ObjectNode writeRange(Condition.Range range) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("start", range.start())
        .put("end", range.end());
  }

  private static Condition.Range readRange(JsonNode node) {
    if (!node.isObject()) {
      throw wrong("must be a range, as in {\"start\": 80, \"end\": 90}");
    }
    long start = end(node.get("start"), 0);
    long end = end(node.get("end"), 0xFFFF);
    if (start > end) {
      throw wrong("must have its lower end first");
    }
    return new Condition.Range((int) start, (int) end);
  }

  private static long end(JsonNode node, int open) {
    return node == null || node.isNull() ? open : wholeNumber(node, 0, 0xFFFF);
  }

  static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message);
  }
}
