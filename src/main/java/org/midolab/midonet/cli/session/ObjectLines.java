package org.midolab.midonet.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.midolab.midonet.cli.codec.Names;
import org.midolab.midonet.cli.schema.Attribute;
import org.midolab.midonet.cli.schema.ObjectType;
import org.midolab.midonet.cli.schema.ObjectType.Identity;

/**
 * Formats an object as a line: its word and alias, then its attributes in the order of the schema
 * (docs: contract.md#cli-output). Objects without an id are listed by their attributes alone:
 * {@code zone tzone0 host host0 address A}; members of tunnel zones also get aliases, such as
 * {@code memb0}. When such an object is shown, its line starts with its word.
 */
final class ObjectLines {

  private final Directory directory;
  private final Aliases aliases;

  ObjectLines(Directory directory, Aliases aliases) {
    this.directory = directory;
    this.aliases = aliases;
  }

  /** Returns the line for lists and for the answer to {@code create}. */
  String listed(Directory.Found parent, ObjectType type, JsonNode object) {
    var words = new ArrayList<String>();
    name(parent, type, object)
        .ifPresent(
            name -> {
              if (type.identity() == Identity.ID || type.aliasInList()) {
                words.add(type.printed());
                words.add(name);
              }
            });
    addAttributes(words, parent, type, object);
    return String.join(" ", words);
  }

  /** Returns the line for the answer to {@code show}. */
  String shown(Directory.Found parent, ObjectType type, JsonNode object) {
    var words = new ArrayList<String>();
    if (type.printed() != null) {
      words.add(type.printed());
      name(parent, type, object)
          .filter(_ -> type.identity() == Identity.ID || type.aliasInList())
          .ifPresent(words::add);
    }
    addAttributes(words, parent, type, object);
    return String.join(" ", words);
  }

  private Optional<String> name(Directory.Found parent, ObjectType type, JsonNode object) {
    if (type.alias() == null || type.identity() != Identity.ID && !aliases.enabled()) {
      return Optional.empty();
    }
    Aliases.Node node = directory.node(parent, type, directory.key(type, object));
    return Optional.of(parent == null ? node.chain() : node.name());
  }

  private void addAttributes(
      List<String> words, Directory.Found parent, ObjectType type, JsonNode object) {
    Names names = directory.names(parent);
    for (Attribute attribute : type.attributes()) {
      if (attribute.shown() == Attribute.Shown.IN_LINE) {
        attribute
            .codec()
            .read(object, names)
            .ifPresent(
                text -> {
                  words.add(attribute.name());
                  words.add(text);
                });
      }
    }
  }
}
