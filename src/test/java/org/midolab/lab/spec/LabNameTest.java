package org.midolab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class LabNameTest {

  static Stream<String> hostile() {
    return Stream.of(
        " ",
        "\t",
        ".",
        "..",
        "/",
        "../..",
        "/tmp/x",
        "a/b",
        "a\\b",
        "*",
        "a*",
        "?",
        "~",
        "$HOME",
        "a b",
        " a",
        "a ",
        "a\n",
        "\na",
        "a\0b",
        "a\u001b[2J",
        "A",
        "1a",
        "-a",
        "a-",
        "a.b",
        "a=b",
        "label=",
        "--all",
        "ä",
        "a".repeat(31),
        "a".repeat(300),
        "midolab/..",
        "%2e%2e",
        "null ");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @MethodSource("hostile")
  void rejectsATextThatIsNotALabel(String text) {
    assertThat(LabName.parse(text)).isEmpty();
    assertThatThrownBy(() -> new LabName(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "quickstart", "x1", "my-lab-2", "abcdefghijklmnopqrstuvwxyz-123"})
  void acceptsALabel(String text) {
    assertThat(LabName.parse(text)).contains(new LabName(text));
  }
}
