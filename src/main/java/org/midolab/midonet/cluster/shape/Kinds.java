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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Prefix6;

/**
 * The kinds of values that the API uses.
 *
 * <p>They accept what MidoNet 5.0 accepts (Jackson's default coercion), since its clients send
 * numbers and booleans as text: a number or boolean as text, a boolean as a number, a whole number
 * with a fraction of zero, text as a number or boolean. For ids, numbers and booleans, an empty
 * text means that there is no value.
 */
public final class Kinds {

  /** Longest list in a request. */
  private static final int MAX_ELEMENTS = 4096;

  private static final Set<String> RANGE_ENDS = Set.of("start", "end");

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  public static final Kind<Boolean> BOOLEAN =
      new OrBlank<>(kind(schema("boolean"), BooleanNode::valueOf, Coercion::readBoolean));

  public static final Kind<UUID> ID =
      new OrBlank<>(text(format("uuid"), UUID::toString, Kinds::parseId));

  public static final Kind<Ip4> IP4 = text(format("ipv4"), Ip4::toString, NetworkText::ip4);

  public static final Kind<Ip6> IP6 = text(format("ipv6"), Ip6::toString, NetworkText::ip6);

  /** An IPv4 or IPv6 address. */
  public static final Kind<IpAddress> IP =
      text(schema("string"), IpAddress::toString, NetworkText::ip);

  public static final Kind<Prefix> PREFIX =
      text(example("198.51.100.0/30"), Prefix::toString, NetworkText::prefix);

  public static final Kind<Prefix6> PREFIX6 =
      text(example("2001:db8::/64"), Prefix6::toString, NetworkText::prefix6);

  public static final Kind<Mac> MAC =
      text(example("fa:16:3e:11:11:11"), Mac::toString, NetworkText::mac);

  public static final Kind<Mac> UNICAST_MAC =
      text(example("fa:16:3e:11:11:11"), Mac::toString, NetworkText::unicast);

  /** Three groups of four digits, as in {@code ffff.ff00.0000}; read in the form of a MAC too. */
  public static final Kind<Mac> MAC_MASK =
      text(example("ffff.ff00.0000"), NetworkText::maskText, NetworkText::mask);

  /**
   * {@code {"start": 80, "end": 90}}, both ends included. The default of start is 0, that of end
   * 65535.
   */
  public static final Kind<Condition.Range> PORT_RANGE =
      kind(rangeSchema(), Kinds::writeRange, Kinds::readRange);

  /** Text of any length, for read-only properties. */
  public static final Kind<String> TEXT = text(0, Integer.MAX_VALUE);

  /** A name that users choose, at most 255 characters. */
  public static final Kind<String> NAME = text(0, 255);

  /** A TCP or UDP port, 0 to 65535; at port 0 nothing is served. */
  public static final Kind<Integer> L4_PORT = integer(0, 0xFFFF);

  private Kinds() {}

  private static <X> Kind<X> kind(
      ObjectNode schema,
      Function<? super X, ? extends JsonNode> write,
      Function<JsonNode, X> read) {
    return new Kind<>() {
      @Override
      public JsonNode write(X value) {
        return write.apply(value);
      }

      @Override
      public X read(JsonNode node) {
        return read.apply(node);
      }

      @Override
      public ObjectNode schema() {
        return schema.deepCopy();
      }
    };
  }

  /** A kind for which an empty text means that there is no value. */
  private record OrBlank<X>(Kind<X> kind) implements Kind<X> {

    @Override
    public JsonNode write(X value) {
      return kind.write(value);
    }

    @Override
    public X read(JsonNode node) {
      return kind.read(node);
    }

    @Override
    public boolean absent(JsonNode node) {
      return kind.absent(node) || node.isTextual() && node.textValue().isBlank();
    }

    @Override
    public ObjectNode schema() {
      return kind.schema();
    }
  }

  private static <X> Kind<X> text(
      ObjectNode schema, Function<X, String> print, Function<String, X> parse) {
    return kind(
        schema,
        value -> TextNode.valueOf(print.apply(value)),
        node -> parse.apply(Coercion.textOf(node)));
  }

