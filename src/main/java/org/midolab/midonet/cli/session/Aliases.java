package org.midolab.midonet.cli.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.midolab.midonet.cli.failure.CliException;

/**
 * The aliases of a session for the objects that it has seen: a prefix by type and a number in the
 * order of discovery, counted per parent (docs: contract.md#cli-invocation).
 *
 * <pre>
 *   root ── router0 ── port0        printed under router0 as port0, elsewhere as router0:port0
 *        │          └─ peer0
 *        └─ host0
 * </pre>
 *
 * Without a terminal there are no aliases, and an object's name is its UUID.
 */
final class Aliases {

  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /**
   * An object with a name. The alias is assigned at its first use, so that a typed UUID of an
   * absent object does not use up an alias.
   */
  final class Node {

    private final Node parent;
    private final String prefix;
    private final String id;
    private final Map<String, Node> children = new HashMap<>();
    private final Map<String, Integer> counters = new HashMap<>();
    private String name;

    private Node(Node parent, String prefix, String id) {
      this.parent = parent;
      this.prefix = prefix;
      this.id = id;
    }

    String id() {
      return id;
    }

    /** Returns the name below its parent. */
    String name() {
      if (name == null) {
        name = enabled ? prefix + parent.counters.merge(prefix, 0, (count, _) -> count + 1) : id;
        parent.children.put(name, this);
      }
      return name;
    }

    /**
     * Returns the full name: the names from the root, separated by colons, or only its UUID without
     * a terminal.
     */
    String chain() {
      return !enabled || parent.parent == null ? name() : parent.chain() + ":" + name();
    }
  }

  private final boolean enabled;
  private final Node root = new Node(null, null, null);

  /** Nodes by kind and id, in the order of discovery; references use the first one. */
  private final Map<Kind, List<Node>> nodes = new HashMap<>();

  /**
   * Kind and id of an object. Ids alone are not unique: a router of Neutron and its load balancer
   * have the same id.
   */
  private record Kind(String prefix, String id) {}

  Aliases(boolean enabled) {
    this.enabled = enabled;
  }

  boolean enabled() {
    return enabled;
  }

  Node root() {
    return root;
  }

  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  /**
   * Returns the object's node below a parent. A new node gets the next free alias of its kind. An
   * object may have several nodes: a VIP is found below its pool and below its load balancer.
   */
  Node learn(Node parent, String prefix, String id) {
    List<Node> known = nodes.computeIfAbsent(new Kind(prefix, id), kind -> new ArrayList<>(1));
    for (Node node : known) {
      if (node.parent == parent) {
        return node;
      }
    }
    var node = new Node(parent, prefix, id);
    known.add(node);
    return node;
  }

  /** Returns the first node of an object, if there is one. */
  Optional<Node> byId(String prefix, String id) {
    return nodes.getOrDefault(new Kind(prefix, id), List.of()).stream().findFirst();
  }

  /** Works as {@link #byId(String, String)}, for objects of any kind. */
  Optional<Node> byId(String id) {
    return nodes.entrySet().stream()
        .filter(entry -> entry.getKey().id().equals(id))
        .flatMap(entry -> entry.getValue().stream())
        .findFirst();
  }

  /** Returns the object with a name directly below another one, or null. */
  Node child(Node parent, String name) {
    return parent.children.get(name);
  }

  /** Returns the aliases below a node that consist of a prefix and a number. */
  List<String> names(Node parent, String prefix) {
    return parent.children.keySet().stream()
        .filter(name -> name.matches(Pattern.quote(prefix) + "\\d+"))
        .sorted()
        .toList();
  }

  /**
   * Resolves a name to an id. The name is a UUID, an alias below the scope or the root, or a chain
   * of these.
   *
   * @param prefix prefix of the expected type's aliases
   * @throws CliException.User when no object has the name, or an object of another type has it
   */
  String resolve(Node scope, String prefix, String name) {
    String[] parts = name.split(":", -1);
    String last = parts[parts.length - 1];
    if (isUuid(last)) {
      return last.toLowerCase(Locale.ROOT);
    }
    if (enabled && !last.matches(Pattern.quote(prefix) + "\\d+")) {
      throw new CliException.User(
          "expected an alias such as " + prefix + "0, or a UUID; found '" + name + "'");
    }
    return walk(scope, parts)
        .or(() -> walk(root, parts))
        .map(Node::id)
        .orElseThrow(() -> unknown(name));
  }

  private Optional<Node> walk(Node from, String[] parts) {
    Node node = from;
    for (String part : parts) {
      node = isUuid(part) ? byId(part).orElse(null) : node.children.get(part);
      if (node == null) {
        return Optional.empty();
      }
    }
    return Optional.of(node);
  }

  /** Removes a deleted object. Its aliases are not used again. */
  void forget(Node object) {
    List<Node> known = nodes.remove(new Kind(object.prefix, object.id));
    if (known != null) {
      known.forEach(node -> node.parent.children.remove(node.name));
    }
  }

  private CliException.User unknown(String name) {
    return new CliException.User(
        enabled
            ? "no object is known as '"
                + name
                + "' in this session; list the objects first, or give the UUID"
            : "'" + name + "' is not a UUID; aliases are known on a terminal only");
  }
}
