package org.midolab.midonet.datapath.ebpf;

import org.midolab.linux.BpfMap;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.packet.DropReason;

/**
 * The counters that the agent itself increments, by port, and the deletion of all counters of a
 * port. Thread safe.
 */
final class Counts {

  private final BpfMap counters;
  private final BpfMap upcallDue;
  private final BpfMap kernelDrops;
  private final BpfMap drops;
  private final BpfMap limits;

  Counts(PinnedState state) {
    counters = state.map("counters");
    upcallDue = state.map("upcall_due");
    kernelDrops = state.map("drops");
    drops = state.map("agent_drops");
    limits = state.map("limits");
  }

  synchronized void drop(int port, DropReason reason, long frames) {
    add(drops, key(port, reason), frames);
  }

  synchronized void limit(int port, Limit limit) {
    add(limits, key(port, limit), 1);
  }

  private static void add(BpfMap map, byte[] key, long more) {
    long before = map.lookup(key).map(value -> Layout.wrap(value).getLong(0)).orElse(0L);
    map.update(key, Layout.buffer(8).putLong(before + more).array());
  }

  synchronized void forget(int port) {
    counters.delete(Layout.u32(port));
    upcallDue.delete(Layout.u32(port));
    for (DropReason reason : DropReason.values()) {
      kernelDrops.delete(key(port, reason));
      drops.delete(key(port, reason));
    }
    for (Limit limit : Limit.values()) {
      limits.delete(key(port, limit));
    }
  }

  private static byte[] key(int port, Enum<?> kind) {
    return Layout.buffer(Layout.DROP_KEY).putInt(port).putInt(kind.ordinal()).array();
  }
}
