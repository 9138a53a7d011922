package org.midolab.lab.probe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Waits until a probe sees an expected value. All waiting of the lab is done here. An error
 * contains the last value that was seen.
 */
public final class Wait {

  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofMillis(250);

  private Wait() {}

  /**
   * Repeats the probe until its value matches the expectation.
   *
   * @return the value that matched
   * @throws NotSeen if no value matched before the deadline
   */
  public static <T> T until(Deadline deadline, Probe<T> probe, Expectation<? super T> expectation) {
    return until(deadline.duration(), probe, expectation);
  }

  /** Repeats the probe with another time limit, for example that of a requirement. */
  public static <T> T until(Duration limit, Probe<T> probe, Expectation<? super T> expectation) {
    var last = new AtomicReference<Observed<T>>(new Observed<>(null, null));
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval((round, ignored) -> round <= 4 ? FIRST_POLL : POLL)
          .atMost(limit.plusMillis(1))
          .until(
              () -> {
                last.set(look(probe));
                return last.get().error() == null && expectation.holds().test(last.get().value());
              });
      return last.get().value();
    } catch (ConditionTimeoutException e) {
      throw new NotSeen(
          probe.subject(), expectation.text(), last.get().text(), limit, last.get().error());
    }
  }

  private static <T> Observed<T> look(Probe<T> probe) {
    try {
      return new Observed<>(probe.look(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while observing " + probe.subject(), e);
    } catch (Exception e) {
      return new Observed<>(null, e);
    }
  }

  private record Observed<T>(T value, Exception error) {

    String text() {
      return error == null ? String.valueOf(value) : "no value, because of: " + message(error);
    }

    private static String message(Exception error) {
      return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }
  }
}
