package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.ApiException.Violation;

/** A request's JSON object while it is read; collects all violations. */
public final class Input {

  /** Most unknown properties that are reported. */
  private static final int MAX_REPORTED = 20;

  private final ObjectNode body;
  private final List<Violation> violations = new ArrayList<>();

  Input(ObjectNode body) {
    this.body = body;
  }

  /** Returns a property's value, or null when it is absent, null or invalid. */
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

  /** Returns whether the property is present and not null. */
  public boolean has(String name) {
    return body.hasNonNull(name);
  }

  /** Returns whether the property has a value, valid or not. */
  public boolean has(String name, Kind<?> kind) {
    return !kind.absent(body.get(name));
  }

  /** Returns whether the property is absent, null, an empty text or an empty list. */
  boolean isEmpty(String name) {
    JsonNode node = body.path(name);
    return node.isMissingNode()
        || node.isNull()
        || node.isTextual() && node.textValue().isEmpty()
        || node.isArray() && node.isEmpty();
  }

  /** Refuses unknown properties, since a misspelt one would else be ignored silently. */
  void refuseUnknown(Set<String> known) {
    body.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !known.contains(name))
        .limit(MAX_REPORTED)
        .forEach(name -> reject(name, UnknownProperty.message(name, known)));
  }

  /**
   * Adds a violation.
   *
   * @param message continues the property's name, as in "must be given"
   */
  public void reject(String name, String message) {
    violations.add(new Violation(name, message));
  }

  /**
   * Checks an object inside another one.
   *
   * @throws IllegalArgumentException when there are violations; the message continues the name of
   *     the property that contains the object
   */
  void checkInner() {
    if (!violations.isEmpty()) {
      Violation first = violations.getFirst();
      throw Kinds.invalid(
          "must contain objects in which " + first.property() + " " + first.message());
    }
  }

  /**
   * Checks the whole body.
   *
   * @throws ApiException 400 when there are violations
   */
  void check() {
    ApiException.refuse(violations);
  }
}
