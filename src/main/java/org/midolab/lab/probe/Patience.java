package org.midolab.lab.probe;

import java.time.Duration;

/**
 * How long a run as a whole waits for what it does not see at once.
 *
 * <p>A run that performs gives every signal its own deadline, since it has just set it going. A run
 * that only looks grades what somebody has built: a moment for what was typed last, shared by all
 * that it looks at, so that a lab in which nothing stands is reported soon. Used by one thread.
 */
public final class Patience {

  /** A last look, even when nothing is left: one that a busy machine is given twice. */
  private static final Duration A_LOOK = Duration.ofMillis(400);

  private final boolean limited;
  private Duration left;

  private Patience(boolean limited, Duration left) {
    this.limited = limited;
    this.left = left;
  }

  /** Every signal has its own deadline. */
  public static Patience full() {
    return new Patience(false, Duration.ZERO);
  }

  /** All that is waited for in vain adds up to no more than this, but for a look at each. */
  public static Patience of(Duration total) {
    return new Patience(true, total);
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
      left = left.minusNanos(System.nanoTime() - start);
      throw e;
    }
  }

  private Duration granted(Duration deadline) {
    if (!limited || left.compareTo(deadline) >= 0) {
      return deadline;
    }
    return left.compareTo(A_LOOK) > 0 ? left : A_LOOK;
  }
}
