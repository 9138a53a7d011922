package org.midolab.midonet.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.midolab.midonet.cli.failure.CliException;
import org.midolab.midonet.cli.failure.CliException.User;
import org.midolab.midonet.cli.schema.ObjectType;

/**
 * Objects inside their parent's document, such as the conditions of a mirror ({@link
 * ObjectType.Identity#ELEMENT}). They have no URI, so each change writes the whole parent.
 */
final class Elements {

  private final Rest rest;

  Elements(Rest rest) {
    this.rest = rest;
  }

  /** Returns the elements in their order. */
  List<JsonNode> list(Directory.Found parent, ObjectType type) {
    var elements = new ArrayList<JsonNode>();
    load(parent).path(type.collection()).forEach(elements::add);
    return elements;
  }

  void add(Directory.Found parent, ObjectType type, ObjectNode element) {
    ObjectNode document = load(parent);
    array(document, type).add(element);
    rest.put(parent.uri(), parent.type().media(), document);
  }

  /** Removes an element that {@link #list} returned. */
  void remove(Directory.Found parent, ObjectType type, JsonNode element) {
    ObjectNode document = load(parent);
    ArrayNode array = array(document, type);
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i).equals(element)) {
        array.remove(i);
        rest.put(parent.uri(), parent.type().media(), document);
        return;
      }
    }
    throw new User("another client has changed the " + parent.type().word() + "; list it again");
  }

  private static ArrayNode array(ObjectNode document, ObjectType type) {
    return document.path(type.collection()) instanceof ArrayNode array
        ? array
        : document.putArray(type.collection());
  }

  private ObjectNode load(Directory.Found parent) {
    if (rest.get(parent.uri(), parent.type().media()) instanceof ObjectNode object) {
      return object;
    }
    throw new CliException.Internal(
        "the cluster sent something that is not an object: GET " + parent.uri(), null);
  }
}
