package org.midolab.midonet.cli.schema;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type of objects: a row of the {@link Schema}.
 *
 * @param word word of the type in commands
 * @param printed first word of its line, where it has a name or is shown; null when its line always
 *     starts with its first attribute
 * @param alias the prefix of its aliases, or null
 * @param aliasInList whether its line starts with word and alias although it has no id
 * @param identity how objects of the collection are identified
 * @param collection for a root type the key of the collection's URI in the root document, for a
 *     child the path segment below its parent's URI, or the array in its parent's document
 * @param template key of the object's URI template in the root document, or null when the object's
 *     own {@code uri} is used
 * @param media {@code Name-vN} of {@code application/vnd.org.midonet.Name-vN+json}
 * @param fixed JSON fields that every new object of this type has
 * @param attributes attributes in the order of output
 * @param children types of objects that an object of this type contains
 * @param forms the verbs that the collection supports
 * @param about description for {@code help}
 */
@RecordBuilder
public record ObjectType(
    String word,
    @Nullable String printed,
    @Nullable String alias,
    boolean aliasInList,
    Identity identity,
    String collection,
    @Nullable String template,
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
    /** No id; selected by the value of a field, and addressed by its own URI. */
    KEYED,
    /** Neither id nor address: an element of an array in its parent's document. */
    ELEMENT,
    /** A single object. */
    SINGLETON
  }

  /** The supported verbs; others are refused without a request. */
  public enum Forms {
    ALL,
    /** Created and deleted, but not changed. */
    NO_UPDATE,
    /** Reported by agents: changed and deleted, but not created. */
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
   * Returns whether objects belong to a tenant, so that the session's tenant applies to lists and
   * new objects.
   */
  public boolean hasTenant() {
    return attribute("tenant").isPresent();
  }
}