  private static ObjectNode schema(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode format(String format) {
    return schema("string").put("format", format);
  }

  private static ObjectNode example(String example) {
    ObjectNode schema = schema("string");
    schema.putArray("examples").add(example);
    return schema;
  }

  /** Text without control characters, with a limited number of characters. */
  public static Kind<String> text(int shortest, int longest) {
    ObjectNode schema = schema("string");
    if (shortest > 0) {
      schema.put("minLength", shortest);
    }
    if (longest < Integer.MAX_VALUE) {
      schema.put("maxLength", longest);
    }
    return text(
        schema,
        Function.identity(),
        text -> {
          if (text.length() < shortest || text.length() > longest) {
            throw invalid("must have " + shortest + " to " + longest + " characters");
          }
          if (!printable(text)) {
            throw invalid("must not contain control characters");
          }
          return text;
        });
  }

  /**
   * Text that matches a regular expression.
   *
   * @param what completes the sentence "must be ..."
   */
  public static Kind<String> matching(String regex, String what) {
    Pattern pattern = Pattern.compile(regex);
    return text(
        schema("string").put("pattern", "^" + regex + "$"),
        Function.identity(),
        text -> {
          if (!pattern.matcher(text).matches() || !printable(text)) {
            throw invalid("must be " + what);
          }
          return text;
        });
  }

  private static boolean printable(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  public static Kind<Integer> integer(int lowest, int highest) {
    return new OrBlank<>(
        kind(
            rangeOf(lowest, highest),
            IntNode::valueOf,
            node -> (int) Coercion.wholeNumber(node, lowest, highest)));
  }

  public static Kind<Long> count(long lowest, long highest) {
    return new OrBlank<>(
        kind(
            rangeOf(lowest, highest),
            LongNode::valueOf,
            node -> Coercion.wholeNumber(node, lowest, highest)));
  }

  private static ObjectNode rangeOf(long lowest, long highest) {
    return schema("integer").put("minimum", lowest).put("maximum", highest);
  }

  /**
   * Constants of an enum.
   *
   * @param names returns a constant's name in JSON
   */
  public static <E extends Enum<E>> Kind<E> named(Class<E> type, Function<E, String> names) {
    return named(type, names, Map.of());
  }

  /**
   * Works as {@link #named(Class, Function)}, with synonyms.
   *
   * @param synonyms further texts that are read: the name in JSON by synonym
   */
  public static <E extends Enum<E>> Kind<E> named(
      Class<E> type, Function<E, String> names, Map<String, String> synonyms) {
    Map<E, String> texts = new EnumMap<>(type);
    ObjectNode schema = schema("string");
    ArrayNode allowed = schema.putArray("enum");
    for (E constant : type.getEnumConstants()) {
      texts.put(constant, names.apply(constant));
      allowed.add(names.apply(constant));
    }
    return text(
        schema,
        texts::get,
        text -> {
          String name = synonyms.getOrDefault(text, text);
          for (Map.Entry<E, String> entry : texts.entrySet()) {
            if (entry.getValue().equals(name)) {
              return entry.getKey();
            }
          }
          throw invalid("must be one of " + String.join(", ", texts.values()));
        });
  }

  /** Constants with their own names in lower case. */
  public static <E extends Enum<E>> Kind<E> lowerCase(Class<E> type) {
    return named(type, constant -> constant.name().toLowerCase(Locale.ROOT));
  }

  /** Constants with their own names. */
  public static <E extends Enum<E>> Kind<E> upperCase(Class<E> type) {
    return named(type, Enum::name);
  }

  /**
   * Objects inside objects.
   *
   * @param shape shape of the inner object; inner objects have no links
   */
  public static <X, B> Kind<X> object(Shape<X, B> shape, Supplier<B> fresh, Function<B, X> build) {
    return kind(
        shape.schema(),
        value -> shape.write(value, null, shape.type().newest()),
        node -> {
          if (node instanceof ObjectNode object) {
            return build.apply(shape.readInner(object, fresh.get()));
          }
          throw invalid("must be an object");
        });
  }

  public static <X> Kind<List<X>> list(Kind<X> element) {
    return kind(
        listOf(element), elements -> array(element, elements), node -> elements(element, node));
  }

  /** A list without duplicates, in the given order. */
  public static <X> Kind<List<X>> distinct(Kind<X> element) {
    return kind(
        listOf(element),
        elements -> array(element, elements),
        node -> elements(element, node).stream().distinct().toList());
  }

  public static <X> Kind<Set<X>> set(Kind<X> element) {
    return kind(
        listOf(element),
        elements -> array(element, elements),
        node -> new LinkedHashSet<>(elements(element, node)));
  }

  private static ObjectNode listOf(Kind<?> element) {
    ObjectNode schema = schema("array").put("maxItems", MAX_ELEMENTS);
    schema.set("items", element.schema());
    return schema;
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
      throw invalid("must be a list");
    }
    if (node.size() > MAX_ELEMENTS) {
      throw invalid("must have at most " + MAX_ELEMENTS + " elements");
    }
    List<X> elements = new ArrayList<>(node.size());
    for (JsonNode each : node) {
      if (each.isNull()) {
        throw invalid("must not contain null");
      }
      elements.add(element.read(each));
    }
    return elements;
  }

  private static UUID parseId(String text) {
    if (UUID_TEXT.matcher(text).matches()) {
      return UUID.fromString(text);
    }
    throw invalid("must be an id, as in 5f0ad3a4-0c3b-4c9e-9d57-2f0c9f8f3a11");
  }

  private static ObjectNode rangeSchema() {
    ObjectNode schema = schema("object");
    ObjectNode ends = schema.putObject("properties");
    ends.set("start", rangeOf(0, 0xFFFF));
    ends.set("end", rangeOf(0, 0xFFFF));
    return schema;
  }

  private static ObjectNode writeRange(Condition.Range range) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("start", range.start())
        .put("end", range.end());
  }

  private static Condition.Range readRange(JsonNode node) {
    if (!(node instanceof ObjectNode range)) {
      throw invalid("must be a range, as in {\"start\": 80, \"end\": 90}");
    }
    for (String name : (Iterable<String>) range::fieldNames) {
      if (!RANGE_ENDS.contains(name)) {
        throw invalid(
            "must be a range, in which " + name + " " + UnknownProperty.message(name, RANGE_ENDS));
      }
    }
    long start = end(node.get("start"), 0);
    long end = end(node.get("end"), 0xFFFF);
    if (start > end) {
      throw invalid("must have its lower end first");
    }
    return new Condition.Range((int) start, (int) end);
  }

  private static long end(JsonNode node, int open) {
    return L4_PORT.absent(node) ? open : L4_PORT.read(node);
  }

  static IllegalArgumentException invalid(String message) {
    return new IllegalArgumentException(message);
  }
}
