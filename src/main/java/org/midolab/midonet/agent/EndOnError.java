package org.midolab.midonet.agent;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a thread that something unforeseen ends. After an {@link Error} nobody knows what
 * the process is still good for: it ends with {@value #EXIT_CODE}, so that the service manager
 * starts it anew, and leaves its flows to its successor. An exception costs its thread only.
 */
final class EndOnError implements Thread.UncaughtExceptionHandler {

  /** The agent's exit code after an Error in any of its threads. */
  static final int EXIT_CODE = 4;

  private static final Logger LOG = LoggerFactory.getLogger(EndOnError.class);

  private final IntConsumer halt;

  /**
   * @param halt ends the process at once, without a word to anybody
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
      LOG.error("thread {} died; the agent ends, to be started anew", thread.getName(), cause);
    } finally {
      halt.accept(EXIT_CODE);
    }
  }
}
