package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Tests waiting for values. */
class WaitTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  /** An observation that takes longer than the deadline. */
  private static <T> Probe<T> slow(T value) {
    return Probe.of(
        "something slow",
        () -> {
          var end = System.nanoTime() + SHORT.multipliedBy(5).toNanos();
          while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
          }
          return value;
        });
  }

  @Test
  void aValueOfAnObservationThatStartedInTimeCounts() {
    assertThat(Wait.until(SHORT, slow("right"), Expectation.equalTo("right"))).isEqualTo("right");
  }

  @Test
  void reportsTheLastValue() {
    assertThatThrownBy(() -> Wait.until(SHORT, slow("wrong"), Expectation.equalTo("right")))
        .isInstanceOf(NotSeen.class)
        .hasMessageStartingWith("expected of something slow: right; last seen: wrong");
  }

  @Test
  void whatIsLookedAtCloselyIsLookedAtManyTimesASecond() {
    var looks = new AtomicInteger();

    Wait.closely(
        Duration.ofSeconds(4),
        Probe.of("looks", looks::incrementAndGet),
        Expectation.that("30", count -> count == 30));

    assertThat(looks).hasValue(30);
  }
}
