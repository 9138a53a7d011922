package org.midolab.midonet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import org.midolab.midonet.cli.ObjectType.Identity;

/**
 * The line of an object: its word and alias, then each attribute that it has, in the order of the
 * schema (fact sheet "midonet", §5.3). Some objects print neither word nor alias, only attributes:
 * {@code zone tzone0 host host0 address A}; the session counts them all the same, as {@code memb0}.
 */
final class ObjectLines {

  private final Directory directory;
  private final Aliases aliases;

  ObjectLines(Directory directory, Aliases aliases) {
    this.directory = directory;
    this.aliases = aliases;
  }

  String line(Directory.Found parent, ObjectType type, JsonNode object) {
    var words = new ArrayList<String>();
    Aliases.Node node =
        type.alias() != null && (type.identity() == Identity.ID || aliases.enabled())
            ? directory.node(parent, type, directory.key(type, object))
            : null;
    if (type.printed() != null) {
      words.add(type.printed());
      if (node != null) {
        words.add(parent == null ? node.chain() : node.name());
      }
    }
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
    return String.join(" ", words);
  }
}
