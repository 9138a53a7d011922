package org.midolab.lab.probe;

import java.time.Duration;

/**
 * Limits how long a run as a whole waits for expected values.
 *
 * <p>A run that performs the steps gives every observation its full deadline, because the effect of
 * the step may take that long. A run that only observes checks what a user has built. It has one
 * limit for all observations together, which covers the effect of the last command, so that a lab
 * in which nothing works is reported soon. Thread safe.
 */
public final class WaitBudget {

  /**
   * Time for an observation when the limit is used up. It is enough for two attempts on a busy
   * machine.
   */
  private static final Duration MINIMUM = Duration.ofMillis(400);

  /** Limit of a trial: the time of the slowest observation. */
  private static final Duration TRIAL = Duration.ofSeconds(10);

  private final boolean limited;
  private final boolean trial;
  private Duration left;

  private WaitBudget(boolean limited, boolean trial, Duration left) {
    this.limited = limited;
    this.trial = trial;
    this.left = left;
  }

  /** Returns a budget without a limit: every observation has its full deadline. */
  public static WaitBudget unlimited() {
    return new WaitBudget(false, false, Duration.ZERO);
  }

  /**
   * Returns a budget with a limit: all unsuccessful waits together take no longer than this, except
   * for one short observation each.
   */
  public static WaitBudget of(Duration total) {
    return new WaitBudget(true, false, total);
  }

  /** Returns the budget of a trial, whose observations are repeated if one of them fails. */
  public static WaitBudget trial() {
    return new WaitBudget(true, true, TRIAL);
  }

  /** Whether a failure leads to a second run, so that no diagnosis is needed now. */
  public boolean isTrial() {
    return trial;
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
      spend(Duration.ofNanos(System.nanoTime() - start));
      throw e;
    }
  }

  private synchronized void spend(Duration time) {
    left = left.minus(time);
  }

  private synchronized Duration granted(Duration deadline) {
    if (!limited || left.compareTo(deadline) >= 0) {
      return deadline;
    }
    return left.compareTo(MINIMUM) > 0 ? left : MINIMUM;
  }
}
