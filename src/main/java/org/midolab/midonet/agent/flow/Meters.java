package org.midolab.midonet.agent.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.Result;

/**
 * Counts the packets and bytes of devices, and of rules with a meter's name (docs:
 * contract.md#meters). What a flow carries is counted for all meters that its tags stand for.
 * Thread safe.
 */
final class Meters {

  /**
   * Limit on meters, some megabytes. A tenant may name as many as it has rules. The meter that got
   * a new flow or packet least recently goes first.
   */
  static final int MOST = 10_000;

  private static final String DEVICE = "meters:device:";
  private static final String USER = "meters:user:";

  private final Predicate<UUID> isDevice;
  private final Map<Handled, LongAdder> handled = new ConcurrentHashMap<>();
  private final Map<String, Meter> meters =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Meter> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param isDevice whether an id is that of a network or router
   */
  Meters(Predicate<UUID> isDevice) {
    this.isDevice = isDevice;
  }

  /** Packets and bytes, each 0 or more. */
  record Count(long packets, long bytes) {}

  private record Meter(LongAdder packets, LongAdder bytes) {

    Meter() {
      this(new LongAdder(), new LongAdder());
    }

    void add(long morePackets, long moreBytes) {
      packets.add(morePackets);
      bytes.add(moreBytes);
    }

    Count count() {
      return new Count(packets.sum(), bytes.sum());
    }
  }

  /** The meters of one flow, and what was counted for them. Not thread safe. */
  static final class OfFlow {

    private final List<Meter> meters;
    private long packets;
    private long bytes;

    private OfFlow(List<Meter> meters) {
      this.meters = meters;
    }

    /**
     * Counts what the flow has carried since the last call.
     *
     * @param packetsNow since it was installed
     * @param bytesNow since it was installed
     */
    void carried(long packetsNow, long bytesNow) {
      if (packetsNow > packets) {
        meters.forEach(meter -> meter.add(packetsNow - packets, bytesNow - bytes));
        packets = packetsNow;
        bytes = bytesNow;
      }
    }
  }

  /** Returns the meters of a flow with these tags. */
  OfFlow of(Set<FlowTag> tags) {
    return new OfFlow(find(tags));
  }

  /**
   * Counts a frame that the agent itself has handled.
   *
   * @param packets that the frame stands for
   */
  void handled(Result result, long packets, long bytes) {
    find(result.tags()).forEach(meter -> meter.add(packets, bytes));
    handled.computeIfAbsent(Handled.of(result), _ -> new LongAdder()).add(packets);
  }

  /** What the simulation of a packet resulted in. */
  enum Handled {
    FORWARDED,
    DROPPED,
    /** Answered or absorbed by a device, or sent without a flow. */
    SINGLE,
    /** Kept until a neighbour or a port for translation is known. */
    WAITING;

    private static Handled of(Result result) {
      return switch (result) {
        case Result.Forward _ -> FORWARDED;
        case Result.Drop _ -> DROPPED;
        case Result.Consumed _, Result.Served _ -> SINGLE;
        case Result.Wait _, Result.AwaitPort _ -> WAITING;
      };
    }
  }

  /** Returns the number of packets with one kind of result since the agent started. */
  long handled(Handled kind) {
    LongAdder count = handled.get(kind);
    return count == null ? 0 : count.sum();
  }

  private List<Meter> find(Set<FlowTag> tags) {
    List<Meter> found = new ArrayList<>();
    for (FlowTag tag : tags) {
      String name =
          switch (tag) {
            case FlowTag.Meter(String rules) -> USER + rules;
            case FlowTag.Device(UUID id) when isDevice.test(id) -> DEVICE + id;
            default -> null;
          };
      if (name != null) {
        synchronized (meters) {
          found.add(meters.computeIfAbsent(name, _ -> new Meter()));
        }
      }
    }
    return found;
  }

  /** Returns the counts by name. */
  Map<String, Count> counts() {
    Map<String, Count> counts = new TreeMap<>();
    synchronized (meters) {
      meters.forEach((name, meter) -> counts.put(name, meter.count()));
    }
    return counts;
  }
}
