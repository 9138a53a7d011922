package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.lab.spec.LabFile;

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

  /** The units of a BGP router follow from its program. */
  @ParameterizedTest
  @CsvSource({"quickstart, frr", "uplink-bird, bird"})
  void anAbsentUnitIsAnsweredWithThoseOfTheNode(String lab, String unit) throws IOException {
    var plan = LabFile.plan(lab, Files.readString(Path.of("labs", lab, "lab.yaml")));

    assertThat(Node.noUnit(plan.node("bgp1").orElseThrow(), UnitName.parse("x").orElseThrow()))
        .hasMessage("bgp1 has no unit 'x'; its units: " + unit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "*", "zoo*", "-", "-.mount", "--all", "..", "a b", "a\n", "a/b"})
  void patternsAndOptionsAreNotUnitNames(String text) {
    assertThat(UnitName.parse(text)).isEmpty();
    assertThat(UnitName.parse("x".repeat(256))).isEmpty();
    assertThat(UnitName.parse("x".repeat(255))).isPresent();
  }
}
