package org.midolab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A malicious lab file is rejected at once, with one message and a place. */
class HostileLabFileTest {

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private static final String BOMB =
      "a: &a [x, x, x, x, x, x, x, x]\n"
          + IntStream.range(0, 12)
              .mapToObj(
                  i -> "%1$c: &%1$c [*%2$c, *%2$c, *%2$c, *%2$c]%n".formatted('b' + i, 'a' + i))
              .collect(Collectors.joining());

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of(bytes(BOMB), "1:4: anchor '&a'"),
        Arguments.of(bytes("name: *a\n"), "1:7: "),
        Arguments.of(bytes("name: " + "[".repeat(10_000)), "nest"),
        Arguments.of(bytes("name: " + "{a: ".repeat(10_000)), "nest"),
        Arguments.of(bytes("- ".repeat(10_000) + "a"), "nest"),
        Arguments.of(bytes("name: !!int 2\n"), "1:7: tag 'tag:yaml.org,2002:int'"),
        Arguments.of(bytes("name: !!javax.script.ScriptEngineManager []\n"), "1:7: tag"),
        Arguments.of(bytes("name: !mine x\n"), "1:7: tag '!mine'"),
        Arguments.of(bytes("name: a\nname: b\n"), "2:1: 'name' is twice"),
        Arguments.of(bytes("name: a\n---\nname: b\n"), "not YAML"),
        Arguments.of(bytes("name: a\n\u0007"), "2:1: character U+0007"),
        Arguments.of(new byte[] {'n', 'a', '\n', (byte) 0xff, (byte) 0xfe}, "2:1: byte 0xff"),
        Arguments.of(new byte[1000], "1:1: character U+0000"),
        Arguments.of(new byte[LabFile.MAX_BYTES + 1], "1:1: the file has more than 262144 bytes"),
        Arguments.of(nodes(10_000), "204:5: more than 200 nodes"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] nodes(int count) {
    return bytes(
        "name: many\ntopology:\n  nodes:\n"
            + IntStream.range(0, count)
                .mapToObj(i -> "    n" + i + ": {kind: nsdb}\n")
                .collect(Collectors.joining()));
  }

  @ParameterizedTest
  @MethodSource("files")
  @Timeout(20)
  void isRejectedAtOnceWithOneMessageAndAPlace(byte[] file, String expected) {
    long begun = System.nanoTime();
    assertThatThrownBy(() -> LabFile.plan("lab.yaml", LabFile.text("lab.yaml", file)))
        .isInstanceOf(InvalidLabException.class)
        .hasMessageContaining(expected)
        .message()
        .startsWith("lab.yaml:")
        .satisfies(message -> assertThat(message.lines().count()).isLessThanOrEqualTo(3))
        .satisfies(message -> assertThat(message.length()).isLessThan(800));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE.multipliedBy(2));
  }

  @Test
  void aLongValueIsTruncatedInTheMessage() {
    assertThatThrownBy(() -> LabFile.plan("lab.yaml", "name: " + "x".repeat(100_000)))
        .message()
        .satisfies(message -> assertThat(message.length()).isLessThan(800));
  }

  @Test
  void manyProblemsAreCounted() {
    String yaml =
        IntStream.range(0, 50).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
    assertThatThrownBy(() -> LabFile.plan("lab.yaml", yaml)).hasMessageEndingWith("… and 32 more");
  }
}
