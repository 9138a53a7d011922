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
 * The flows that answer or forward ARP between two stations that know each other. Hosts confirm a
 * neighbour in use about twice a minute, and stop sending when nobody answers for some seconds;
 * with such a flow the datapath answers while the agent does not run.
 *
 * <p>So that no question depends on the agent, the flow for the next one is made before it is
 * asked: who has found a neighbour by broadcast confirms it by unicast, and who is asked will ask.
 * And a flow that goes although a station asked lately is made again:
 *
 * <pre>
 *   asked ──► flow ──gone──► due after 0.1, 1, 5 and 20 s ──made again──► flow
 *                              └─ nobody asked for a while, or all attempts in vain ──► forgotten
 * </pre>
 *
 * Thread safe.
 */
final class ArpFlows {

  /**
   * How long such a flow, or the memory of it, stays without a question: hosts ask only while they
   * send, and not while TCP confirms the neighbour.
   */
  static final Duration IDLE = Duration.ofMinutes(10);

  /**
   * After which a flow is made again from what the tables say then, so that no answer outlives for
   * long what made it true.
   */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /**
   * Flows that are remembered per in-port: a station has a gateway and some neighbours, an uplink a
   * rack of them. The one that was asked for longest ago is forgotten first.
   */
  static final int PER_PORT = 64;

  /** Flows that one look makes again; more wait, since the agent has frames to simulate, too. */
  static final int AT_ONCE = 256;

  private static final long[] PAUSES_NANOS = {
    100_000_000L, 1_000_000_000L, 5_000_000_000L, 20_000_000_000L
  };

  private static final class Entry {
    private long asked;
    private long due;
    private int attempts;
  }

  /** By in-port; within a port those first that were asked for longest ago. */
  private final Map<Integer, LinkedHashMap<FlowKey, Entry>> byPort = new HashMap<>();

  /** What has no flow at the moment, in the order in which the flows went. */
  private final Set<FlowKey> missing = new LinkedHashSet<>();

  private long crowdedOut;

  /** Whether a flow is one for ARP between two stations, and no drop or tunnel flow. */
  static boolean isOne(FlowKey key, FlowMask mask) {
    return key.isArp()
        && key.vlan() == 0
        && mask.fields().contains(FlowField.IP_PROTO)
        && mask.fields().contains(FlowField.TP_SRC);
  }

  /** A station's frame took such a flow, or made it. */
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

  /** A station will ask so, after what it has asked or answered; the flow is due at once. */
  synchronized void expect(FlowKey key, long nanoTime) {
    if (find(key) == null) {
      asked(key, nanoTime);
      gone(key, nanoTime);
    }
  }

  /** A flow is gone, for whatever reason; others than these are ignored. */
  synchronized void gone(FlowKey key, long nanoTime) {
    Entry entry = find(key);
    if (entry != null) {
      entry.attempts = 0;
      entry.due = nanoTime + PAUSES_NANOS[0];
      missing.add(key);
    }
  }

  /** What is to be made again now; each is then {@link #made} or {@link #failed}. */
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

  /** It cannot be made now, since the tables do not say what the frames would teach. */
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

  /** How many were forgotten because their port had too many. */
  synchronized long crowdedOut() {
    return crowdedOut;
  }
}
