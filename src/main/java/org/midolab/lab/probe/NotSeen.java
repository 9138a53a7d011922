package org.midolab.lab.probe;

import java.time.Duration;

/**
 * An expected value was not seen before the deadline. The message contains the last value that was
 * seen.
 */
public final class NotSeen extends AssertionError {

  private static final long serialVersionUID = 1L;

  /** Returns the same error with a likely reason and its fix. */
  public NotSeen because(String reason) {
    return new NotSeen(getMessage() + "; " + reason, getCause());
  }

  private NotSeen(String message, Throwable cause) {
    super(message, cause);
  }

  NotSeen(String subject, String expected, String last, Duration waited, Throwable cause) {
    super(
        "expected of "
            + subject
            + ": "
            + expected
            + "; last seen: "
            + last
            + " (waited "
            + (waited.toMillis() < 1000 ? waited.toMillis() + " ms" : waited.toSeconds() + " s")
            + ")",
        cause);
  }
}
