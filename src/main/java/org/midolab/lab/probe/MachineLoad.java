package org.midolab.lab.probe;

import java.lang.management.ManagementFactory;

/**
 * How busy the machine is that all nodes run on.
 *
 * @param average tasks that ran or waited for a processor, on average over the last minute;
 *     negative when the system does not say
 * @param processors that there are
 */
public record MachineLoad(double average, int processors) {

  /**
   * A figure in seconds means little when, on average, each processor has more tasks than this. A
   * walk by itself keeps some two tasks for each of two processors busy.
   */
  private static final double NOISY = 3;

  /** Reads the load now. */
  public static MachineLoad now() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new MachineLoad(system.getSystemLoadAverage(), system.getAvailableProcessors());
  }

  /** Whether a figure that was measured now is not to be trusted. */
  public boolean isNoisy() {
    return average > NOISY * processors;
  }

  @Override
  public String toString() {
    return "load %.1f on %d processors".formatted(average, processors);
  }
}
