package org.midolab.lab.guide.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.FakeLab;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.NotSeen;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.WaitBudget;

/** A failed observation names services that are down, with the command that starts them. */
class FailedServicesTest {

  private static final String DOWN =
      "LoadState=loaded\nActiveState=inactive\nUnitFileState=enabled\n";
  private static final String UP = "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n";

  private final FakeLab lab = new FakeLab();
  private final Observer observer =
      new Observer(
          Mode.OBSERVE,
          new Journal(new Redactor()),
          WaitBudget.of(Duration.ofMillis(1)),
          new FailedServices(lab));

  private void systemctl(String node, String prints) {
    ((FakeLab.FakeNode) lab.node(node)).files().put("$ systemctl", prints);
  }

  private void miss(Deadline deadline, Probe<String> probe) {
    observer.expect(deadline, probe, Expectation.equalTo("Established"));
  }

  @Test
  void aServiceThatIsDownIsNamedWithItsFix() {
    systemctl("gateway1", DOWN);
    systemctl("gateway2", UP);

    assertThatThrownBy(
            () -> miss(Deadline.SESSION_ESTABLISHED, Probe.of("a session", () -> "Idle")))
        .isInstanceOf(NotSeen.class)
        .hasMessageMatching(
            "expected of a session: Established; last seen: Idle \\(.*\\); on gateway1 midolman is"
                + " inactive, fix: ./lab exec gateway1 -- systemctl start midolman");
  }

  @Test
  void aFixNamesItsLabIfAnotherIsUp() {
    systemctl("gateway1", DOWN);
    lab.beside("pair");

    assertThat(new FailedServices(lab).sentence())
        .contains(
            "on gateway1 midolman is inactive, fix: ./lab exec --lab paper gateway1 -- systemctl"
                + " start midolman");
  }

  @Test
  void severalServicesOfANodeHaveOneCommand() {
    systemctl("nsdb2", DOWN + "\n" + DOWN.replace("inactive", "failed"));

    assertThat(new FailedServices(lab).sentence())
        .contains(
            "on nsdb2 zookeeper and cassandra do not run, fix: ./lab exec nsdb2 -- systemctl start"
                + " zookeeper cassandra");
  }

  @Test
  void aServiceThatIsNotEnabledOrInstalledIsNotNamed() {
    systemctl("gateway1", DOWN.replace("enabled", "disabled"));
    systemctl("gateway2", "LoadState=not-found\nActiveState=inactive\nUnitFileState=\n");
    systemctl("compute1", UP.replace("active", "activating"));

    assertThat(new FailedServices(lab).sentence()).isEmpty();
  }

  @Test
  void noServiceIsNamedForAStateThatWasRead() {
    systemctl("gateway1", DOWN);

    assertThatThrownBy(() -> miss(Deadline.PRESENT, Probe.of("a file", () -> "missing")))
        .hasMessageNotContaining("fix");
    assertThatThrownBy(
            () ->
                miss(
                    Deadline.PRESENT,
                    Probe.of(
                        "a route",
                        () -> {
                          throw new IllegalStateException("no answer");
                        })))
        .hasMessageContaining("no answer")
        .hasMessageContaining("fix");
  }
}
