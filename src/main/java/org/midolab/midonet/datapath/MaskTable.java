package org.midolab.midonet.datapath;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.linux.BpfMap;
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
  private final Map<FlowMask, Entry> entries = new HashMap<>();
  private int nextId = 1;

  private static final class Entry {
    final int id;
    final byte[] bits;
    int flows;

    Entry(int id, byte[] bits) {
      this.id = id;
      this.bits = bits;
    }
  }

  MaskTable(PinnedState state) {
    this.state = state;
    for (Map.Entry<Integer, byte[]> mask : read(state).entrySet()) {
      entries.put(FlowCodec.decodeMask(mask.getValue()), new Entry(mask.getKey(), mask.getValue()));
      nextId = Math.max(nextId, mask.getKey() + 1);
    }
    Map<Integer, Entry> byId = new HashMap<>();
    entries.values().forEach(entry -> byId.put(entry.id, entry));
    BpfMap flows = state.map("flows");
    for (BpfMap.Entry flow : flows.entries()) {
      Entry entry = byId.get(Layout.wrap(flow.key()).getInt(Layout.FLOW_KEY));
      if (entry != null) {
        entry.flows++;
      } else { // an agent died between adding it and publishing its mask: it never matched
        flows.delete(flow.key());
      }
    }
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

  /**
   * The mask's id, made up if it is new; it is not published before {@link #added}.
   *
   * @throws DatapathException when the kernel's list is full
   */
  int id(FlowMask mask) {
    Entry known = entries.get(mask);
    if (known != null) {
      return known.id;
    }
    if (entries.size() == Layout.MAX_MASKS) {
      throw new DatapathException(
          "all "
              + Layout.MAX_MASKS
              + " masks are in use; flows of one of them must go before "
              + mask
              + " can come");
    }
    entries.put(mask, new Entry(nextId, FlowCodec.encode(mask)));
    return nextId++;
  }

  /** The id of a mask in use, or 0. */
  int find(FlowMask mask) {
    Entry known = entries.get(mask);
    return known == null ? 0 : known.id;
  }

  /** A flow with this mask is in the table: the kernel must look for it from now on. */
  void added(FlowMask mask) {
    if (entries.get(mask).flows++ == 0) {
      publish();
    }
  }

  /** A flow with this mask has gone, or was not added. */
  void released(FlowMask mask) {
    Entry entry = entries.get(mask);
    if (entry.flows > 1) {
      entry.flows--;
    } else {
      boolean published = entry.flows == 1;
      entries.remove(mask);
      if (published) {
        publish();
      }
    }
  }

  /** The mask of a new flow that the kernel refused. */
  void abandoned(FlowMask mask) {
    if (entries.get(mask).flows == 0) {
      entries.remove(mask);
    }
  }

  void clear() {
    entries.clear();
    publish();
  }

  private void publish() {
    List<Entry> used =
        entries.values().stream()
            .filter(entry -> entry.flows > 0)
            .sorted(Comparator.comparingInt((Entry entry) -> entry.flows).reversed())
            .toList();
    ByteBuffer buffer = Layout.buffer(Layout.MASK_SET).putInt(used.size()).putInt(0);
    used.forEach(entry -> buffer.put(entry.bits).putInt(entry.id).putInt(0));
    PinnedState.Config config = state.config();
    int other = 1 - config.maskSet();
    state.map("mask_sets").update(Layout.u32(other), buffer.array());
    state.config(config.withMaskSet(other));
  }
}
