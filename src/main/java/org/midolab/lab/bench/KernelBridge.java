package org.midolab.lab.bench;

import java.util.List;
import org.midolab.lab.runtime.Node;

/**
 * The baseline of measurements: the kernel's own bridge with a vxlan device (UDP 4789) over the
 * same underlay, with TAP devices that no agent binds.
 *
 * <pre>
 *   vm3 ─ tapvm3 ┐                                                  ┌ tapvm4 ─ vm4
 *                bench-br ─ bench-vx ══ eth2, underlay, eth2 ══ bench-vx ─ bench-br
 * </pre>
 */
final class KernelBridge implements AutoCloseable {

  private static final String BRIDGE = "bench-br";
  private static final String VXLAN = "bench-vx";

  private final List<Node> hosts;

  private KernelBridge(List<Node> hosts) {
    this.hosts = hosts;
  }

  /**
   * Creates the bridges and tunnel between two hosts. Replaces those that an interrupted run left
   * behind.
   */
  static KernelBridge create(Node one, String oneTap, Node other, String otherTap) {
    var bridge = new KernelBridge(List.of(one, other));
    bridge.close();
    create(one, oneTap, other.address("eth2").orElseThrow());
    create(other, otherTap, one.address("eth2").orElseThrow());
    return bridge;
  }

  private static void create(Node host, String tap, String remote) {
    host.shell(
            String.join(
                " && ",
                "ip link add " + BRIDGE + " type bridge",
                "ip link add %s type vxlan id 42 remote %s dstport 4789 dev eth2"
                    .formatted(VXLAN, remote),
                "ip link set " + tap + " master " + BRIDGE + " up",
                "ip link set " + VXLAN + " master " + BRIDGE + " up",
                "ip link set " + BRIDGE + " up"))
        .orFail("creating the kernel's bridge on " + host.name());
  }

  /** Deletes the bridges and tunnel. Does nothing if there are none. */
  @Override
  public void close() {
    for (Node host : hosts) {
      for (String device : List.of(VXLAN, BRIDGE)) {
        host.exec("ip", "link", "delete", device);
      }
    }
  }
}
