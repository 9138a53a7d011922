package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Representation;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Prefix6;

/**
 * JSON form of a resource: its parts, in the order in which they are written.
 *
 * @param <V> type of the object that is written
 * @param <B> type of the builder that a request is read into
 */
public final class Shape<V, B> implements Representation {

  private final MediaType type;
  private final List<Part<V, B>> parts;
  private final String description;
  private final Set<String> known;
  private final boolean strict;

  private Shape(Builder<V, B> builder) {
    this.type = builder.type;
    this.parts = List.copyOf(builder.parts);
    this.description = builder.description;
    this.strict = builder.strict;
    Set<String> names = new LinkedHashSet<>(strict ? properties() : Set.of());
    names.addAll(builder.ignoredNames);
    this.known = Collections.unmodifiableSet(names);
  }

  /** Starts a shape whose parts name their readers and writers. */
  public static <V, B> Builder<V, B> of(MediaType type) {
    return new Builder<>(null, type);
  }

  /**
   * Starts the shape of a record. A part without a reader is the component of its name (see {@link
   * Components}); it throws IllegalArgumentException if the record has none.
   *
   * @param record a public record
   * @param builder its public builder
   */
  public static <R extends Record, C> Builder<R, C> of(
      Class<R> record, Class<C> builder, MediaType type) {
    return of(record, builder, Function.identity(), Function.identity(), type);
  }

  /**
   * Starts the shape of an object that has a record. A part without a reader is the record's
   * component of its name.
   *
   * @param record a public record
   * @param builder its public builder
   * @param recordOf the record in the object that is written
   * @param builderOf the builder in the object that a request is read into
   */
  public static <V, B, R extends Record, C> Builder<V, B> of(
      Class<R> record,
      Class<C> builder,
      Function<V, R> recordOf,
      Function<B, C> builderOf,
      MediaType type) {
    return new Builder<>(new Components<>(record, builder, recordOf, builderOf), type);
  }

  @Override
  public MediaType type() {
    return type;
  }

  /** Returns the names of all properties that are read or written in any version. */
  public Set<String> properties() {
    ObjectSchema outline = new ObjectSchema();
    parts.forEach(part -> part.describe(outline));
    return outline.names();
  }

  @Override
  public ObjectNode schema() {
    ObjectSchema outline = new ObjectSchema();
    parts.forEach(part -> part.describe(outline));
    ObjectNode schema = outline.schema();
    return description == null ? schema : schema.put("description", description);
  }

