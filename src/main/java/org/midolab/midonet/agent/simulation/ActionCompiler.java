package org.midolab.midonet.agent.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * From the branches of a frame's way to one list of actions. Rewrites hold on for later outputs, so
 * the branches that crossed fewer routers come first, and what a branch left as it came is set back
 * to what it was.
 */
final class ActionCompiler {

  private static final int MAX_HOPS = 8;

  private final List<SimAction> actions = new ArrayList<>(4);

  private ActionCompiler() {}

  /**
   * @param header the frame as it leaves
   */
  record Output(Header header, SimAction action) {}

  static List<SimAction> compile(List<Output> outputs) {
    ActionCompiler compiler = new ActionCompiler();
    if (outputs.size() == 1) {
      compiler.add(null, outputs.getFirst());
      return compiler.actions;
    }
    List<Output> sorted = new ArrayList<>(outputs);
    sorted.sort(Comparator.comparingInt(output -> output.header().hops()));
    Header before = null;
    for (Output output : sorted) {
      compiler.add(before, output);
      before = output.header();
    }
    return compiler.actions;
  }

  /**
   * @param before how the previous output left the frame, or null for how it came
   */
  private void add(Header before, Output output) {
    Header after = output.header();
    vlan(before, after);
    if (differs(
        before != null && before.isEthernetRewritten(),
        after.isEthernetRewritten(),
        () -> !before.ethSrc().equals(after.ethSrc()) || !before.ethDst().equals(after.ethDst()))) {
      actions.add(new SimAction.SetEthernet(after.ethSrc(), after.ethDst()));
    }
    if (differs(
        before != null && before.isIpRewritten(),
        after.isIpRewritten(),
        () -> !before.ipSrc().equals(after.ipSrc()) || !before.ipDst().equals(after.ipDst()))) {
      actions.add(new SimAction.SetIp(after.ipSrc(), after.ipDst()));
    }
    int hops = after.hops() - (before == null ? 0 : before.hops());
    for (; hops > 0; hops -= MAX_HOPS) {
      actions.add(new SimAction.DecrementTtl(Math.min(hops, MAX_HOPS)));
    }
    actions.add(output.action());
  }

  private void vlan(Header before, Header after) {
    if (differs(
        before != null && before.isVlanRewritten(),
        after.isVlanRewritten(),
        () -> before.vlan() != after.vlan())) {
      int vlan = after.vlan();
      actions.add(vlan == 0 ? new SimAction.PopVlan() : new SimAction.PushVlan(vlan & 0x0FFF));
    }
  }

  /**
   * Whether something must be set. By whether it was written, not by whether its value happens to
   * be the same in this frame: the actions are for all frames that equal it under the mask.
   */
  private static boolean differs(
      boolean writtenBefore, boolean writtenAfter, BooleanSupplier values) {
    return writtenBefore && writtenAfter ? values.getAsBoolean() : writtenBefore || writtenAfter;
  }
}
