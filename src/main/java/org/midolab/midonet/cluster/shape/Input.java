package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.ApiException.Violation;

/** A request's object while it is read; gathers all that is wrong with it. */
public final class Input {

  private final ObjectNode body;
  private final List<Violation> violations = new ArrayList<>();

  Input(ObjectNode body) {
    this.body = body;
  }

  /** The property, or null when it is absent, null or not of its kind. */
  public <X> X get(String name, Kind<X> kind) {
    JsonNode node = body.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    try {
      return kind.read(node);
    } catch (IllegalArgumentException e) {
      reject(name, e.getMessage());
      return null;
    }
  }

  public boolean has(String name) {
    return body.hasNonNull(name);
  }

  /**
   * @param message continues the property's name, as in "must be given"
   */
  public void reject(String name, String message) {
    violations.add(new Violation(name, message));
  }

  /**
   * @throws IllegalArgumentException when anything was wrong; the message continues the name of the
   *     property that holds the object
   */
  void checkInner() {
    if (!violations.isEmpty()) {
      Violation first = violations.getFirst();
      throw Kinds.wrong("must hold objects in which " + first.property() + " " + first.message());
    }
  }

  /**
   * @throws ApiException 400 when anything was wrong
   */
  void check() {
    if (!violations.isEmpty()) {
      throw ApiException.invalid(violations);
    }
  }
}
