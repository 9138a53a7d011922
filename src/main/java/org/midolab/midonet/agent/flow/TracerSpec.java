package org.midolab.midonet.agent.flow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;

/**
 * What a tracer matches: pairs of an option of {@code mm-trace add} and its value.
 *
 * @param values by option, in order of their names
 */
record TracerSpec(Map<String, String> values) {

  private static final Map<String, BiConsumer<ConditionBuilder, String>> OPTIONS = options();

  private static Map<String, BiConsumer<ConditionBuilder, String>> options() {
    Map<String, BiConsumer<ConditionBuilder, String>> options = new LinkedHashMap<>();
    options.put("--ethertype", (to, value) -> to.dlType(number(value, 0xFFFF)));
    options.put("--mac-src", (to, value) -> to.dlSrc(Mac.parse(value)));
    options.put("--mac-dst", (to, value) -> to.dlDst(Mac.parse(value)));
    options.put("--ip-protocol", (to, value) -> to.nwProto(number(value, 0xFF)));
    options.put("--ip-src", (to, value) -> to.nwSrc(Prefix.parse(value)));
    options.put("--ip-dst", (to, value) -> to.nwDst(Prefix.parse(value)));
    options.put("--src-port", (to, value) -> to.tpSrc(port(value)));
    options.put("--dst-port", (to, value) -> to.tpDst(port(value)));
    return options;
  }

  /**
   * Parses pairs of option and value.
   *
   * @param words empty to match all packets
   * @throws IllegalArgumentException if an option is unknown, or a value wrong
   */
  static TracerSpec parse(String words) {
    Map<String, String> values = new TreeMap<>();
    String[] each = words.isBlank() ? new String[0] : words.strip().split(" +");
    for (int i = 0; i < each.length; i += 2) {
      if (!OPTIONS.containsKey(each[i]) || i + 1 == each.length) {
        throw new IllegalArgumentException(
            "expected pairs of one of " + OPTIONS.keySet() + " and a value, not '" + each[i] + "'");
      }
      values.put(each[i], each[i + 1]);
    }
    TracerSpec spec = new TracerSpec(Map.copyOf(values));
    spec.condition(); // fails if a value is wrong
    return spec;
  }

  Condition condition() {
    ConditionBuilder condition = ConditionBuilder.builder();
    values.forEach((option, value) -> OPTIONS.get(option).accept(condition, value));
    return condition.build();
  }

  /** Returns the options and values that {@link #parse} takes. */
  String words() {
    return OPTIONS.keySet().stream()
        .filter(values::containsKey)
        .map(option -> option + " " + values.get(option))
        .collect(Collectors.joining(" "));
  }

  private static int number(String text, int most) {
    return (int) number(text, 0, most);
  }

  /** Parses a number, decimal or with {@code 0x}. */
  static long number(String text, long least, long most) {
    try {
      long value = Long.decode(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        "expected a number of %d to %d, not '%s'".formatted(least, most, text));
  }

  private static Range port(String text) {
    int port = number(text, 0xFFFF);
    return new Range(port, port);
  }
}
