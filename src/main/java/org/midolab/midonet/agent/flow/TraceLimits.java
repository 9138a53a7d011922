package org.midolab.midonet.agent.flow;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.midolab.midonet.agent.simulation.Trace;

/**
 * How many frames this host has traced for each request, and for each rule that refers to one.
 * Thread safe.
 */
final class TraceLimits {

  private final Map<UUID, Long> used = new ConcurrentHashMap<>();

  /** Returns the number of frames that were traced for a request or rule. */
  long used(UUID counter) {
    return used.getOrDefault(counter, 0L);
  }

  boolean isLeft(UUID counter, long limit) {
    return used(counter) < limit;
  }

  /** Counts a frame, unless the limit is reached. Returns whether it was counted. */
  boolean take(Trace.Match match) {
    boolean[] taken = new boolean[1];
    used.compute(
        match.counterId(),
        (_, before) -> {
          long so = before == null ? 0 : before;
          taken[0] = so < match.limit();
          return taken[0] ? Long.valueOf(so + 1) : before;
        });
    return taken[0];
  }

  /** Starts to count anew: the request or rule was changed, or is gone. */
  void reset(UUID counter) {
    used.remove(counter);
  }
}
