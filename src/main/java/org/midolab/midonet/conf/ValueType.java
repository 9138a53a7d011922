package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Type of a key's value; the schema names it in the key's {@code _type}. */
sealed interface ValueType {

  /** Returns whether the value has this type. */
  boolean accepts(ConfigValue value);

  /** Returns the allowed values for a message: "allowed is ...". */
  String allowed();

  record Text() implements ValueType {
    @Override
    public boolean accepts(ConfigValue value) {
      return value.valueType() != ConfigValueType.OBJECT
          && value.valueType() != ConfigValueType.LIST;
    }

    @Override
    public String allowed() {
      return "a text";
    }
  }

  record Bool() implements ValueType {
    @Override
    public boolean accepts(ConfigValue value) {
      return reads(
          value,
          (config, path) -> {
            config.getBoolean(path);
            return true;
          });
    }

    @Override
    public String allowed() {
      return "true or false";
    }
  }

  record Whole(long min, long max) implements ValueType {
    @Override
    public boolean accepts(ConfigValue value) {
      return reads(
          value,
          (config, path) -> {
            long number = config.getLong(path);
            return number >= min && number <= max && number == config.getDouble(path);
          });
    }

    @Override
    public String allowed() {
      return min == Long.MIN_VALUE ? "a whole number" : "a whole number from " + min + " to " + max;
    }
  }

  record Time() implements ValueType {
    @Override
    public boolean accepts(ConfigValue value) {
      return reads(value, (config, path) -> !config.getDuration(path).isNegative());
    }

    @Override
    public String allowed() {
      return "a duration, such as 250ms, 30s, 5m or 1 day";
    }
  }

  record Size() implements ValueType {
    @Override
    public boolean accepts(ConfigValue value) {
      return reads(value, (config, path) -> config.getBytes(path) >= 0);
    }

    @Override
    public String allowed() {
      return "a size, such as 512, 64 KiB or 4 MiB";
    }
  }

  record OneOf(List<String> names) implements ValueType {
    @Override
    public boolean accepts(ConfigValue value) {
      return value.valueType() == ConfigValueType.STRING && names.contains(value.unwrapped());
    }

    @Override
    public String allowed() {
      return "one of " + String.join(", ", names);
    }
  }

  /** Reads a value as a daemon does. */
  @FunctionalInterface
  interface Reading {
    boolean of(Config config, String path);
  }

  private static boolean reads(ConfigValue value, Reading reading) {
    try {
      return reading.of(ConfigFactory.empty().withValue("v", value), "v");
    } catch (ConfigException e) {
      return false;
    }
  }

  /**
   * Returns the type with a name of schema files: string, bool, int, int[min,max], duration, size,
   * enum[a, b].
   */
  static ValueType named(String name) {
    Matcher arguments = Pattern.compile("(enum|int)\\[(.*)]").matcher(name);
    if (arguments.matches()) {
      List<String> parts = Stream.of(arguments.group(2).split(",")).map(String::strip).toList();
      return arguments.group(1).equals("enum")
          ? new OneOf(parts)
          : new Whole(Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1)));
    }
    return switch (name) {
      case "string" -> new Text();
      case "bool" -> new Bool();
      case "int" -> new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
      case "duration" -> new Time();
      case "size" -> new Size();
      default ->
          throw new IllegalArgumentException("the schema contains an unknown type '" + name + "'");
    };
  }

  /** Returns the type of a default value, for keys without {@code _type}. */
  static ValueType of(ConfigValue example) {
    return named(
        switch (example.valueType()) {
          case BOOLEAN -> "bool";
          case NUMBER -> "int";
          default -> "string";
        });
  }
}
