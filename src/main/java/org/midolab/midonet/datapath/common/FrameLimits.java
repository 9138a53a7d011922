package org.midolab.midonet.datapath.common;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Output;

/**
 * The lengths of the longest frames that outputs accept.
 *
 * @param gre returns the length of the longest frame that fits into GRE with all its tags, in bytes
 * @param mtu returns the MTU of a port's interface in bytes, which includes neither the Ethernet
 *     header nor one tag
 */
public record FrameLimits(IntSupplier gre, IntUnaryOperator mtu) {

  /** Ports with this MTU or a larger one take every packet, so frames are not compared with it. */
  public static final int ANY_MTU = 65_000;

  private static final int ETHERNET = 14;
  private static final int TAG = 4;

  /**
   * Returns the length of the longest frame before the actions that fits into one of their outputs.
   */
  int limit(byte[] frame, List<FlowAction> actions, FlowAction output) {
    if (output.isGre()) {
      boolean pushes = actions.stream().anyMatch(a -> a instanceof FlowAction.PushVlan);
      return pushes ? gre.getAsInt() - TAG : gre.getAsInt();
    }
    if (output instanceof Output(int port)) {
      return (int) Math.min(mtu.applyAsInt(port) + (long) ETHERNET + tag(frame), 0xFF_FFFF);
    }
    return Integer.MAX_VALUE;
  }

  private static int tag(byte[] frame) {
    int type = (frame[12] & 0xFF) << 8 | frame[13] & 0xFF;
    return type == 0x8100 || type == 0x88A8 ? TAG : 0;
  }

  /** Returns the outputs into which a frame does not fit. */
  List<FlowAction> tooSmall(byte[] frame, List<FlowAction> actions) {
    return actions.stream()
        .filter(FlowAction::isOutput)
        .filter(output -> frame.length > limit(frame, actions, output))
        .toList();
  }

  /** Whether the last output is a port with an MTU that packets may exceed. */
  public boolean endsAtSmallPort(List<FlowAction> actions) {
    return !actions.isEmpty()
        && actions.getLast() instanceof Output(int port)
        && mtu.applyAsInt(port) < ANY_MTU;
  }
}
