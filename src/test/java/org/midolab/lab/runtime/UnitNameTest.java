package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zookeeper",
        "frr.service",
        "getty@tty1.service",
        "dev-disk-by\\x2dlabel.device",
        "a:b_c"
      })
  void aUnitIsOneArgumentOfJournalctl(String text) {
    assertThat(Node.journal(UnitName.parse(text), 7))
        .containsExactly(
            "journalctl", "--no-pager", "-o", "short-precise", "--lines=7", "--unit=" + text);
  }

  @Test
  void withoutAUnitTheWholeJournalIsRead() {
    assertThat(Node.journal(Optional.empty(), 7))
        .noneMatch(word -> word.startsWith("--unit"))
        .contains("--lines=7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "*", "zoo*", "-", "-.mount", "--all", "..", "a b", "a\n", "a/b"})
  void patternsAndOptionsAreNotUnitNames(String text) {
    assertThat(UnitName.parse(text)).isEmpty();
    assertThat(UnitName.parse("x".repeat(256))).isEmpty();
    assertThat(UnitName.parse("x".repeat(255))).isPresent();
  }
}
