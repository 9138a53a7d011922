package org.midolab.midonet.cli.schema;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kind of object: a row of the {@link Schema}.
 *
 * @param word what is typed for it
 * @param printed what its line starts with, where it has a name or is shown; null when its line
 *     always starts with its first attribute
 * @param alias the prefix of its aliases, or null
 * @param aliasInList whether its line begins with word and alias although it has no id
 * @param identity how an object of the collection is told from the others
 * @param collection for a root type the key of the collection's URI in the root document, for a
 *     child the path segment below its parent's URI, or the array in its parent's document
 * @param template key of the object's URI template in the root document, or null when the object's
 *     own {@code uri} is used
 * @param media {@code Name-vN} of {@code application/vnd.org.midonet.Name-vN+json}
 * @param fixed JSON fields that every new object of this type has
 * @param attributes in the order in which they are printed
 * @param children what is contained in an object of this type
 * @param forms the verbs that the collection knows
 * @param about one sentence for {@code help}
 */
@RecordBuilder
public record ObjectType(
    String word,
    String printed,
    String alias,
    boolean aliasInList,
    Identity identity,
    String collection,
    String template,
    String media,
    Map<String, String> fixed,
    List<Attribute> attributes,
    List<ObjectType> children,
    Forms forms,
    String about) {

  public ObjectType {
    identity = identity == null ? Identity.ID : identity;
    fixed = fixed == null ? Map.of() : Map.copyOf(fixed);
    attributes = attributes == null ? List.of() : List.copyOf(attributes);
    children = children == null ? List.of() : List.copyOf(children);
    forms = forms == null ? Forms.ALL : forms;
    about = about == null ? "" : about;
  }

  public enum Identity {
    /** A UUID in the JSON field {@code id}. */
    ID,
    /** No id; found by the value of a field, and addressed by its own URI. */
    KEYED,
    /** Neither id nor address: an element of an array in its parent's document. */
    ELEMENT,
    /** There is only one. */
    SINGLETON
  }

  /** Which verbs make sense; what is missing is refused before anything is sent. */
  public enum Forms {
    ALL,
    /** Made and deleted, but not changed in between. */
    NO_UPDATE,
    /** Reported by agents: changed and deleted, not made. */
    NO_CREATE,
    READ_ONLY;

    public boolean create() {
      return this == ALL || this == NO_UPDATE;
    }

    public boolean update() {
      return this == ALL || this == NO_CREATE;
    }

    public boolean delete() {
      return this != READ_ONLY;
    }
  }

  public Optional<Attribute> attribute(String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
  }

  public Optional<ObjectType> child(String word) {
    return children.stream().filter(child -> child.word().equals(word)).findFirst();
  }

  /**
   * Whether its objects belong to a tenant, so that the session's tenant goes with lists and new
   * objects.
   */
  public boolean hasTenant() {
    return attribute("tenant").isPresent();
  }
}
