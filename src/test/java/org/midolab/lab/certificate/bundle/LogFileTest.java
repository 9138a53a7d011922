package org.midolab.lab.certificate.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the hash chain and the fields of a log. */
class LogFileTest {

  @TempDir private Path directory;

  private List<String> lines;

  @BeforeEach
  void write() throws Exception {
    var file = directory.resolve("log");
    var now = new AtomicReference<>(Instant.parse("2026-11-28T10:00:00Z"));
    try (var log = RunLog.begin(file, () -> now.getAndUpdate(t -> t.plusSeconds(1)))) {
      for (var word : List.of("one", "two", "three", "four")) {
        log.append(LogEntry.Kind.OBSERVED, Map.of("word", word));
      }
    }
    lines = Files.readAllLines(file);
  }

  private static LogFile read(List<String> lines) {
    return LogFile.read("log", (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private List<String> faults(int line, String part, String other) {
    var changed = new ArrayList<>(lines);
    assertThat(lines.get(line)).contains(part);
    changed.set(line, lines.get(line).replace(part, other));
    return read(changed).faults();
  }

  @Test
  void readsALogAsItWasWritten() {
    var log = read(lines);

    assertThat(log.faults()).isEmpty();
    assertThat(log.entries())
        .extracting(entry -> entry.body().path("word").asText())
        .containsExactly("one", "two", "three", "four");
    assertThat(log.head()).isEqualTo(Sha256.of(lines.getLast().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void detectsAChangedLineByTheNextOne() {
    assertThat(faults(1, "two", "too"))
        .singleElement()
        .asString()
        .startsWith("log line 3: the line before has the hash ");
  }

  @Test
  void checksTheNumberOfALine() {
    assertThat(faults(3, "\"number\":4", "\"number\":5"))
        .containsExactly("log line 4: its number is 5");
  }

  @Test
  void refusesDecreasingTimes() {
    assertThat(faults(3, "10:00:03", "10:00:01"))
        .containsExactly("log line 4: its time is before that of the line before");
    assertThat(faults(3, "2026-11-28", "some day")).containsExactly("log line 4: its time is none");
  }

  @Test
  void namesInvalidLines() {
    assertThat(faults(3, "\"kind\":\"observed\"", "\"kind\":\"imagined\""))
        .singleElement()
        .asString()
        .startsWith("log line 4: ");
    assertThat(faults(3, "\"kind\":\"observed\",", "")).hasSize(1);
    assertThat(LogFile.read("log", new byte[0]).faults()).contains("log: its last line is cut off");
  }
}
