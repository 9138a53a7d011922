package org.midolab.midonet.datapath.ebpf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.midolab.linux.BpfMap;
import org.midolab.linux.LinuxException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.common.ActionCodec;
import org.midolab.midonet.datapath.common.Layout;

/**
 * Batches of action lists that are too long for a flow, in a separate map (docs:
 * datapath.md#actions). Flows with equal batches share them. Not thread safe.
 */
final class Batches {

  private final BpfMap map;
  private final Map<ByteBuffer, Batch> byContent = new HashMap<>();
  private final Map<Integer, Batch> byId = new HashMap<>();
  private int lastId;

  private static final class Batch {
    final int id;
    final ByteBuffer content;
    int users;

    Batch(int id, ByteBuffer content) {
      this.id = id;
      this.content = content;
    }
  }

  /**
   * Reads the batches that an earlier agent left. {@link #use} records their users; {@link #prune}
   * removes the unused ones.
   */
  Batches(BpfMap map) {
    this.map = map;
    for (BpfMap.Entry entry : map.entries()) {
      keep(Layout.u32(entry.key()), entry.value());
    }
  }

  private Batch keep(int id, byte[] content) {
    Batch batch = new Batch(id, ByteBuffer.wrap(content));
    byContent.put(batch.content, batch);
    byId.put(id, batch);
    lastId = Math.max(lastId, id);
    return batch;
  }

  /**
   * Stores the parts that are not stored yet, and records one more user of each.
   *
   * @return the numbers of the batches; the caller must release each once
   * @throws LinuxException E2BIG if there is no room; nothing is stored then
   */
  List<Integer> acquire(List<List<FlowAction>> parts) {
    List<Integer> ids = new ArrayList<>();
    try {
      for (List<FlowAction> part : parts) {
        byte[] content = ActionCodec.batch(part);
        Batch batch = byContent.get(ByteBuffer.wrap(content));
        if (batch == null) {
          map.update(Layout.u32(lastId + 1), content);
          batch = keep(lastId + 1, content);
        }
        batch.users++;
        ids.add(batch.id);
      }
      return ids;
    } catch (LinuxException e) {
      release(ids);
      throw e;
    }
  }

  /** Records one more flow with these batches. */
  void use(List<Integer> ids) {
    for (int id : ids) {
      Batch batch = byId.get(id);
      if (batch != null) {
        batch.users++;
      }
    }
  }

  void release(List<Integer> ids) {
    for (int id : ids) {
      Batch batch = byId.get(id);
      if (batch != null && --batch.users <= 0) {
        forget(batch);
      }
    }
  }

  /** Removes the batches without a user. */
  void prune() {
    Set.copyOf(byId.values()).stream().filter(batch -> batch.users == 0).forEach(this::forget);
  }

  private void forget(Batch batch) {
    byId.remove(batch.id);
    byContent.remove(batch.content);
    map.delete(Layout.u32(batch.id));
  }

  /** Returns the actions of a batch; empty if it does not exist. */
  List<FlowAction> actions(int id) {
    return read(map, id);
  }

  /** Does the same as {@link #actions} from the map only, for readers in other processes. */
  static List<FlowAction> read(BpfMap map, int id) {
    return map.lookup(Layout.u32(id)).map(ActionCodec::batch).orElse(List.of());
  }
}
