package org.midolab.midonet.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests quoting as in Python's shlex (docs: contract.md#cli-invocation). */
class WordsTest {

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("a b  c", List.of("a", "b", "c")),
        Arguments.of("  name 'Edge Router' ", List.of("name", "Edge Router")),
        Arguments.of("name \"Edge Router\"", List.of("name", "Edge Router")),
        Arguments.of("a\"b c\"d", List.of("ab cd")),
        Arguments.of("\"say \\\"hi\\\"\"", List.of("say \"hi\"")),
        Arguments.of("'no \\ escape'", List.of("no \\ escape")),
        Arguments.of("a\\ b", List.of("a b")),
        Arguments.of("\"keep \\n\"", List.of("keep \\n")),
        Arguments.of("''", List.of("")),
        Arguments.of("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void splitsLikeAShell(String line, List<String> words) {
    assertThat(Words.of(line).words()).extracting(Words.Word::text).isEqualTo(words);
    assertThat(Words.of(line).openQuote()).isFalse();
  }

  @Test
  void detectsAnOpenQuote() {
    assertThat(Words.of("router create name \"Edge").openQuote()).isTrue();
    assertThat(Words.of("router create name 'Edge").openQuote()).isTrue();
  }

  @Test
  void wordsKeepTheirPositions() {
    assertThat(Words.of("router  'x y' z ").from(1)).isEqualTo("'x y' z");
  }
}
