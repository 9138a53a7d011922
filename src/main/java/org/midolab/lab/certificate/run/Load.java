package org.midolab.lab.certificate.run;

import org.midolab.lab.probe.MachineLoad;

/**
 * The load of the machine, see {@link MachineLoad}.
 *
 * @param average load average
 * @param processors number of processors
 */
public record Load(double average, int processors) {

  /** Returns the current load of this machine. */
  public static Load now() {
    var now = MachineLoad.now();
    return new Load(now.average(), now.processors());
  }

  /** Returns whether a run at this load counts as disturbed. */
  public boolean disturbs() {
    return new MachineLoad(average, processors).isNoisy();
  }

  /** Returns the load as part of a sentence. */
  public String words() {
    return new MachineLoad(average, processors).toString();
  }
}
