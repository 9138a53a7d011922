package org.midolab.lab.probe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.pollinterval.PollInterval;

/**
 * The one place where the lab waits: a deadline per signal, and the last value seen in the failure.
 */
public final class Wait {

  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration CLOSE_POLL = Duration.ofMillis(5);

  private Wait() {}

  /**
   * Looks until the expectation holds.
   *
   * @return the value that was expected
   * @throws NotSeen when it never held before the signal's deadline
   */
  public static <T> T until(Signal signal, Probe<T> probe, Expectation<? super T> expectation) {
    return until(signal.deadline(), probe, expectation);
  }

  /** For what has a deadline of its own, such as a figure of a requirement. */
  public static <T> T until(Duration deadline, Probe<T> probe, Expectation<? super T> expectation) {
    return until(deadline, (round, ignored) -> round <= 4 ? FIRST_POLL : POLL, probe, expectation);
  }

  /** For a probe whose look itself lasts until there is something new to be seen. */
  public static <T> T closely(
      Duration deadline, Probe<T> probe, Expectation<? super T> expectation) {
    return until(deadline, (round, ignored) -> CLOSE_POLL, probe, expectation);
  }

  private static <T> T until(
      Duration deadline,
      PollInterval interval,
      Probe<T> probe,
      Expectation<? super T> expectation) {
    var last = new AtomicReference<Sight<T>>(new Sight<>(null, null));
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

  private static <T> Sight<T> look(Probe<T> probe) {
    try {
      return new Sight<>(probe.look(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while looking at " + probe.subject(), e);
    } catch (Exception e) {
      return new Sight<>(null, e);
    }
  }

  private record Sight<T>(T value, Exception error) {

    String text() {
      return error == null ? String.valueOf(value) : "nothing, since " + message(error);
    }

    private static String message(Exception error) {
      return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }
  }
}
