package org.midolab.lab.certificate.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.certificate.bundle.LogFile;
import org.midolab.lab.certificate.bundle.RunLog;

/** Tests of valid and invalid sequences of events in a log. */
class RunRecordTest {

  private static final RunEvent BEGIN =
      new RunEvent.RunStarted(
          "paper",
          "uplink",
          "a list",
          "a product",
          new Software("5.0", "s"),
          new Host("6.18", "amd64", "", 2),
          new Load(0.5, 2),
          List.of("a"));
  private static final RunEvent START = new RunEvent.ScenarioStarted("a", "A scenario");
  private static final RunEvent SEEN =
      new RunEvent.Observed("a", "something", Optional.empty(), List.of(), true);
  private static final RunEvent FINISH = new RunEvent.ScenarioFinished("a", "passed", "");
  private static final RunEvent END = new RunEvent.RunFinished(new Load(0.6, 2), 1);

  @TempDir private Path directory;

  private RunRecord record(RunEvent... events) throws Exception {
    var file = directory.resolve("run.jsonl");
    Files.deleteIfExists(file);
    try (var log = RunLog.begin(file, () -> Instant.parse("2026-11-28T10:00:00Z"))) {
      for (var event : events) {
        log.append(event.kind(), event);
      }
    }
    var read = LogFile.read("log", Files.readAllBytes(file));
    assertThat(read.faults()).isEmpty();
    return RunRecord.of("log", read.entries());
  }

  @Test
  void returnsScenariosWithTheirObservations() throws Exception {
    var run = record(BEGIN, START, SEEN, FINISH, END);

    assertThat(run.faults()).isEmpty();
    assertThat(run.begin()).contains((RunEvent.RunStarted) BEGIN);
    assertThat(run.scenarios().get("a").observations()).containsExactly((RunEvent.Observed) SEEN);
    assertThat(run.scenarios().get("a").passed()).isTrue();
    assertThat(run.finished()).isEqualTo("2026-11-28T10:00:00Z");
  }

  @Test
  void namesInvalidEventsWithTheirLine() throws Exception {
    assertThat(record(BEGIN, START, START, FINISH, END).faults())
        .containsExactly("log line 3: a scenario begins inside of a");
    assertThat(record(BEGIN, START, FINISH, START, FINISH, END).faults())
        .contains("log line 4: a begins twice");
    assertThat(record(BEGIN, SEEN, START, FINISH, END).faults())
        .containsExactly("log line 2: an observation of a stands outside of it");
    assertThat(record(BEGIN, START, END).faults())
        .containsExactly("log line 3: the run ends inside of a");
    assertThat(record(BEGIN, START, FINISH, FINISH, END).faults())
        .containsExactly("log line 4: a ends without having begun");
    assertThat(record(BEGIN, START, BEGIN, FINISH, END).faults())
        .containsExactly("log line 3: a run begins inside of a run");
    assertThat(record(BEGIN, END).faults())
        .containsExactly("log line 2: it counts 1 scenarios, the log has 0");
  }

  @Test
  void requiresTheStartAndTheEndOfTheRun() throws Exception {
    assertThat(record(START, FINISH, END).faults())
        .containsExactly("log: its first line does not begin a run");
    assertThat(record(BEGIN, START, FINISH).faults())
        .containsExactly("log: its last line does not end the run");
    assertThat(record(BEGIN, START, SEEN).scenarios().get("a").passed()).isFalse();
  }
}
