package org.midolab.lab.probe;

import java.time.Duration;

/**
 * Limits how long a run as a whole waits for expected values.
 *
 * <p>A run that performs the steps gives every observation its full deadline, because the effect of
 * the step may take that long. A run that only observes checks what a user has built. It has one
 * limit for all observations together, which covers the effect of the last command, so that a lab
 * in which nothing works is reported soon. Used by one thread.
 */
public final class WaitBudget {

  /**
   * Time for an observation when the limit is used up. It is enough for two attempts on a busy
   * machine.
   */
  private static final Duration MINIMUM = Duration.ofMillis(400);

  private final boolean limited;
  private Duration left;

  private WaitBudget(boolean limited, Duration left) {
    this.limited = limited;
    this.left = left;
  }

  /** Returns a budget without a limit: every observation has its full deadline. */
  public static WaitBudget unlimited() {
    return new WaitBudget(false, Duration.ZERO);
  }

  /**
   * Returns a budget with a limit: all unsuccessful waits together take no longer than this, except
   * for one short observation each.
   */
  public static WaitBudget of(Duration total) {
    return new WaitBudget(true, total);
  }

  /**
   * Repeats the probe until its value matches the expectation, but no longer than the deadline and
   * the rest of the budget.
   *
   * @throws NotSeen if no value matched in that time
   */
  public <T> T await(Duration deadline, Probe<T> probe, Expectation<? super T> expectation) {
    long start = System.nanoTime();
    try {
      return Wait.until(granted(deadline), probe, expectation);
    } catch (NotSeen e) {
      left = left.minusNanos(System.nanoTime() - start);
      throw e;
    }
  }

  private Duration granted(Duration deadline) {
    if (!limited || left.compareTo(deadline) >= 0) {
      return deadline;
    }
    return left.compareTo(MINIMUM) > 0 ? left : MINIMUM;
  }
}
