package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;

/**
 * Keeps the flows that answer or forward ARP between two stations that know each other. Stations
 * confirm a neighbour in use about twice a minute, and stop sending if it does not answer for some
 * seconds. With such a flow the datapath forwards or answers the request while the agent does not
 * run.
 *
 * <p>The flow for the next frame is installed in advance, so that no request depends on the agent.
 * A station that has found a neighbour by broadcast confirms it by unicast, and a station that
 * receives a request sends its own request later. A flow that is removed although a station used it
 * recently is installed again:
 *
 * <pre>
 *   used ──► flow ──removed──► due after 0.1, 1, 5 and 20 s ──installed again──► flow
 *                              └─ unused for a while, or all attempts failed ──► forgotten
 * </pre>
 *
 * Thread safe.
 */
final class ArpFlows {

  /**
   * Time without a frame after which such a flow, or its entry here, is removed. Stations send
   * requests only while they send packets, and not while TCP confirms the neighbour.
   */
  static final Duration IDLE = Duration.ofMinutes(10);

  /**
   * Time after which a flow is installed again from the tables, so that an outdated answer is not
   * given for longer.
   */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /**
   * Flows that are kept per in-port: a station has a gateway and some neighbours, an uplink has a
   * rack of them. The flow that was used longest ago is forgotten first.
   */
  static final int PER_PORT = 64;

  /** Flows that are due at a time. Others wait, because the agent also has frames to simulate. */
  static final int AT_ONCE = 256;

  private static final long[] PAUSES_NANOS = {
    100_000_000L, 1_000_000_000L, 5_000_000_000L, 20_000_000_000L
  };

  private static final class Entry {
    private long asked;
    private long due;
    private int attempts;
  }

  /** Entries by in-port; within a port ordered by last use, the oldest first. */
  private final Map<Integer, LinkedHashMap<FlowKey, Entry>> byPort = new HashMap<>();

  /** Keys without a flow at the moment, in the order in which the flows were removed. */
  private final Set<FlowKey> missing = new LinkedHashSet<>();

  private long crowdedOut;

  /** Returns whether a flow is for ARP between two stations, and not a drop or tunnel flow. */
  static boolean isOne(FlowKey key, FlowMask mask) {
    return key.isArp()
        && key.vlan() == 0
        && mask.fields().contains(FlowField.IP_PROTO)
        && mask.fields().contains(FlowField.TP_SRC);
  }

  /** Records that a station's frame used such a flow, or caused it to be installed. */
  synchronized void asked(FlowKey key, long nanoTime) {
    LinkedHashMap<FlowKey, Entry> port =
        byPort.computeIfAbsent(key.inPort(), number -> new LinkedHashMap<>());
    Entry known = port.remove(key);
    Entry entry = known == null ? new Entry() : known;
    port.put(key, entry);
    entry.asked = nanoTime;
    entry.attempts = 0;
    missing.remove(key);
    if (port.size() > PER_PORT) {
      forget(port.keySet().iterator().next());
      crowdedOut++;
    }
  }

  /** Records a frame that a station is expected to send. Its flow is due at once. */
  synchronized void expect(FlowKey key, long nanoTime) {
    if (find(key) == null) {
      asked(key, nanoTime);
      gone(key, nanoTime);
    }
  }

  /** Records that a flow was removed, for any reason. Ignores flows without an entry. */
  synchronized void gone(FlowKey key, long nanoTime) {
    Entry entry = find(key);
    if (entry != null) {
      entry.attempts = 0;
      entry.due = nanoTime + PAUSES_NANOS[0];
      missing.add(key);
    }
  }

  /**
   * Returns the flows to install now. The caller reports each as {@link #made} or {@link #failed}.
   */
  synchronized List<FlowKey> due(long nanoTime) {
    List<FlowKey> due = new ArrayList<>();
    List<FlowKey> forgotten = new ArrayList<>();
    Iterator<FlowKey> each = missing.iterator();
    while (each.hasNext() && due.size() < AT_ONCE) {
      FlowKey key = each.next();
      Entry entry = find(key);
      if (nanoTime - entry.asked > IDLE.toNanos()) {
        forgotten.add(key);
      } else if (nanoTime - entry.due >= 0) {
        due.add(key);
      }
    }
    forgotten.forEach(this::forget);
    return due;
  }

  synchronized void made(FlowKey key) {
    missing.remove(key);
  }

  /** Records a failed attempt: the tables do not have what a frame of the flow would teach. */
  synchronized void failed(FlowKey key, long nanoTime) {
    Entry entry = find(key);
    if (entry == null || !missing.contains(key)) {
      return;
    }
    if (++entry.attempts == PAUSES_NANOS.length) {
      forget(key);
    } else {
      entry.due = nanoTime + PAUSES_NANOS[entry.attempts];
    }
  }

  private Entry find(FlowKey key) {
    LinkedHashMap<FlowKey, Entry> port = byPort.get(key.inPort());
    return port == null ? null : port.get(key);
  }

  private void forget(FlowKey key) {
    missing.remove(key);
    LinkedHashMap<FlowKey, Entry> port = byPort.get(key.inPort());
    port.remove(key);
    if (port.isEmpty()) {
      byPort.remove(key.inPort());
    }
  }

  synchronized int size() {
    return byPort.values().stream().mapToInt(Map::size).sum();
  }

  /** Returns how many entries were forgotten because their port had too many. */
  synchronized long crowdedOut() {
    return crowdedOut;
  }
}
