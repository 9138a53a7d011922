package org.midolab.midonet.agent;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles exceptions that no thread caught. After an {@link Error} the state of the process is
 * unknown, so it exits with {@value #EXIT_CODE} and the service manager starts it again; its flows
 * stay for the next process. Any other exception ends its thread only, and is logged.
 */
final class EndOnError implements Thread.UncaughtExceptionHandler {

  /** The agent's exit code after an Error in any of its threads. */
  static final int EXIT_CODE = 4;

  private static final Logger LOG = LoggerFactory.getLogger(EndOnError.class);

  private final IntConsumer halt;

  /**
   * @param halt ends the process at once with the given exit code, without shutdown hooks
   */
  EndOnError(IntConsumer halt) {
    this.halt = halt;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable cause) {
    if (!(cause instanceof Error)) {
      LOG.error("thread {} ended unexpectedly", thread.getName(), cause);
      return;
    }
    try {
      LOG.error(
          "thread {} ended with an Error; the agent exits and has to be restarted",
          thread.getName(),
          cause);
    } finally {
      halt.accept(EXIT_CODE);
    }
  }
}
