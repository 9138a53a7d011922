package org.midolab.lab.guide.steps;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.run.NotMeasured;
import org.midolab.lab.guide.steps.TimeLimit.Figure;
import org.midolab.lab.probe.MachineLoad;

class TimeLimitTest {

  private static final MachineLoad QUIET = new MachineLoad(1.5, 2);
  private static final MachineLoad BUSY = new MachineLoad(12, 2);

  private final TimeLimit limit = new TimeLimit("answers again", Duration.ofSeconds(2));

  @Test
  void aTimeWithinTheLimitPasses() {
    assertThatCode(() -> limit.require(List.of(took(0), took(2000)), BUSY))
        .doesNotThrowAnyException();
  }

  @Test
  void aTimeAboveTheLimitFailsOnAQuietMachine() {
    assertThatThrownBy(() -> limit.require(List.of(took(100), took(2100)), QUIET))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "expected answers again within 2.0 s, saw [one way: 2.1 s] (load 1.5 on 2 processors)");
  }

  @Test
  void aTimeAboveTheLimitIsNotMeasuredOnABusyMachine() {
    assertThatThrownBy(() -> limit.require(List.of(took(2100)), BUSY))
        .isInstanceOf(NotMeasured.class)
        .hasMessageContaining("too busy to measure: load 12.0 on 2 processors");
  }

  private static Figure took(long millis) {
    return new Figure("one way", Duration.ofMillis(millis));
  }
}
