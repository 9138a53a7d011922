package org.midolab.lab.probe;

import java.lang.management.ManagementFactory;

/**
 * The load of the machine that all nodes run on.
 *
 * @param average average number of tasks in the last minute that ran or waited for a processor;
 *     negative if the system does not report it
 * @param processors number of processors
 */
public record MachineLoad(double average, int processors) {

  /**
   * Number of tasks for each processor above which a measured time is not reliable. A walk alone
   * causes about two tasks for each of two processors.
   */
  private static final double NOISY = 3;

  /** Reads the current load. */
  public static MachineLoad now() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new MachineLoad(system.getSystemLoadAverage(), system.getAvailableProcessors());
  }

  /** Reports whether the load is so high that a measured time is not reliable. */
  public boolean isNoisy() {
    return average > NOISY * processors;
  }

  @Override
  public String toString() {
    return "load %.1f on %d processors".formatted(average, processors);
  }
}
