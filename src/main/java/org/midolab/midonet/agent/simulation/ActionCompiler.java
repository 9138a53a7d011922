package org.midolab.midonet.agent.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * Compiles the branches of a frame's way into one list of actions. Rewrites also apply to later
 * outputs. So the branches that crossed fewer routers come first, because a lowered time to live
 * cannot be raised again; of these, the ones that kept the VLAN tag, because a new tag has no
 * priority. A field that a branch did not change is set back to its original value.
 */
final class ActionCompiler {

  private static final int MAX_HOPS = 8;

  private final List<SimAction> actions = new ArrayList<>(4);

  private ActionCompiler() {}

  /**
   * @param header the frame's header at the output
   * @param isCopy whether it is a copy of a mirror, beside the frame's own way
   */
  record Output(Header header, SimAction action, boolean isCopy) {}

  static List<SimAction> compile(List<Output> outputs) {
    ActionCompiler compiler = new ActionCompiler();
    if (outputs.size() == 1) {
      compiler.add(null, outputs.getFirst());
      return compiler.actions;
    }
    List<Output> sorted = new ArrayList<>(outputs);
    sorted.sort(
        Comparator.comparingInt((Output output) -> output.header().hops())
            .thenComparing(output -> output.header().written().vlan() != null));
    Header before = null;
    for (Output output : sorted) {
      compiler.add(before, output);
      before = output.header();
    }
    return compiler.actions;
  }

  /**
   * @param before the header at the previous output, or null for the first output
   */
  private void add(Header before, Output output) {
    Header after = output.header();
    Header.Written was = before == null ? Header.Written.NOTHING : before.written();
    Header.Written is = after.written();
    Integer vlan = change(was.vlan(), is.vlan(), after::vlan);
    if (vlan != null) {
      actions.add(vlan == 0 ? new SimAction.PopVlan() : new SimAction.PushVlan(vlan & 0x0FFF));
    }
    Mac ethSrc = change(was.ethSrc(), is.ethSrc(), after::ethSrc);
    Mac ethDst = change(was.ethDst(), is.ethDst(), after::ethDst);
    if (ethSrc != null || ethDst != null) {
      actions.add(new SimAction.SetEthernet(ethSrc, ethDst));
    }
    Ip4 ipSrc = change(was.ipSrc(), is.ipSrc(), after::ipSrc);
    Ip4 ipDst = change(was.ipDst(), is.ipDst(), after::ipDst);
    if (ipSrc != null || ipDst != null) {
      actions.add(new SimAction.SetIp(ipSrc, ipDst));
    }
    Integer tpSrc = change(was.tpSrc(), is.tpSrc(), after::sourcePort);
    Integer tpDst = change(was.tpDst(), is.tpDst(), after::destinationPort);
    if (tpSrc != null || tpDst != null) {
      actions.add(new SimAction.SetPorts(tpSrc, tpDst));
    }
    int hops = after.hops() - (before == null ? 0 : before.hops());
    for (; hops > 0; hops -= MAX_HOPS) {
      actions.add(new SimAction.DecrementTtl(Math.min(hops, MAX_HOPS)));
    }
    actions.add(output.action());
  }

  /**
   * Returns the value that a field must be set to, or null to leave it. A field counts as changed
   * if a device wrote it, even if its value in this frame is the same: the actions are for all
   * frames that equal this one under the mask.
   *
   * @param original reads the field's original value, so that the flow matches on it
   */
  private static <T> T change(T was, T is, Supplier<T> original) {
    if (is == null) {
      return was == null ? null : original.get();
    }
    return is.equals(was) ? null : is;
  }
}
