package org.midolab.midonet.agent;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The intervals of a tool that shows figures repeatedly.
 *
 * @param seconds between two times; unused if there is one
 * @param times 1 or more
 */
record Intervals(int seconds, long times) {

  /**
   * @param delay in seconds; null for a single time
   * @param count null for no end
   * @throws ParameterException if one of them is less than 1
   */
  static Intervals of(CommandSpec spec, Integer delay, Integer count) {
    if (delay != null && delay < 1 || count != null && count < 1) {
      throw new ParameterException(spec.commandLine(), "DELAY and COUNT are 1 or more");
    }
    return delay == null
        ? new Intervals(0, 1)
        : new Intervals(delay, count == null ? Long.MAX_VALUE : count);
  }

  /**
   * Does the work repeatedly, until it fails.
   *
   * @param work returns an exit code
   * @return the last exit code
   */
  int repeat(IntSupplier work) throws InterruptedException {
    int code = work.getAsInt();
    for (long done = 1; code == 0 && done < times; done++) {
      TimeUnit.SECONDS.sleep(seconds);
      code = work.getAsInt();
    }
    return code;
  }
}
