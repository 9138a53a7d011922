package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.midolab.lab.runtime.KnownLab.Standing;
import org.midolab.lab.runtime.LabState.Phase;
import org.midolab.lab.spec.LabName;

/** Tests what a lab's containers and its state file say about it. */
class LabStandingTest {

  private static final long NO_OWNER = 0;

  /** Above the highest process id of Linux. */
  private static final long ENDED = (1L << 22) + 1;

  private static LabObject container(String session, boolean running) {
    return new LabObject(LabObject.Kind.CONTAINER, "id", "lab", "/home", session, running);
  }

  private static Optional<LabState> state(long owner, Phase phase) {
    return Optional.of(
        new LabState(
            new LabName("lab"), "/home", "lab.yaml", "s1", owner, phase, "net", "", Map.of()));
  }

  @Test
  void aLabWithItsStateIsUp() {
    assertThat(LabRegistry.standing(List.of(container("s1", true)), state(NO_OWNER, Phase.RUNNING)))
        .isEqualTo(Standing.UP);
    assertThat(
            LabRegistry.standing(List.of(container("s1", false)), state(NO_OWNER, Phase.RUNNING)))
        .isEqualTo(Standing.UP);
    assertThat(LabRegistry.standing(List.of(), state(NO_OWNER, Phase.BOOTING)))
        .isEqualTo(Standing.BOOTING);
  }

  @Test
  void runningContainersAreNeverLeftovers() {
    List<LabObject> containers = List.of(container("s1", false), container("s1", true));
    assertThat(LabRegistry.standing(containers, Optional.empty())).isEqualTo(Standing.ABANDONED);
    assertThat(LabRegistry.standing(containers, state(ENDED, Phase.RUNNING)))
        .isEqualTo(Standing.ABANDONED);
    assertThat(
            LabRegistry.standing(
                List.of(container("another boot", true)), state(NO_OWNER, Phase.RUNNING)))
        .isEqualTo(Standing.ABANDONED);
  }

  @Test
  void stoppedContainersWithoutAStateAreLeftovers() {
    List<LabObject> containers = List.of(container("s1", false));
    assertThat(LabRegistry.standing(containers, Optional.empty())).isEqualTo(Standing.LEFTOVER);
    assertThat(LabRegistry.standing(containers, state(ENDED, Phase.RUNNING)))
        .isEqualTo(Standing.LEFTOVER);
    assertThat(LabRegistry.standing(List.of(), state(NO_OWNER, Phase.RUNNING)))
        .isEqualTo(Standing.LEFTOVER);
  }
}
