package org.midolab.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  private final Results results =
      new Results(
          "datapath",
          Instant.parse("2026-11-26T08:00:00Z"),
          new Machine(2, "6.18.44", "amd64", 24000, 3.14),
          List.of(
              new Series("TCP", "Gbit/s", "", List.of(12.345, 11.0, 13.0)),
              new Series("ratio", "x", "≥ 1.1", List.of(1.05, 1.06, 1.2))),
          List.of("a note"));

  @TempDir private Path reports;

  @Test
  void theTableShowsEachBoundAndWhetherItIsMet() {
    assertThat(results.table())
        .containsExactly(
            List.of("FIGURE", "MEDIAN", "UNIT", "BOUND", "", "MIN", "MAX", "ROUNDS"),
            List.of("TCP", "12.3", "Gbit/s", "", "", "11.0", "13.0", "3"),
            List.of("ratio", "1.06", "x", "≥ 1.1", "✗", "1.05", "1.20", "3"));
    assertThat(results.meetsBounds()).isFalse();
  }

  @Test
  void bothFilesContainTheFiguresAndTheMachine() throws IOException {
    assertThat(results.write(reports.resolve("new")))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("bench-datapath.json", "bench-datapath.md");

    var json = new ObjectMapper().readTree(reports.resolve("new/bench-datapath.json").toFile());
    assertThat(json.path("at").asText()).isEqualTo("2026-11-26T08:00:00Z");
    assertThat(json.path("machine").path("kernel").asText()).isEqualTo("6.18.44");
    assertThat(json.path("figures").path(1).path("values").path(2).asDouble()).isEqualTo(1.2);
    assertThat(json.path("figures").path(1).path("holds").asBoolean()).isFalse();
    assertThat(Files.readString(reports.resolve("new/bench-datapath.md")))
        .contains("| ratio | 1.06 | x | ≥ 1.1 | ✗ | 1.05 | 1.20 | 3 |")
        .contains("* a note")
        .contains("* 2 cores, 24000 MiB, Linux 6.18.44, amd64, load 3.1 at the start");
  }

  @Test
  void memoryIsReadFromTheKernelsTable() {
    assertThat(Machine.memory("MemFree: 12 kB\nMemTotal:       25165824 kB\n")).isEqualTo(24576);
    assertThat(Machine.here().cores()).isPositive();
  }
}
