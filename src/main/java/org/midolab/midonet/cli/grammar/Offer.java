package org.midolab.midonet.cli.grammar;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.cli.grammar.Command.Path;

/**
 * Candidates for completion at the cursor: words, or objects of a type below a path.
 *
 * @param scope null for words
 * @param refersTo word of the type; null for words
 */
public record Offer(List<String> words, @Nullable Path scope, @Nullable String refersTo) {

  static Offer words(Stream<String> words) {
    return new Offer(words.toList(), null, null);
  }

  static Offer objects(Path scope, String type) {
    return new Offer(List.of(), scope, type);
  }
}
