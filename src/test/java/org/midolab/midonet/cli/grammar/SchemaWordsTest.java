package org.midolab.midonet.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.cli.schema.Attribute;
import org.midolab.midonet.cli.schema.ObjectType;
import org.midolab.midonet.cli.schema.Schema;

/** The words of the schema are unambiguous for the grammar. */
class SchemaWordsTest {

  private static Stream<ObjectType> all() {
    return Schema.MIDONET.roots().stream().flatMap(SchemaWordsTest::withChildren);
  }

  private static Stream<ObjectType> withChildren(ObjectType type) {
    return Stream.concat(
        Stream.of(type), type.children().stream().flatMap(SchemaWordsTest::withChildren));
  }

  @Test
  void wordsAreUniqueAtEachPosition() {
    all()
        .forEach(
            type -> {
              var words = new HashSet<String>();
              Stream.concat(
                      type.attributes().stream().map(Attribute::name),
                      type.children().stream().map(ObjectType::word))
                  .forEach(
                      word -> {
                        assertThat(words.add(word))
                            .as("%s has two members '%s'", type.word(), word)
                            .isTrue();
                        assertThat(Verb.of(word))
                            .as("%s %s reads as a verb", type.word(), word)
                            .isEmpty();
                      });
            });
    Schema.MIDONET
        .roots()
        .forEach(
            type -> {
              assertThat(Verb.of(type.word())).as(type.word()).isEmpty();
              assertThat(Parser.SESSION_WORDS).doesNotContain(type.word());
            });
  }
}
