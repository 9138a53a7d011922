package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.ApiException.Violation;

/** A request's object while it is read; gathers all that is wrong with it. */
public final class Input {

  /** Most unknown properties that are named; a body of nothing else says enough by then. */
  private static final int NAMED = 20;

  private final ObjectNode body;
  private final List<Violation> violations = new ArrayList<>();

  Input(ObjectNode body) {
    this.body = body;
  }

  /** The property, or null when it is absent, null or not of its kind. */
  public <X> X get(String name, Kind<X> kind) {
    JsonNode node = body.get(name);
    if (kind.absent(node)) {
      return null;
    }
    try {
      return kind.read(node);
    } catch (IllegalArgumentException e) {
      reject(name, e.getMessage());
      return null;
    }
  }

  /** Whether the property has a value, of whatever kind. */
  public boolean has(String name) {
    return body.hasNonNull(name);
  }

  /** Whether the property stands for a value of a kind, right or wrong. */
  public boolean has(String name, Kind<?> kind) {
    return !kind.absent(body.get(name));
  }

  /** Whether the property is left out, null, an empty text or an empty list. */
  boolean isNothing(String name) {
    JsonNode node = body.path(name);
    return node.isMissingNode()
        || node.isNull()
        || node.isTextual() && node.textValue().isEmpty()
        || node.isArray() && node.isEmpty();
  }

  /** Refuses properties that nobody reads, since a misspelt one would be dropped in silence. */
  void refuseUnknown(Set<String> known) {
    body.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !known.contains(name))
        .limit(NAMED)
        .forEach(name -> reject(name, Unknown.message(name, known)));
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
    ApiException.refuse(violations);
  }
}
