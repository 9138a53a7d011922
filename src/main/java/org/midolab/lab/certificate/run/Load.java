package org.midolab.lab.certificate.run;

import org.midolab.lab.probe.MachineLoad;

/** How busy the machine was, see {@link MachineLoad}. */
public record Load(double average, int processors) {

  public static Load now() {
    var now = MachineLoad.now();
    return new Load(now.average(), now.processors());
  }

  /** Whether a run at such a load counts as disturbed. */
  public boolean disturbs() {
    return new MachineLoad(average, processors).isNoisy();
  }

  /** A sentence's part. */
  public String words() {
    return new MachineLoad(average, processors).toString();
  }
}
