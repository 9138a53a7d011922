package org.midolab.midonet.cli.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.cli.codec.Value;
import org.midolab.midonet.cli.schema.Attribute;
import org.midolab.midonet.cli.schema.ObjectType;

/**
 * A parsed line. References and values are not resolved, since only the session knows its aliases.
 */
public sealed interface Command {

  /** Prints one object, or one of its attributes ({@code id} included). */
  record Show(Path object, @Nullable String field) implements Command {}

  /** Prints the objects of a collection that match all filters. */
  record ListAll(Path collection, List<Assignment> filters) implements Command {}

  record Create(Path collection, List<Assignment> values) implements Command {}

  record Set(Path object, List<Assignment> values) implements Command {}

  record Clear(Path object, List<Attribute> attributes) implements Command {}

  record Delete(Path object) implements Command {}

  /** Lists the members of the root (empty path), an object or a type. */
  record Describe(Path path) implements Command {}

  record Debug(boolean on) implements Command {}

  /** Selects the tenant for the following commands; null for all tenants. */
  record UseTenant(@Nullable String tenant) implements Command {}

  record Help(List<String> topic) implements Command {}

  record Exit() implements Command {}

  /** A path from the root, such as {@code router router0 port port0}. */
  record Path(List<Segment> segments) {

    static final Path ROOT = new Path(List.of());

    public Path {
      segments = List.copyOf(segments);
    }

    public Segment last() {
      return segments.getLast();
    }

    public Path parent() {
      return new Path(segments.subList(0, segments.size() - 1));
    }

    Path plus(Segment segment) {
      var longer = new ArrayList<>(segments);
      longer.add(segment);
      return new Path(longer);
    }
  }

  /**
   * A type and a reference to one of its objects, unless the path ends in the type.
   *
   * @param reference null for the whole collection, and for types with a single object
   */
  record Segment(ObjectType type, @Nullable Reference reference) {

    boolean isObject() {
      return reference != null || type.identity() == ObjectType.Identity.SINGLETON;
    }
  }

  /** Reference to an object in a line. */
  sealed interface Reference {

    /** A UUID, an alias, or a chain of these with colons. */
    record Named(String name) implements Reference {}

    /** The one object whose attributes have these values. */
    record Selected(List<Assignment> fields) implements Reference {}
  }

  record Assignment(Attribute attribute, Value value) {}

  /** A spelled-out reference, such as {@code router router0 port port0}. */
  record Spelled(Path path) implements Value.Spelled {}
}
