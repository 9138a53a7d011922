package org.midolab.lab.guide.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.PaperLab;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.NotSeen;
import org.midolab.lab.probe.Patience;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Signal;

/** What is not seen because a service is down is reported with the command that starts it. */
class FailedServicesTest {

  private static final String DOWN =
      "LoadState=loaded\nActiveState=inactive\nUnitFileState=enabled\n";
  private static final String UP = "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n";

  private final PaperLab lab = new PaperLab();
  private final Observer observer =
      new Observer(
          Mode.OBSERVE,
          new Journal(new Redactor()),
          Patience.of(Duration.ofMillis(1)),
          new FailedServices(lab));

  private void systemctl(String node, String prints) {
    ((PaperLab.PaperNode) lab.node(node)).files().put("$ systemctl", prints);
  }

  private void miss(Signal signal, Probe<String> probe) {
    observer.see(signal, probe, Expectation.equalTo("Established"));
  }

  @Test
  void aServiceThatIsDownIsNamedWithItsCure() {
    systemctl("gateway1", DOWN);
    systemctl("gateway2", UP);

    assertThatThrownBy(() -> miss(Signal.SESSION_ESTABLISHED, Probe.of("a session", () -> "Idle")))
        .isInstanceOf(NotSeen.class)
        .hasMessageMatching(
            "expected of a session: Established; last seen: Idle \\(.*\\); on gateway1 midolman is"
                + " inactive, fix: ./lab exec gateway1 -- systemctl start midolman");
  }

  @Test
  void aCureNamesItsLabWhereAnotherIsUp() {
    systemctl("gateway1", DOWN);
    lab.beside("pair");

    assertThat(new FailedServices(lab).sentence())
        .contains(
            "on gateway1 midolman is inactive, fix: ./lab exec --lab paper gateway1 -- systemctl"
                + " start midolman");
  }

  @Test
  void severalOfANodeAreStartedAtOnce() {
    systemctl("nsdb2", DOWN + "\n" + DOWN.replace("inactive", "failed"));

    assertThat(new FailedServices(lab).sentence())
        .contains(
            "on nsdb2 zookeeper and cassandra do not run, fix: ./lab exec nsdb2 -- systemctl start"
                + " zookeeper cassandra");
  }

  @Test
  void whatNobodyEnabledOrInstalledIsNoFailedService() {
    systemctl("gateway1", DOWN.replace("enabled", "disabled"));
    systemctl("gateway2", "LoadState=not-found\nActiveState=inactive\nUnitFileState=\n");
    systemctl("compute1", UP.replace("active", "activating"));

    assertThat(new FailedServices(lab).sentence()).isEmpty();
  }

  @Test
  void whatWasThereToBeLookedAtNeedsNoCure() {
    systemctl("gateway1", DOWN);

    assertThatThrownBy(() -> miss(Signal.STANDING, Probe.of("a file", () -> "missing")))
        .hasMessageNotContaining("fix");
    assertThatThrownBy(
            () ->
                miss(
                    Signal.STANDING,
                    Probe.of(
                        "a route",
                        () -> {
                          throw new IllegalStateException("no answer");
                        })))
        .hasMessageContaining("no answer")
        .hasMessageContaining("fix");
  }
}
