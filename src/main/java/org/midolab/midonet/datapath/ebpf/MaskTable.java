package org.midolab.midonet.datapath.ebpf;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.midolab.midonet.datapath.common.FlowCodec;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.datapath.common.MaskSet;
import org.midolab.midonet.packet.FlowMask;

/**
 * The masks in use, with the number of flows of each (docs: datapath.md#masks). The kernel searches
 * them in order, so they are sorted by that number, largest first. Not thread safe.
 *
 * <p>There are two sets. A change is written to the set that is not in use, which then becomes the
 * one in use by a write to {@code config}. So no program reads an incomplete set.
 */
final class MaskTable {

  private final PinnedState state;
  private final MaskSet set = new MaskSet();
  private final Map<FlowMask, Integer> ids = new HashMap<>();
  private int nextId = 1;

  /** Reads the masks that an earlier agent left. {@link #adopt} records their flows. */
  MaskTable(PinnedState state) {
    this.state = state;
    read(state)
        .forEach(
            (id, bits) -> {
              ids.put(FlowCodec.decodeMask(bits), id);
              nextId = Math.max(nextId, id + 1);
            });
  }

  /** Returns the masks that an earlier agent left, by id. */
  Map<Integer, FlowMask> left() {
    Map<Integer, FlowMask> left = new HashMap<>();
    ids.forEach((mask, id) -> left.put(id, mask));
    return left;
  }

  /** Records a flow that an earlier agent left. Its mask is published already. */
  void adopt(FlowMask mask, int inPort) {
    set.added(mask, inPort);
  }

  /** Returns the bits of the published masks by id, in the kernel's order. */
  static Map<Integer, byte[]> read(PinnedState state) {
    byte[] set = state.map("mask_sets").lookup(Layout.u32(state.config().maskSet())).orElseThrow();
    ByteBuffer buffer = Layout.wrap(set);
    Map<Integer, byte[]> masks = new LinkedHashMap<>();
    for (int i = 0; i < buffer.getInt(0); i++) {
      int start = 8 + i * Layout.MASK;
      byte[] bits = new byte[Layout.FLOW_KEY];
      buffer.get(start, bits);
      masks.put(buffer.getInt(start + Layout.FLOW_KEY), bits);
    }
    return masks;
  }

  /** Returns the mask for a flow: the wanted one, or one that covers it. */
  FlowMask fit(FlowMask wanted, int inPort) {
    return set.fit(wanted, inPort);
  }

  /**
   * Returns the id of a mask, and assigns one if the mask is new. The mask is not published before
   * {@link #added}.
   */
  int id(FlowMask mask) {
    return ids.computeIfAbsent(mask, m -> nextId++);
  }

  /** Returns the id of a mask in use, or 0. */
  int find(FlowMask mask) {
    return ids.getOrDefault(mask, 0);
  }

  /** Returns all masks in use. */
  Set<FlowMask> masks() {
    return set.masks();
  }

  /**
   * Records that a flow with a mask was added to the table, and publishes the mask if it is new.
   */
  void added(FlowMask mask, int inPort) {
    if (set.added(mask, inPort)) {
      publish();
    }
  }

  /** Records that a flow with a mask was removed. */
  void released(FlowMask mask) {
    if (set.released(mask)) {
      ids.remove(mask);
      publish();
    }
  }

  /** Forgets the mask of a flow that the kernel refused, if no other flow has it. */
  void abandoned(FlowMask mask) {
    if (set.flows(mask) == 0) {
      ids.remove(mask);
    }
  }

  void clear() {
    set.clear();
    ids.clear();
    publish();
  }

  private void publish() {
    List<FlowMask> used =
        set.masks().stream().sorted(Comparator.comparingInt(set::flows).reversed()).toList();
    ByteBuffer buffer = Layout.buffer(Layout.MASK_SET).putInt(used.size()).putInt(0);
    used.forEach(mask -> buffer.put(FlowCodec.encode(mask)).putInt(ids.get(mask)).putInt(0));
    PinnedState.Config config = state.config();
    int other = 1 - config.maskSet();
    state.map("mask_sets").update(Layout.u32(other), buffer.array());
    state.config(config.withMaskSet(other));
  }
}
