package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All keys with their defaults, types and descriptions. It is read from the resources of this
 * package; {@link ConfigStore#publish} writes the same text to ZooKeeper for other programs.
 */
public final class Schema {

  /** Parts of the schema; each is one resource and one ZooKeeper node. */
  static final List<String> PARTS = List.of("nsdb", "agent", "cluster");

  private static final String DESCRIPTION = "_description";
  private static final String TYPE = "_type";
  private static final String SECRET = "_secret";

  private final Config defaults;
  private final Map<String, Key> keys = new TreeMap<>();
  private final Map<String, Key> patterns = new TreeMap<>();

  /**
   * One key.
   *
   * @param path path without quotes, such as {@code cassandra.servers}
   * @param byDefault default value, or null for a key that stands for all keys of a group
   * @param secret whether no log may show its value
   */
  record Key(
      String path, ValueType type, String description, ConfigValue byDefault, boolean secret) {}

  private Schema(Config config) {
    Map<String, ConfigValue> values = new HashMap<>();
    config.entrySet().forEach(entry -> values.put(Hocon.path(entry.getKey()), entry.getValue()));
    Config withoutNotes = ConfigFactory.empty();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      String path = Hocon.path(entry.getKey());
      if (path.endsWith(".*" + TYPE)) {
        String group = path.substring(0, path.length() - TYPE.length() - 1);
        patterns.put(group, key(group + "*", null, values));
      } else if (!isNote(path, values)) {
        keys.put(path, key(path, entry.getValue(), values));
        withoutNotes = withoutNotes.withValue(entry.getKey(), entry.getValue());
      }
    }
    this.defaults = withoutNotes;
  }

  private static boolean isNote(String path, Map<String, ConfigValue> values) {
    return List.of(DESCRIPTION, TYPE, SECRET).stream()
        .filter(path::endsWith)
        .map(suffix -> path.substring(0, path.length() - suffix.length()))
        .anyMatch(base -> values.containsKey(base) || base.endsWith("*"));
  }

  private static Key key(String path, ConfigValue byDefault, Map<String, ConfigValue> values) {
    ConfigValue type = values.get(path + TYPE);
    ConfigValue description = values.get(path + DESCRIPTION);
    return new Key(
        path,
        type == null ? ValueType.of(byDefault) : ValueType.named(type.unwrapped().toString()),
        description == null ? "" : description.unwrapped().toString(),
        byDefault,
        values.containsKey(path + SECRET));
  }

  /** Returns the schema of this version. */
  public static Schema shipped() {
    Config all = ConfigFactory.empty();
    for (String part : PARTS) {
      all = all.withFallback(Hocon.parse(resource(part + ".conf"), part + ".conf"));
    }
    return new Schema(Hocon.resolve(all));
  }

  static String resource(String name) {
    try (InputStream stream = Schema.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(
            "the resource " + name + " of package conf is missing from the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the weakest layer: every key with its default. */
  public Config defaults() {
    return defaults;
  }

  Optional<Key> find(String path) {
    Key key = keys.get(path);
    if (key != null) {
      return Optional.of(key);
    }
    return patterns.entrySet().stream()
        .filter(pattern -> path.startsWith(pattern.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Returns the key with this path, or all keys of the group with this path. */
  List<Key> under(String path) {
    List<Key> found = new ArrayList<>();
    for (Collection<Key> some : List.of(keys.values(), patterns.values())) {
      some.stream()
          .filter(
              key -> path.isEmpty() || key.path().equals(path) || key.path().startsWith(path + "."))
          .forEach(found::add);
    }
    if (found.isEmpty()) {
      find(path).ifPresent(found::add);
    }
    return found;
  }

  /**
   * Checks values against the schema.
   *
   * @return the keys that the schema does not contain, sorted; their values are not checked
   * @throws ConfigurationException with the key, the value and the allowed values
   */
  List<String> check(Config values) {
    List<String> unknown = new ArrayList<>();
    refuseNulls("", values.root());
    for (Map.Entry<String, ConfigValue> entry : values.entrySet()) {
      String path = Hocon.path(entry.getKey());
      Optional<Key> key = find(path);
      if (key.isPresent()) {
        if (!key.get().type().accepts(entry.getValue())) {
          throw new ConfigurationException(
              path
                  + " cannot be "
                  + (key.get().secret() ? "that value" : Hocon.render(entry.getValue()))
                  + at(entry.getValue())
                  + "; allowed is "
                  + key.get().type().allowed());
        }
      } else {
        refuseWrongDepth(path, entry.getValue());
        unknown.add(path);
      }
    }
    return unknown.stream().sorted().toList();
  }

  private void refuseWrongDepth(String path, ConfigValue value) {
    List<String> parts = ConfigUtil.splitPath(ConfigUtil.joinPath(path.split("\\.")));
    for (int i = 1; i < parts.size(); i++) {
      String prefix = String.join(".", parts.subList(0, i));
      if (keys.containsKey(prefix)) {
        throw new ConfigurationException(
            prefix
                + " is a key, not a group of keys"
                + at(value)
                + "; allowed is "
                + keys.get(prefix).type().allowed());
      }
    }
    if (keys.keySet().stream().anyMatch(known -> known.startsWith(path + "."))) {
      throw new ConfigurationException(
          path
              + " is a group of keys and cannot be "
              + Hocon.render(value)
              + at(value)
              + "; to see its keys: mn-conf doc "
              + path);
    }
  }

  private static void refuseNulls(String prefix, Map<String, ConfigValue> values) {
    values.forEach(
        (name, value) -> {
          switch (value) {
            case ConfigObject group -> refuseNulls(prefix + name + ".", group);
            case ConfigValue leaf when leaf.unwrapped() == null ->
                throw new ConfigurationException(
                    prefix
                        + name
                        + " cannot be null"
                        + at(leaf)
                        + "; to use the value of weaker layers: mn-conf unset "
                        + prefix
                        + name);
            default -> {}
          }
        });
  }

  private static String at(ConfigValue value) {
    int line = value.origin().lineNumber();
    return line > 0 ? " (line " + line + ")" : "";
  }
}
