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
 * The masks in use, each with how many flows have it. The kernel searches them in order: the most
 * used stand first. Not thread safe.
 *
 * <p>Two sets take turns: a new one is written where no program looks, then named in the
 * configuration, so that none ever reads half a set.
 */
final class MaskTable {

  private final PinnedState state;
  private final MaskSet set = new MaskSet();
  private final Map<FlowMask, Integer> ids = new HashMap<>();
  private int nextId = 1;

  /** Knows the masks that an earlier agent left; {@link #adopt} says which flows have them. */
  MaskTable(PinnedState state) {
    this.state = state;
    read(state)
        .forEach(
            (id, bits) -> {
              ids.put(FlowCodec.decodeMask(bits), id);
              nextId = Math.max(nextId, id + 1);
            });
  }

  /** The masks that an earlier agent left, by id. */
  Map<Integer, FlowMask> left() {
    Map<Integer, FlowMask> left = new HashMap<>();
    ids.forEach((mask, id) -> left.put(id, mask));
    return left;
  }

  /** An earlier agent left a flow with this mask, which is published. */
  void adopt(FlowMask mask, int inPort) {
    set.added(mask, inPort);
  }

  /** The published masks' bits by id, in the kernel's order. */
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

  /** The mask that a flow gets: its own, or one that covers it. */
  FlowMask fit(FlowMask wanted, int inPort) {
    return set.fit(wanted, inPort);
  }

  /** The mask's id, made up if it is new; it is not published before {@link #added}. */
  int id(FlowMask mask) {
    return ids.computeIfAbsent(mask, m -> nextId++);
  }

  /** The id of a mask in use, or 0. */
  int find(FlowMask mask) {
    return ids.getOrDefault(mask, 0);
  }

  /** All masks in use. */
  Set<FlowMask> masks() {
    return set.masks();
  }

  /** A flow with this mask is in the table: the kernel must look for it from now on. */
  void added(FlowMask mask, int inPort) {
    if (set.added(mask, inPort)) {
      publish();
    }
  }

  /** A flow with this mask has gone. */
  void released(FlowMask mask) {
    if (set.released(mask)) {
      ids.remove(mask);
      publish();
    }
  }

  /** The mask of a new flow that the kernel refused. */
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
