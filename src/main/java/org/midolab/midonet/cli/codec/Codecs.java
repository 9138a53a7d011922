package org.midolab.midonet.cli.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.midolab.midonet.cli.failure.CliException;

/**
 * Codecs of plain values: texts, numbers, words, and lists of texts. {@link RefCodecs} has those of
 * references, {@link MatchCodecs} those of rules and conditions.
 */
public final class Codecs {

  private Codecs() {}

  /** Returns the text of a scalar field, or empty when it is null or absent. */
  public static Optional<String> scalar(JsonNode object, String field) {
    JsonNode node = object.path(field);
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
  }

  static CliException.User unexpected(Codec codec, String found) {
    return new CliException.User("expected " + codec.form() + ", found '" + found + "'");
  }

  /**
   * A string. It is quoted on input when it contains blanks, and printed without quotes (guide, 7
   * step 1: {@code name Edge Router}).
   */
  public record Text(String field, String form) implements Codec {

    public Text(String field) {
      this(field, "<STRING>");
    }

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return scalar(object, field);
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      // Blanks are kept: a name or a password may begin with one.
      object.put(field, value instanceof Value.Word(String text) ? text : Codec.word(value, this));
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /**
   * A whole number.
   *
   * @param absent numbers that mean "not set" and are not printed, such as -1 for a router without
   *     BGP
   */
  public record Number(String field, long min, long max, Set<Long> absent) implements Codec {

    public Number(String field, long min, long max) {
      this(field, min, max, Set.of());
    }

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      JsonNode node = object.path(field);
      return node.isNumber() && !absent.contains(node.asLong())
          ? Optional.of(Long.toString(node.asLong()))
          : Optional.empty();
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String text = Codec.word(value, this);
      long number;
      try {
        number = Long.decode(text);
      } catch (NumberFormatException e) {
        throw unexpected(this, text);
      }
      if (number < min || number > max) {
        throw unexpected(this, text);
      }
      object.put(field, number);
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return "<INTEGER " + min + "-" + max + ">";
    }
  }

  /** A number with the word {@code no-limit} for -1; {@code unlimited} is also accepted. */
  public record Limit(String field) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return scalar(object, field).map(text -> text.startsWith("-") ? "no-limit" : text);
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String text = Codec.word(value, this);
      if (text.equals("unlimited") || text.equals("no-limit")) {
        object.put(field, -1);
      } else if (text.matches("\\d{1,9}")) {
        object.put(field, Integer.parseInt(text));
      } else {
        throw unexpected(this, text);
      }
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return "<INTEGER>|no-limit";
    }

    @Override
    public List<String> words() {
      return List.of("no-limit");
    }
  }

  /**
   * A boolean with two words.
   *
   * @param quiet whether false is not printed
   */
  public record Flag(String field, String yes, String no, boolean quiet) implements Codec {

    public static Flag bool(String field) {
      return new Flag(field, "true", "false", false);
    }

    public static Flag upDown(String field) {
      return new Flag(field, "up", "down", false);
    }

    public static Flag yesNo(String field) {
      return new Flag(field, "yes", "no", false);
    }

    /** Printed only when set. */
    public static Flag marker(String field) {
      return new Flag(field, "true", "false", true);
    }

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      JsonNode node = object.path(field);
      if (!node.isBoolean() || quiet && !node.asBoolean()) {
        return Optional.empty();
      }
      return Optional.of(node.asBoolean() ? yes : no);
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String text = Codec.word(value, this);
      object.put(
          field,
          switch (text) {
            case String word when word.equals(yes) -> true;
            case String word when word.equals(no) -> false;
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw unexpected(this, text);
          });
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return yes + "|" + no;
    }

    @Override
    public List<String> words() {
      return List.of(yes, no);
    }
  }

  /**
   * One of several words. The map contains the JSON value of each word, empty for null. Unknown
   * JSON values are printed unchanged.
   */
  public record Choice(String field, Map<String, String> words0, List<String> order)
      implements Codec {

    /** Returns a choice whose words are the JSON values. */
    public static Choice of(String field, String... words) {
      return new Choice(
          field, List.of(words).stream().collect(Collectors.toMap(w -> w, w -> w)), List.of(words));
    }

    /** Returns a choice from pairs of a word and its JSON value. */
    public static Choice mapped(String field, String... pairs) {
      var words = new java.util.LinkedHashMap<String, String>();
      for (int i = 0; i < pairs.length; i += 2) {
        words.put(pairs[i], pairs[i + 1]);
      }
      return new Choice(field, words, List.copyOf(words.keySet()));
    }

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return scalar(object, field)
          .map(
              json ->
                  order.stream()
                      .filter(word -> same(words0.getOrDefault(word, word), json))
                      .findFirst()
                      .orElse(json));
    }

    /**
     * Compares values. Clusters use different letter case, and {@code l2transform} or {@code
     * l2_transform}.
     */
    private static boolean same(String known, String found) {
      return known.replace("_", "").equalsIgnoreCase(found.replace("_", ""));
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String text = Codec.word(value, this);
      String json = words0.get(text);
      if (json == null) {
        throw unexpected(this, text);
      }
      object.put(field, json.isEmpty() ? null : json);
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return String.join("|", order);
    }

    @Override
    public List<String> words() {
      return order;
    }
  }

  /** Strings separated by commas; an empty list is not printed. */
  public record TextList(String field, String form) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return elements(object, field).map(texts -> texts.collect(Collectors.joining(",")));
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      Codec.elements(value, this).forEach(object.putArray(field)::add);
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /**
   * The addresses of a host's interface as MidoNet 5 prints them, in the notation of a Python 2
   * list: {@code [u'10.0.0.1', u'fe80::1']}, or {@code []} without addresses. Existing scripts
   * parse this form.
   */
  public record InterfaceAddresses(String field) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      JsonNode node = object.path(field);
      return node.isArray()
          ? Optional.of(
              StreamSupport.stream(node.spliterator(), false)
                  .map(address -> "u'" + address.asText() + "'")
                  .collect(Collectors.joining(", ", "[", "]")))
          : Optional.empty();
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      throw new CliException.User("addresses are reported by the host");
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return "<IP_ADDRESS>[,<IP_ADDRESS>...]";
    }
  }

  /** Returns the texts of an array, or empty when it has no elements. */
  static Optional<Stream<String>> elements(JsonNode object, String field) {
    JsonNode node = object.path(field);
    return node.isArray() && !node.isEmpty()
        ? Optional.of(StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText))
        : Optional.empty();
  }
}
