package org.midolab.midonet.datapath.ebpf;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.midolab.linux.BpfMap;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.datapath.common.ActionCodec;
import org.midolab.midonet.datapath.common.FlowCodec;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.packet.DropReason;

/** Reads flows and counters from the kernel's maps, for the datapath and for mm-dpctl. */
final class FlowDump {

  private final PinnedState state;

  FlowDump(PinnedState state) {
    this.state = state;
  }

  List<Datapath.FlowStatistics> flows() {
    Map<Integer, byte[]> masks = MaskTable.read(state);
    Map<Integer, List<FlowAction>> batches = new HashMap<>();
    BpfMap stored = state.map("batches");
    IntFunction<List<FlowAction>> batch =
        id -> batches.computeIfAbsent(id, i -> Batches.read(stored, i));
    long now = System.nanoTime();
    List<Datapath.FlowStatistics> flows = new ArrayList<>();
    for (BpfMap.Entry entry : state.map("flows").entries()) {
      byte[] mask = masks.get(Layout.wrap(entry.key()).getInt(Layout.FLOW_KEY));
      if (mask != null) { // else the flow is being removed
        flows.add(flow(entry, mask, batch, now));
      }
    }
    return flows;
  }

  private static Datapath.FlowStatistics flow(
      BpfMap.Entry entry, byte[] mask, IntFunction<List<FlowAction>> batch, long now) {
    ByteBuffer value = Layout.wrap(entry.value());
    ActionCodec.Decoded decoded = ActionCodec.decode(value.position(24), batch);
    return new Datapath.FlowStatistics(
        new Datapath.Flow(
            FlowCodec.decode(Arrays.copyOf(entry.key(), Layout.FLOW_KEY)),
            FlowCodec.decodeMask(mask),
            decoded.actions(),
            decoded.dropReason()),
        value.getLong(0),
        value.getLong(8),
        Duration.ofNanos(Math.max(0, now - value.getLong(16))),
        value.getInt(Layout.FLOW_TCP));
  }

  Map<Integer, Map<DropReason, Long>> drops() {
    Map<Integer, Map<DropReason, Long>> drops = new TreeMap<>();
    add(drops, DropReason.class, DropReason.values(), "drops");
    add(drops, DropReason.class, DropReason.values(), "agent_drops");
    return drops;
  }

  Map<Integer, Map<Limit, Long>> limits() {
    Map<Integer, Map<Limit, Long>> limits = new TreeMap<>();
    add(limits, Limit.class, Limit.values(), "limits");
    return limits;
  }

  private <K extends Enum<K>> void add(
      Map<Integer, Map<K, Long>> counts, Class<K> type, K[] kinds, String map) {
    for (BpfMap.Entry entry : state.map(map).entries()) {
      ByteBuffer key = Layout.wrap(entry.key());
      int kind = key.getInt(4);
      counts
          .computeIfAbsent(key.getInt(0), port -> new EnumMap<>(type))
          .merge(kinds[kind < kinds.length ? kind : 0], sum(entry.value(), 8, 0), Long::sum);
    }
  }

  Map<Integer, Datapath.PortStatistics> portStatistics() {
    Map<Integer, Datapath.PortStatistics> statistics = new TreeMap<>();
    for (BpfMap.Entry entry : state.map("counters").entries()) {
      byte[] value = entry.value();
      statistics.put(
          Layout.u32(entry.key()),
          new Datapath.PortStatistics(
              sum(value, Layout.COUNTERS, 0),
              sum(value, Layout.COUNTERS, 8),
              sum(value, Layout.COUNTERS, 16),
              sum(value, Layout.COUNTERS, 24)));
    }
    return statistics;
  }

  /** Returns the sum over all CPUs of the 64-bit number at {@code offset} in each CPU's value. */
  private static long sum(byte[] values, int size, int offset) {
    ByteBuffer buffer = Layout.wrap(values);
    return IntStream.range(0, values.length / size)
        .mapToLong(cpu -> buffer.getLong(cpu * size + offset))
        .sum();
  }
}
