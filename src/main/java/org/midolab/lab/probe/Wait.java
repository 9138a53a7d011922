package org.midolab.lab.probe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.pollinterval.PollInterval;

/**
 * Waits until a probe sees an expected value. All waiting of the lab is done here. An error
 * contains the last value that was seen.
 */
public final class Wait {

  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration CLOSE_POLL = Duration.ofMillis(5);

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

  /** The same with a deadline of its own, for example one that a requirement states. */
  public static <T> T until(Duration deadline, Probe<T> probe, Expectation<? super T> expectation) {
    return until(deadline, (round, ignored) -> round <= 4 ? FIRST_POLL : POLL, probe, expectation);
  }

  /** The same for a probe that blocks by itself until there is a new value: polls at once. */
  public static <T> T closely(
      Duration deadline, Probe<T> probe, Expectation<? super T> expectation) {
    return until(deadline, (round, ignored) -> CLOSE_POLL, probe, expectation);
  }

  private static <T> T until(
      Duration deadline,
      PollInterval interval,
      Probe<T> probe,
      Expectation<? super T> expectation) {
    var last = new AtomicReference<>(new Observed<T>(null, null));
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(interval)
          .atMost(deadline.plusMillis(1))
          .until(
              () -> {
                last.set(look(probe));
                return last.get().error() == null && expectation.holds().test(last.get().value());
              });
      return last.get().value();
    } catch (ConditionTimeoutException e) {
      throw new NotSeen(
          probe.subject(), expectation.text(), last.get().text(), deadline, last.get().error());
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
