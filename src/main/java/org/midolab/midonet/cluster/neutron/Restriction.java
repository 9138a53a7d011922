package org.midolab.midonet.cluster.neutron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.shape.Input;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.ObjectSchema;
import org.midolab.midonet.cluster.shape.Part;

/**
 * A property of Neutron that restricts traffic and that agents do not enforce. A value that
 * restricts is refused, because an object without the restriction would admit more than Neutron
 * says. The property is never written.
 *
 * @param free whether a value restricts nothing
 * @param reason continues the property's name
 */
record Restriction<V, B, X>(String name, Kind<X> kind, Predicate<X> free, String reason)
    implements Part<V, B> {

  @Override
  public void write(V value, Links links, int version, ObjectNode out) {
    // has no value
  }

  @Override
  public void read(Input input, B builder) {
    X value = input.get(name, kind);
    if (value != null && !free.test(value)) {
      input.reject(name, reason);
    }
  }

  @Override
  public void describe(ObjectSchema outline) {
    // not a property of this cluster's objects
  }
}
