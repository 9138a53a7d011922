package org.midolab.lab.guide.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.guide.fixture.FixtureFiles;

class CoverageTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Test
  void theFixtureIsCovered() throws Exception {
    assertThat(Coverage.gaps(FixtureFiles.directory("fixture"), TODAY)).isEmpty();
  }

  @Test
  void anExpiredWaiverIsAGap() throws Exception {
    assertThat(Coverage.gaps(FixtureFiles.directory("fixture"), LocalDate.of(2027, 11, 2)))
        .singleElement()
        .asString()
        .contains("expired on 2027-11-01", "the joiner");
  }

  @Test
  void anUncoveredItemAnUnknownTagAndAWaiverOfNothingAreGaps(@TempDir Path directory)
      throws Exception {
    Files.copy(
        FixtureFiles.directory("fixture").resolve("catalogue.yaml"),
        directory.resolve("catalogue.yaml"));
    Files.writeString(
        directory.resolve("waivers.yaml"),
        """
        waivers:
          - {items: [qsg-2, qsg-3, lab-storm, qsg-1.0-look-f2, qsg-7], reason: x, owner: x, since: 2026-01-01, expires: 2027-01-01}
        """);
    Files.writeString(
        directory.resolve("a.feature"),
        """
        Feature: A
          @qsg-9.9-moon-1
          Scenario: Moon
            Then "a moon" is seen

          Scenario: Nobody asked for this
            Then "a star" is seen
        """);

    assertThat(Coverage.gaps(directory, TODAY))
        .hasSize(4)
        .anyMatch(
            gap -> gap.startsWith("qsg-1.0-look-f1 (In the end the house stands) has neither"))
        .anyMatch(gap -> gap.contains("waiver of qsg-7 names no existing item"))
        .anyMatch(gap -> gap.contains("@qsg-9.9-moon-1"))
        .anyMatch(gap -> gap.contains("has no tag that names an item"));
  }

  /** A waiver of a whole section would hide that one of its items has a scenario. */
  @Test
  void aWaiverOfASectionDoesNotCoverAScenarioInIt(@TempDir Path directory) throws Exception {
    for (var file : List.of("a-walls.feature", "b-look.feature", "catalogue.yaml")) {
      Files.copy(FixtureFiles.directory("fixture").resolve(file), directory.resolve(file));
    }
    Files.writeString(
        directory.resolve("waivers.yaml"),
        """
        waivers:
          - {items: [qsg-2.2, qsg-3, qsg-1.0-look-f2], reason: x, owner: x, since: 2026-01-01, expires: 2027-01-01}
        """);

    assertThat(Coverage.gaps(directory, TODAY))
        .singleElement()
        .asString()
        .contains("the waiver of qsg-2.2 covers qsg-2.2-moat-1", "one by one");
  }
}
