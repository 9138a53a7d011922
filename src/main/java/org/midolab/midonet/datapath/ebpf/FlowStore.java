package org.midolab.midonet.datapath.ebpf;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.midolab.linux.BpfMap;
import org.midolab.linux.Errno;
import org.midolab.linux.LinuxException;
import org.midolab.midonet.datapath.Datapath.Carried;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.TableFullException;
import org.midolab.midonet.datapath.common.ActionCodec;
import org.midolab.midonet.datapath.common.FlowCodec;
import org.midolab.midonet.datapath.common.FrameLimits;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;

/**
 * The flows in the kernel's table, with their masks and batches. Writes are ordered so that the
 * kernel never uses an incomplete flow: first batches, then the flow, then the mask; in reverse
 * order for a removal. Not thread safe.
 */
final class FlowStore {

  private static final int ACTIONS = 24;

  private final FrameLimits limits;
  private final BpfMap flows;
  private final MaskTable masks;
  private final Batches batches;

  /** The batches of each flow that has any, by the flow's id. */
  private final Map<ByteBuffer, List<Integer>> batchesOf = new HashMap<>();

  /** Adopts the flows that an earlier agent left. */
  FlowStore(PinnedState state, FrameLimits limits) {
    this.limits = limits;
    flows = state.map("flows");
    masks = new MaskTable(state);
    batches = new Batches(state.map("batches"));
    Map<Integer, FlowMask> left = masks.left();
    for (BpfMap.Entry entry : flows.entries()) {
      ByteBuffer id = Layout.wrap(entry.key());
      FlowMask mask = left.get(id.getInt(Layout.FLOW_KEY));
      if (mask == null) { // the agent ended between adding the flow and publishing its mask
        flows.delete(entry.key());
        continue;
      }
      masks.adopt(mask, id.getShort(0) & 0xFFFF);
      List<Integer> used = ActionCodec.batchesOf(Layout.wrap(entry.value()).position(ACTIONS));
      if (!used.isEmpty()) {
        batchesOf.put(ByteBuffer.wrap(entry.key()), used);
        batches.use(used);
      }
    }
    batches.prune();
  }

  /**
   * Adds or replaces a flow.
   *
   * @return the mask that was used, which covers the flow's own
   * @throws TableFullException if there is no room for one more flow
   * @throws DatapathException if there are too many actions
   */
  FlowMask install(Flow flow) {
    List<FlowAction> useful = ActionCodec.useful(flow.actions());
    List<List<FlowAction>> parts =
        useful.size() <= Layout.LIST_ACTIONS ? List.of() : ActionCodec.batches(useful);
    int inPort = flow.key().inPort();
    FlowMask mask = masks.fit(flow.mask(), inPort);
    byte[] id = id(flow.key(), mask, masks.id(mask));
    List<Integer> used = List.of();
    try {
      used = batches.acquire(parts);
      byte[] value = value(flow, useful, used);
      if (flows.add(id, value)) {
        masks.added(mask, inPort);
      } else {
        flows.update(id, value);
        releaseBatches(id);
      }
    } catch (LinuxException e) {
      batches.release(used);
      masks.abandoned(mask);
      throw e.is(Errno.E2BIG) && (parts.isEmpty() || !used.isEmpty())
          ? new TableFullException("cannot install a flow: " + e.getMessage(), e)
          : e;
    }
    if (!used.isEmpty()) {
      batchesOf.put(ByteBuffer.wrap(id), used);
    }
    return mask;
  }

  private byte[] value(Flow flow, List<FlowAction> useful, List<Integer> batches) {
    ByteBuffer value = Layout.buffer(Layout.FLOW).putLong(0).putLong(0).putLong(System.nanoTime());
    boolean small = limits.endsAtSmallPort(useful);
    if (batches.isEmpty()) {
      ActionCodec.encode(useful, flow.dropReason(), small, value);
    } else {
      ActionCodec.encodeLong(useful, batches, small, value);
    }
    return value.array();
  }

  private static byte[] id(FlowKey key, FlowMask mask, int maskId) {
    byte[] masked = FlowCodec.and(FlowCodec.encode(key), FlowCodec.encode(mask));
    return Layout.buffer(Layout.FLOW_ID).put(masked).putInt(maskId).putInt(0).array();
  }

  /** Returns what the flow has carried, but for packets of the moment of its removal. */
  Carried remove(FlowKey key, FlowMask mask) {
    int maskId = masks.find(mask);
    byte[] id = id(key, mask, maskId);
    Optional<byte[]> last = maskId == 0 ? Optional.empty() : flows.lookup(id);
    if (last.isEmpty() || !flows.delete(id)) {
      return Carried.NOTHING;
    }
    masks.released(mask);
    releaseBatches(id);
    ByteBuffer value = Layout.wrap(last.get());
    return new Carried(value.getLong(0), value.getLong(8));
  }

  private void releaseBatches(byte[] id) {
    List<Integer> used = batchesOf.remove(ByteBuffer.wrap(id));
    if (used != null) {
      batches.release(used);
    }
  }

  void clear() {
    masks.clear();
    flows.entries().forEach(entry -> flows.delete(entry.key()));
    batchesOf.values().forEach(batches::release);
    batchesOf.clear();
  }

  /** Returns the actions of the flow that matches a key. */
  Optional<List<FlowAction>> actionsFor(FlowKey key) {
    for (FlowMask mask : masks.masks()) {
      Optional<byte[]> flow = flows.lookup(id(key, mask, masks.find(mask)));
      if (flow.isPresent()) {
        return Optional.of(
            ActionCodec.decode(Layout.wrap(flow.get()).position(ACTIONS), batches::actions)
                .actions());
      }
    }
    return Optional.empty();
  }
}
