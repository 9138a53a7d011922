package org.midolab.lab.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.midolab.lab.spec.LabSpec.Text;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads values from a YAML tree. It collects every problem of structure with its place, and does
 * not stop at the first.
 */
final class YamlReader {

  private final List<Problem> problems = new ArrayList<>();

  List<Problem> problems() {
    return problems;
  }

  void report(Place place, String message, String allowed) {
    problems.add(new Problem(place, message, allowed));
  }

  static Place place(Node node) {
    Mark mark = node.getStartMark();
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /**
   * Returns the mapping in {@code node}.
   *
   * @param what name of the mapping in messages
   */
  Mapping mapping(Node node, String what) {
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        if (entries.putIfAbsent(key, tuple) != null) {
          report(place(tuple.getKeyNode()), "'" + key + "' is twice in " + what, "");
        }
      }
    } else if (!isNull(node)) {
      report(place(node), what + " is " + shape(node), "a mapping");
    }
    return new Mapping(what, place(node), entries);
  }

  Optional<Text> text(Node node, String what) {
    if (node instanceof ScalarNode scalar && !isNull(node)) {
      return Optional.of(new Text(scalar.getValue(), place(node)));
    }
    report(place(node), what + " is " + shape(node), "one value");
    return Optional.empty();
  }

  <T> List<T> list(Node node, String what, BiFunction<Node, String, Optional<T>> element) {
    List<T> read = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node child : sequence.getValue()) {
        element.apply(child, what).ifPresent(read::add);
      }
    } else if (!isNull(node)) {
      report(place(node), what + " is " + shape(node), "a list");
    }
    return read;
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().getValue().endsWith(":null");
  }

  private static String shape(Node node) {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      default -> isNull(node) ? "empty" : "one value";
    };
  }

  /** The entries of one mapping. Keys that nothing read are reported as unknown. */
  final class Mapping {

    private final String what;
    private final Place place;
    private final Map<String, NodeTuple> entries;
    private final Set<String> asked = new LinkedHashSet<>();

    private Mapping(String what, Place place, Map<String, NodeTuple> entries) {
      this.what = what;
      this.place = place;
      this.entries = entries;
    }

    Optional<Node> node(String key) {
      asked.add(key);
      return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
    }

    Optional<Text> text(String key) {
      return node(key).flatMap(value -> YamlReader.this.text(value, "'" + key + "' of " + what));
    }

    /**
     * Returns the value of a required key. If it is missing, reports a problem and returns a
     * placeholder.
     */
    Text required(String key) {
      boolean present = entries.containsKey(key);
      Optional<Text> value = text(key);
      if (!present) {
        report(place, what + " lacks '" + key + "'", "");
      }
      return value.orElse(new Text("", place));
    }

    <T> List<T> list(String key, BiFunction<Node, String, Optional<T>> element) {
      return node(key)
          .map(value -> YamlReader.this.list(value, "'" + key + "' of " + what, element))
          .orElse(List.of());
    }

    /** Returns every entry, for mappings whose keys are names. */
    <T> List<T> each(BiFunction<Text, Node, T> entry) {
      asked.addAll(entries.keySet());
      Function<NodeTuple, Text> name =
          tuple ->
              new Text(
                  tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?",
                  place(tuple.getKeyNode()));
      return entries.values().stream()
          .map(tuple -> entry.apply(name.apply(tuple), tuple.getValueNode()))
          .toList();
    }

    void rejectOtherKeys() {
      entries.forEach(
          (key, tuple) -> {
            if (!asked.contains(key)) {
              report(
                  place(tuple.getKeyNode()),
                  "unknown key '" + key + "' in " + what,
                  String.join(", ", asked));
            }
          });
    }
  }
}
