package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.ProbeKey;

/**
 * The probes whose answers may arrive at this host. Their senders announce them before each SYN.
 * Thread safe (docs: contract.md#health-monitors).
 */
final class Probes {

  /**
   * Probes at a time: those of some seconds at the highest rate of one host. An unanswered one is
   * recorded again each second.
   */
  static final int MOST = 10_000;

  /** Time after the last SYN during which answers are awaited. */
  static final Duration LIFETIME = Duration.ofSeconds(60);

  private final Map<ProbeKey, Expected> expected = new LinkedHashMap<>();
  private final Consumer<Set<FlowTag>> invalidate;

  /**
   * @param sender the host that sends the probe
   * @param sequence the sequence number of its SYN
   */
  record Expected(UUID sender, int sequence, long since) {}

  /**
   * @param invalidate receives the tags of flows that have to be simulated again
   */
  Probes(Consumer<Set<FlowTag>> invalidate) {
    this.invalidate = invalidate;
  }

  /** Records a probe. Beyond {@link #MOST}, the oldest one is forgotten. */
  void expect(ProbeKey key, UUID sender, int sequence, long now) {
    Expected before;
    synchronized (this) {
      before = expected.remove(key);
      expected.put(key, new Expected(sender, sequence, now));
      if (expected.size() > MOST) {
        expected.remove(expected.keySet().iterator().next());
      }
    }
    if (before == null) {
      invalidate.accept(Set.of(new FlowTag.Probed(key)));
    }
  }

  synchronized boolean contains(ProbeKey key) {
    return expected.containsKey(key);
  }

  /** Returns the probe that is answered, or null. */
  synchronized Expected find(ProbeKey key, int acknowledgment) {
    Expected probe = expected.get(key);
    return probe != null && probe.sequence + 1 == acknowledgment ? probe : null;
  }

  /** Forgets old probes. */
  synchronized void expire(long now) {
    expected.values().removeIf(probe -> now - probe.since > LIFETIME.toNanos());
  }
}
