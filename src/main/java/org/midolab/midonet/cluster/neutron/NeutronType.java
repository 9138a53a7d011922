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
 * One type of Neutron's objects as it is served.
 *
 * @param path of its collection below {@code /neutron}
 * @param template what the root document calls the URI of one object
 * @param noun what users call it, for messages
 * @param rules what must hold of it beyond single properties
 * @param fixed properties that a change must leave alone
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
    List<Fixed<T>> fixed) {

  /** A property that stays as it was when the object was made. */
  record Fixed<T>(String name, Function<T, ?> value) {}

  /** The media type of {@code neutron.NAME}; a list of them has an s at its end. */
  static MediaType media(String name) {
    return MediaType.of("neutron." + name, 1).listedAs("neutron." + name + "s");
  }

  /**
   * @throws ApiException 400 with all that is wrong
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
   * @throws ApiException 400 when a change goes too far
   */
  void checkChange(T before, T after) {
    for (Fixed<T> property : fixed) {
      Object was = property.value().apply(before);
      if (!Objects.equals(was, property.value().apply(after))) {
        throw ApiException.invalid(property.name(), "must stay " + was);
      }
    }
  }
}