  public ObjectNode write(V value, Links links, int version) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    for (Part<V, B> part : parts) {
      part.write(value, links, version, out);
    }
    return out;
  }

  /**
   * Reads a request's object into a builder and returns the builder.
   *
   * @throws ApiException 400 with all violations
   */
  public B read(ObjectNode body, B builder) {
    input(body, builder).check();
    return builder;
  }

  /**
   * Reads an object inside another object.
   *
   * @throws IllegalArgumentException with the first violation
   */
  B readInner(ObjectNode body, B builder) {
    input(body, builder).checkInner();
    return builder;
  }

  private Input input(ObjectNode body, B builder) {
    Input input = new Input(body);
    if (strict) {
      input.refuseUnknown(known);
    }
    for (Part<V, B> part : parts) {
      part.read(input, builder);
    }
    return input;
  }

  /** Collects the parts. Setters are called only with valid values. */
  public static final class Builder<V, B> {

    /** Null if the shape is not that of a record. */
    private final Components<V, B, ?, ?> components;

    private final MediaType type;
    private final List<Part<V, B>> parts = new ArrayList<>();
    private final Set<String> ignoredNames = new LinkedHashSet<>();
    private String description;
    private String collection;
    private boolean strict = true;

    private Builder(Components<V, B, ?, ?> components, MediaType type) {
      this.components = components;
      this.type = type;
    }

    public Shape<V, B> build() {
      return new Shape<>(this);
    }

    /** Ignores unknown properties instead of refusing them. */
    public Builder<V, B> ignoringUnknown() {
      strict = false;
      return this;
    }

    /**
     * Ignores these properties, which clients of MidoNet 5.0 send although they have no effect
     * here.
     */
    public Builder<V, B> ignoring(Collection<String> names) {
      ignoredNames.addAll(names);
      return this;
    }

    /**
     * A property of MidoNet that this cluster does not support: it is always written empty, and
     * other values are refused.
     *
     * @param nothing value that is written: null or an empty list
     * @param reason continues the property's name
     */
    public Builder<V, B> refused(String name, JsonNode nothing, String reason) {
      return part(new Parts.Refused<>(name, nothing, reason));
    }

    /** Sets a sentence for the description of the API. */
    public Builder<V, B> description(String sentence) {
      description = sentence;
      return this;
    }

    public Builder<V, B> part(Part<V, B> part) {
      parts.add(part);
      return this;
    }

    /** A property that may be left out; its default is null. */
    public <X> Builder<V, B> optional(
        String name, Kind<X> kind, Function<V, X> getter, BiConsumer<B, X> setter) {
      return part(new Parts.Field<>(name, kind, getter, setter, null, false));
    }

    /** A required property. */
    public <X> Builder<V, B> required(
        String name, Kind<X> kind, Function<V, X> getter, BiConsumer<B, X> setter) {
      return part(new Parts.Field<>(name, kind, getter, setter, null, true));
    }

    /** A property that may be left out; its default is the fallback. */
    public <X> Builder<V, B> defaulted(
        String name, Kind<X> kind, X fallback, Function<V, X> getter, BiConsumer<B, X> setter) {
      return part(new Parts.Field<>(name, kind, getter, setter, fallback, false));
    }

    /** A read-only property. It is ignored in requests, since clients send back whole objects. */
    public <X> Builder<V, B> readOnly(String name, Kind<X> kind, Function<V, X> getter) {
      return part(new Parts.Field<>(name, kind, getter, null, null, false));
    }

    /** A read-only URI of a related resource, or null when there is none. */
    public Builder<V, B> link(String name, BiFunction<V, Links, String> uri) {
      return part(new Parts.Link<>(name, uri));
    }

    /** An address and a length that form one IPv4 prefix. */
    public Builder<V, B> prefix(
        String address,
        String length,
        boolean required,
        Function<V, Prefix> getter,
        BiConsumer<B, Prefix> setter) {
      return part(AddressAndLength.v4(address, length, required, getter, setter));
    }

    /** An address and a length that form one IPv6 prefix. */
    public Builder<V, B> prefix6(
        String address,
        String length,
        boolean required,
        Function<V, Prefix6> getter,
        BiConsumer<B, Prefix6> setter) {
      return part(AddressAndLength.v6(address, length, required, getter, setter));
    }

    /** A read-only list of other objects with their own links. It is ignored in requests. */
    public <W> Builder<V, B> embedded(
        String name, Shape<W, ?> element, Function<V, List<W>> getter) {
      return part(new Parts.EmbeddedList<>(name, element, getter));
    }

    /** The parts of an inner object, written as properties of the outer one. */
    public <W, C> Builder<V, B> inline(
        Shape<W, C> inner, Function<V, W> getter, Supplier<C> fresh, BiConsumer<B, C> setter) {
      return part(new Parts.Inline<>(inner.parts, getter, fresh, setter));
    }

    /** A component that may be left out; its default is null. */
    public Builder<V, B> optional(String name, Kind<?> kind) {
      return optional(name, name, kind);
    }

    /** A component of another name than the property. */
    public Builder<V, B> optional(String name, String component, Kind<?> kind) {
      return field(name, component, kind, null, false);
    }

    /** A required component. */
    public Builder<V, B> required(String name, Kind<?> kind) {
      return field(name, name, kind, null, true);
    }

    /** A component that may be left out; its default is the fallback. */
    public <X> Builder<V, B> defaulted(String name, Kind<X> kind, X fallback) {
      return defaulted(name, name, kind, fallback);
    }

    /** A component of another name than the property. */
    public <X> Builder<V, B> defaulted(String name, String component, Kind<X> kind, X fallback) {
      return field(name, component, kind, fallback, false);
    }

    /** A read-only component. It is ignored in requests, since clients send back whole objects. */
    public Builder<V, B> readOnly(String name, Kind<?> kind) {
      return readOnlyPart(name, kind);
    }

    /**
     * The object's own URI: {@code uri}.
     *
     * @param path of the collection that has the object under its id
     */
    public Builder<V, B> self(String path) {
      collection = path;
      Function<V, UUID> id = components().reader("id");
      return link("uri", (value, links) -> links.to(path, id.apply(value)));
    }

    /**
     * The URI of a collection below the object's own.
     *
     * @param path last segment of the URI
     */
    public Builder<V, B> below(String name, String path) {
      String parent = Objects.requireNonNull(collection, "self() comes first");
      Function<V, UUID> id = components().reader("id");
      return link(name, (value, links) -> links.to(parent, id.apply(value), path));
    }

    /**
     * The URI of the object that the component {@code nameId} refers to, or null if it is null.
     *
     * @param path of the collection that has the object under its id
     */
    public Builder<V, B> reference(String name, String path) {
      Function<V, UUID> target = components().reader(name + "Id");
      return link(
          name,
          (value, links) -> {
            UUID id = target.apply(value);
            return id == null ? null : links.to(path, id);
          });
    }

    private <X> Builder<V, B> field(
        String name, String component, Kind<X> kind, X fallback, boolean required) {
      return part(
          new Parts.Field<>(
              name,
              kind,
              components().reader(component),
              components().writer(component),
              fallback,
              required));
    }

    private <X> Builder<V, B> readOnlyPart(String name, Kind<X> kind) {
      return part(new Parts.Field<>(name, kind, components().reader(name), null, null, false));
    }

    private Components<V, B, ?, ?> components() {
      if (components == null) {
        throw new IllegalStateException("not the shape of a record: a part must name its reader");
      }
      return components;
    }
  }
}
