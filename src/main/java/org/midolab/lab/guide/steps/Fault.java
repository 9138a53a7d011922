package org.midolab.lab.guide.steps;

import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.GatewayBgp;
import org.midolab.lab.probe.LabNode;

/**
 * A fault of an uplink or of one of its ends, and what undoes it. The undo of a fault that was not
 * injected changes nothing lasting; it may reset a BGP session.
 */
record Fault(Runnable inject, Runnable undo) {

  private static final String UNDERLAY = "eth2";

  static Fault carrierLost(LabNode gateway) {
    return new Fault(
        () -> gateway.cut(CarryingUplink.UPLINK), () -> gateway.mend(CarryingUplink.UPLINK));
  }

  static Fault everythingDropped(LabNode gateway) {
    return new Fault(
        () -> gateway.drop(CarryingUplink.UPLINK), () -> gateway.mend(CarryingUplink.UPLINK));
  }

  /** The session comes back by itself. */
  static Fault sessionReset(LabNode gateway, String peer) {
    return new Fault(() -> gateway.shell(GatewayBgp.resetCommand(peer)), () -> {});
  }

  /** Kills the processes of the peer's BGP software at once. */
  static Fault speakerKilled(LabNode peer) {
    var unit = peer.services().getFirst();
    return new Fault(
        () -> peer.run("systemctl", "kill", "-s", "KILL", unit),
        () -> peer.run("systemctl", "restart", unit));
  }

  /**
   * Breaks the node's links and kills its processes. The interfaces of a killed container would
   * otherwise stay, with the flow table still attached. The links are broken first: the kernel
   * closes the TCP connections of a killed process, and a host without power sends nothing to its
   * peers.
   */
  static Fault powerLost(Operator operator, LabNode gateway) {
    return new Fault(
        () -> {
          operator.hangUp(gateway);
          gateway.drop(CarryingUplink.UPLINK);
          gateway.drop(UNDERLAY);
          gateway.kill();
        },
        () -> {
          gateway.mend(UNDERLAY);
          gateway.mend(CarryingUplink.UPLINK);
          gateway.start();
        });
  }
}
