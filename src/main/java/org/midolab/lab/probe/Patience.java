package org.midolab.lab.probe;

import java.time.Duration;

/**
 * How long a run as a whole waits for what it does not see at once.
 *
 * <p>A run that performs gives every signal its own deadline, since it has just set it going. A run
 * that only looks grades what somebody has built: a moment for what was typed last, shared by all
 * that it looks at, so that a lab in which nothing stands is reported soon. Safe for use by several
 * threads.
 */
public final class Patience {

  /** A last look, even when nothing is left: one that a busy machine is given twice. */
  private static final Duration A_LOOK = Duration.ofMillis(400);

  /** For a look that is repeated if it is in vain: as long as the slowest look takes. */
  private static final Duration A_TRIAL = Duration.ofSeconds(10);

  private final boolean limited;
  private final boolean trial;
  private Duration left;

  private Patience(boolean limited, boolean trial, Duration left) {
    this.limited = limited;
    this.trial = trial;
    this.left = left;
  }

  /** Every signal has its own deadline. */
  public static Patience full() {
    return new Patience(false, false, Duration.ZERO);
  }

  /** All that is waited for in vain adds up to no more than this, but for a look at each. */
  public static Patience of(Duration total) {
    return new Patience(true, false, total);
  }

  /** For looks that are repeated with another patience if one of them is in vain. */
  public static Patience trial() {
    return new Patience(true, true, A_TRIAL);
  }

  /** True where nothing is to be made of what is not seen. */
  public boolean isTrial() {
    return trial;
  }

  /**
   * Looks until the expectation holds, no longer than the deadline and what is left of the run's
   * patience.
   *
   * @throws NotSeen when it never held
   */
  public <T> T wait(Duration deadline, Probe<T> probe, Expectation<? super T> expectation) {
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
    return left.compareTo(A_LOOK) > 0 ? left : A_LOOK;
  }
}
