package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.midolab.lab.probe.FloatingIps.FloatingIp;
import org.midolab.lab.probe.PortBindings.PortBinding;
import org.midolab.lab.probe.Unenforced.Stored;
import org.midolab.lab.spec.LabFile;
import org.midolab.lab.spec.LabPlan;

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

  /** A floating IP stays in the NAT rules when its instance's port is deleted. */
  @Test
  void showsTheStateOfTheInstancesPortOfAFloatingIp() throws IOException {
    LabPlan plan = LabFile.plan("lab.yaml", Files.readString(Path.of("labs/quickstart/lab.yaml")));
    FloatingIp one = new FloatingIp("192.0.2.11", "192.168.1.11", Optional.of("vm1"));

    assertThat(port(one, plan, List.of(new PortBinding("compute1", "tapvm1", true))))
        .isEqualTo("active");
    assertThat(port(one, plan, List.of(new PortBinding("compute1", "tapvm1", false))))
        .isEqualTo("inactive");
    assertThat(port(one, plan, List.of(new PortBinding("compute1", "tapvm2", true))))
        .isEqualTo("not bound");
    assertThat(
            port(new FloatingIp("192.0.2.13", "192.168.1.13", Optional.empty()), plan, List.of()))
        .isEmpty();
    assertThat(StatusTable.Floating.of(one, plan, Optional.empty()).port())
        .as("the bindings cannot be read")
        .isEmpty();
  }

  private static String port(FloatingIp one, LabPlan plan, List<PortBinding> bindings) {
    return StatusTable.Floating.of(one, plan, Optional.of(bindings)).port();
  }

  @Test
  void omitsTheTableWithoutUnenforcedObjects() {
    table(List.of()).print(new Console(new PrintWriter(out), Duration.ofSeconds(10)));

    assertThat(out.toString()).contains("nsdb1").doesNotContain("NOT ENFORCED");
  }
}
