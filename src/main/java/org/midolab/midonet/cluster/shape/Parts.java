package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.midolab.midonet.cluster.rest.Links;

/** The kinds of parts of a {@link Shape}. */
final class Parts {

  private Parts() {}

  /** A value that is written, and read unless it has no setter. */
  record Field<V, B, X>(
      String name,
      Kind<X> kind,
      Function<V, X> getter,
      BiConsumer<B, X> setter,
      X fallback,
      boolean required)
      implements Part<V, B> {

    @Override
    public void write(V value, Links links, int version, ObjectNode out) {
      X x = getter.apply(value);
      out.set(name, x == null ? JsonNodeFactory.instance.nullNode() : kind.write(x));
    }

    @Override
    public void read(Input input, B builder) {
      if (setter == null) {
        return;
      }
      X x = input.get(name, kind);
      if (x != null) {
        setter.accept(builder, x);
      } else if (required && !input.has(name, kind)) {
        input.reject(name, "must be given");
      } else if (fallback != null) {
        setter.accept(builder, fallback);
      }
    }

    @Override
    public void describe(ObjectSchema outline) {
      if (setter == null) {
        outline.readOnly(name, kind.schema());
      } else if (required) {
        outline.required(name, kind.schema());
      } else {
        outline.optional(name, kind.schema(), fallback == null ? null : kind.write(fallback));
      }
    }
  }

  /** A property that has no effect: a value other than none is refused with a reason. */
  record Refused<V, B>(String name, JsonNode nothing, String reason) implements Part<V, B> {

    @Override
    public void write(V value, Links links, int version, ObjectNode out) {
      out.set(name, nothing);
    }

    @Override
    public void read(Input input, B builder) {
      if (!input.isEmpty(name)) {
        input.reject(name, reason);
      }
    }

    @Override
    public void describe(ObjectSchema outline) {
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      if (nothing.isArray()) {
        schema.putObject("items").put("type", "string");
      }
      outline.readOnly(name, schema.put("type", nothing.isArray() ? "array" : "string"));
    }
  }

  /** The URI of another resource. Requests cannot change it. */
  record Link<V, B>(String name, BiFunction<V, Links, String> uri) implements Part<V, B> {

    @Override
    public void write(V value, Links links, int version, ObjectNode out) {
      out.put(name, uri.apply(value, links));
    }

    @Override
    public void read(Input input, B builder) {
      // Read-only; clients send links back unchanged.
    }

    @Override
    public void describe(ObjectSchema outline) {
      outline.link(name);
    }
  }

  /** A list of representations of other resources. Requests cannot change it. */
  record EmbeddedList<V, B, W>(String name, Shape<W, ?> element, Function<V, List<W>> getter)
      implements Part<V, B> {

    @Override
    public void write(V value, Links links, int version, ObjectNode out) {
      ArrayNode list = out.putArray(name);
      for (W each : getter.apply(value)) {
        list.add(element.write(each, links, element.type().newest()));
      }
    }

    @Override
    public void read(Input input, B builder) {
      // Read-only; the elements are changed by resources of their own.
    }

    @Override
    public void describe(ObjectSchema outline) {
      ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
      schema.set("items", element.schema());
      outline.readOnly(name, schema);
    }
  }

  /** The parts of an object that is a component of the value. */
  record Inline<V, B, W, C>(
      List<Part<W, C>> parts, Function<V, W> getter, Supplier<C> fresh, BiConsumer<B, C> setter)
      implements Part<V, B> {

    @Override
    public void write(V value, Links links, int version, ObjectNode out) {
      W inner = getter.apply(value);
      for (Part<W, C> part : parts) {
        part.write(inner, links, version, out);
      }
    }

    @Override
    public void read(Input input, B builder) {
      C inner = fresh.get();
      for (Part<W, C> part : parts) {
        part.read(input, inner);
      }
      setter.accept(builder, inner);
    }

    @Override
    public void describe(ObjectSchema outline) {
      for (Part<W, C> part : parts) {
        part.describe(outline);
      }
    }
  }
}
