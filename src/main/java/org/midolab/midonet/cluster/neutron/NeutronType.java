package org.midolab.midonet.cluster.neutron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.ApiException.Violation;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.NeutronObject;

/**
 * A type of Neutron's objects, with its path and JSON.
 *
 * @param path path of its collection below {@code /neutron}
 * @param template key of the URI template of an object in the root document
 * @param noun name of the type in messages
 * @param rules checks that concern several properties
 * @param fixed properties that an update may not change
 */
record NeutronType<T extends NeutronObject, B>(
    String path,
    String template,
    String noun,
    Class<T> type,
    Shape<T, B> shape,
    Supplier<B> fresh,
    Function<B, T> build,
    BiConsumer<T, List<Violation>> rules,
    List<Immutable<T>> fixed) {

  /** A property that cannot be changed after creation. */
  record Immutable<T>(String name, Function<T, ?> value) {}

  /** Returns the media type {@code neutron.NAME}; the name of lists has an s appended. */
  static MediaType media(String name) {
    return MediaType.of("neutron." + name, 1).listedAs("neutron." + name + "s");
  }

  /**
   * Reads an object.
   *
   * @throws ApiException 400 with all violations
   */
  T read(ObjectNode body) {
    T object = build.apply(shape.read(body, fresh.get()));
    List<Violation> violations = new ArrayList<>();
    rules.accept(object, violations);
    if (!violations.isEmpty()) {
      throw ApiException.invalid(violations);
    }
    return object;
  }

  /**
   * Checks an update.
   *
   * @throws ApiException 400 when it changes an immutable property
   */
  void checkChange(T before, T after) {
    for (Immutable<T> property : fixed) {
      Object was = property.value().apply(before);
      if (!Objects.equals(was, property.value().apply(after))) {
        throw ApiException.invalid(property.name(), "must stay " + was);
      }
    }
  }
}
