package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.probe.Unenforced.Stored;

/** Output of {@code lab status} for given data. */
class StatusTableTest {

  private static final List<Stored> STORED =
      List.of(
          new Stored("QosPolicy", "a1", List.of("QoS policies")),
          new Stored("Rule", "b1", List.of("dynamic NAT", "meters")),
          new Stored("QosPolicy", "a2", List.of("QoS policies")));

  private final StringWriter out = new StringWriter();

  private StatusTable table(List<Stored> stored) {
    return new StatusTable(
        List.of(new StatusTable.Row("nsdb1", "nsdb", true, "198.18.0.11", Map.of(), Map.of())),
        List.of(),
        List.of(),
        stored);
  }

  @Test
  void listsUnenforcedObjectsByTheirUnenforcedParts() {
    table(STORED).print(new Console(new PrintWriter(out), Duration.ofSeconds(10)));

    assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" {2,}", " | ")))
        .containsSubsequence(
            "STORED, NOT ENFORCED | OBJECTS | FIRST",
            "QosPolicy: QoS policies | 2 | a1",
            "Rule: dynamic NAT, meters | 1 | b1");
    assertThat(table(STORED).asMap("quickstart")).containsEntry("unenforced", STORED);
  }

  @Test
  void omitsTheTableWithoutUnenforcedObjects() {
    table(List.of()).print(new Console(new PrintWriter(out), Duration.ofSeconds(10)));

    assertThat(out.toString()).contains("nsdb1").doesNotContain("NOT ENFORCED");
  }
}
