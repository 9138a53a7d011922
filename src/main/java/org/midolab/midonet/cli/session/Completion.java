package org.midolab.midonet.cli.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.midolab.midonet.cli.grammar.Command.Path;
import org.midolab.midonet.cli.grammar.Command.Reference;
import org.midolab.midonet.cli.grammar.Command.Segment;
import org.midolab.midonet.cli.grammar.Offer;
import org.midolab.midonet.cli.grammar.Parser;
import org.midolab.midonet.cli.grammar.Words;
import org.midolab.midonet.cli.schema.ObjectType;
import org.midolab.midonet.cli.schema.Schema;

/** Candidates for completion: the grammar's offers with the session's aliases. */
final class Completion {

  private final Schema schema;
  private final Aliases aliases;

  Completion(Schema schema, Aliases aliases) {
    this.schema = schema;
    this.aliases = aliases;
  }

  /**
   * Returns the candidates for the word with the given index. It sends no requests, so that a key
   * press never waits.
   */
  List<String> at(Words words, int index) {
    Set<String> candidates = new LinkedHashSet<>();
    for (Offer offer : Parser.offers(schema, words, index)) {
      candidates.addAll(offer.words());
      if (offer.refersTo() != null) {
        candidates.addAll(objects(offer));
      }
    }
    return candidates.stream().sorted().toList();
  }

  private List<String> objects(Offer offer) {
    Aliases.Node scope = node(offer.scope());
    if (scope == null) {
      return List.of();
    }
    String prefix =
        (offer.scope().segments().isEmpty() ? schema.any(offer.refersTo()) : child(offer))
            .map(type -> type.alias() == null ? type.word() : type.alias())
            .orElse(offer.refersTo());
    var names = new ArrayList<>(aliases.names(scope, prefix));
    if (offer.refersTo().equals("port")) {
      for (String device : List.of("router", "bridge")) {
        for (String name : aliases.names(aliases.root(), device)) {
          aliases
              .names(aliases.child(aliases.root(), name), "port")
              .forEach(port -> names.add(name + ":" + port));
        }
      }
    }
    return names;
  }

  private java.util.Optional<ObjectType> child(Offer offer) {
    return offer
        .scope()
        .last()
        .type()
        .child(offer.refersTo())
        .or(() -> schema.any(offer.refersTo()));
  }

  private Aliases.Node node(Path path) {
    Aliases.Node node = aliases.root();
    for (Segment segment : path.segments()) {
      if (!(segment.reference() instanceof Reference.Named(String name))) {
        return null;
      }
      node = Aliases.isUuid(name) ? aliases.byId(name).orElse(null) : aliases.child(node, name);
      if (node == null) {
        return null;
      }
    }
    return node;
  }
}
