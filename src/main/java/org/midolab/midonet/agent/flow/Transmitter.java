package org.midolab.midonet.agent.flow;

import java.util.List;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.packet.DropReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends frames, and counts those that are dropped. A datapath that refuses is only logged. */
final class Transmitter {

  private static final Logger LOG = LoggerFactory.getLogger(Transmitter.class);

  private final Datapath datapath;

  Transmitter(Datapath datapath) {
    this.datapath = datapath;
  }

  /** Sends a frame by a list of actions. */
  void execute(Upcall upcall, List<FlowAction> actions) {
    if (!send(() -> datapath.execute(upcall, actions))) {
      lost(upcall, DropReason.ACTION_FAILED);
    }
  }

  /** Counts a dropped frame that no upcall has brought. */
  void countLost(int inPort, DropReason reason) {
    try {
      datapath.countDrop(inPort, reason, 1);
    } catch (DatapathException e) {
      LOG.debug("a drop could not be counted", e);
    }
  }

  /** Counts a dropped frame. */
  void lost(Upcall upcall, DropReason reason) {
    try {
      datapath.countDrop(upcall, reason);
    } catch (DatapathException e) {
      LOG.debug("a drop could not be counted", e);
    }
  }

  /**
   * Sends a frame that a device made, or a changed one.
   *
   * @return whether the datapath accepted the frame
   */
  boolean execute(byte[] frame, int inPort, List<FlowAction> actions) {
    return send(() -> datapath.execute(frame, inPort, actions));
  }

  /** Returns whether the datapath accepted the frame. */
  private static boolean send(Runnable transmission) {
    try {
      transmission.run();
      return true;
    } catch (DatapathException e) {
      LOG.warn("a frame could not be sent: {}", e.getMessage());
      return false;
    }
  }
}
