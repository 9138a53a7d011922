package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.midolab.midonet.agent.simulation.Neighbour;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.nsdb.ArpEntry;

/**
 * The neighbours that routers know, and the ARP requests without an answer (RFC 826; docs:
 * contract.md#arp-timers).
 *
 * <pre>
 *   unknown ──asked──► requested: asked again after 1, 2, 4 … s up to the retry interval, each ± a quarter
 *      ▲                  │ reply            │ no reply for "timeout"
 *      │ expiry           ▼                  ▼
 *      └──────────── known, then stale    unreachable, for a few seconds
 *                    (used, and asked again)
 * </pre>
 */
final class Neighbours {

  /** Time for which a neighbour stays unreachable, before it may be asked for again. */
  private static final long UNREACHABLE_MILLIS = 5_000;

  private static final long FIRST_RETRY_MILLIS = 1_000;

  /**
   * The ARP timers of all routers.
   *
   * @param retry the longest pause between two requests
   * @param timeout time without a reply after which the neighbour is unreachable
   * @param stale age at which an entry in use is refreshed by a request
   * @param expiration age at which an entry is no longer used
   */
  record Timers(Duration retry, Duration timeout, Duration stale, Duration expiration) {}

  record Key(UUID routerId, Ip4 address) {}

  /** Sends an ARP request out of a router's port. */
  @FunctionalInterface
  interface Asker {
    void ask(Key neighbour, UUID portId);
  }

  private static final class Question {
    private final UUID portId;
    private final long since;
    private long pause = FIRST_RETRY_MILLIS;
    private volatile long next;
    private volatile long gaveUpAt;

    private Question(UUID portId, long since) {
      this.portId = portId;
      this.since = since;
    }
  }

  private final Timers timers;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<Key, Question> questions = new ConcurrentHashMap<>();
  private final Map<Key, Long> refreshed = new ConcurrentHashMap<>();
  private volatile DeviceTables tables;

  Neighbours(Timers timers, InstantSource clock, RandomGenerator random) {
    this.timers = timers;
    this.clock = clock;
    this.random = random;
  }

  void readFrom(DeviceTables deviceTables) {
    this.tables = deviceTables;
  }

  Neighbour neighbour(UUID routerId, Ip4 address) {
    long now = clock.millis();
    ArpEntry entry = tables.arp(routerId, address);
    if (entry != null && entry.mac() != null && entry.expiry() > now) {
      return new Neighbour.Known(
          entry.mac(), entry.stale() <= now && mayRefresh(new Key(routerId, address), now));
    }
    Question question = questions.get(new Key(routerId, address));
    return question != null && question.gaveUpAt != 0 ? Neighbour.UNREACHABLE : Neighbour.UNKNOWN;
  }

  /**
   * Allows one request per retry interval; otherwise each packet to a stale neighbour sends one.
   */
  private boolean mayRefresh(Key key, long now) {
    Long last = refreshed.get(key);
    if (last != null && now - last < timers.retry().toMillis()) {
      return false;
    }
    return last == null
        ? refreshed.putIfAbsent(key, now) == null
        : refreshed.replace(key, last, now);
  }

  /**
   * Records that a packet waits for the neighbour.
   *
   * @return whether it is the first packet, so that a request has to be sent
   */
  boolean opened(Key key, UUID portId) {
    Question question = new Question(portId, clock.millis());
    question.next = clock.millis() + jittered(FIRST_RETRY_MILLIS);
    return questions.putIfAbsent(key, question) == null;
  }

  /** Records that the neighbour's MAC is known. */
  void settled(Key key) {
    questions.remove(key);
    refreshed.remove(key);
  }

  /**
   * Repeats requests that are due, and gives up those whose time limit is over.
   *
   * @return the neighbours that have just become unreachable
   */
  Set<Key> tick(Asker asker) {
    long now = clock.millis();
    Map<Key, Question> unreachable = new HashMap<>();
    questions.forEach(
        (key, question) -> {
          if (question.gaveUpAt != 0) {
            if (now - question.gaveUpAt > UNREACHABLE_MILLIS) {
              questions.remove(key, question);
            }
          } else if (now - question.since >= timers.timeout().toMillis()) {
            question.gaveUpAt = now;
            unreachable.put(key, question);
          } else if (now >= question.next) {
            question.pause = Math.min(question.pause * 2, timers.retry().toMillis());
            question.next = now + jittered(question.pause);
            asker.ask(key, question.portId);
          }
        });
    refreshed.values().removeIf(last -> now - last > timers.expiration().toMillis());
    return Set.copyOf(unreachable.keySet());
  }

  /**
   * Returns the entry to publish for a neighbour whose MAC was just learned; null when the old
   * entry has the same MAC and is recent.
   */
  ArpEntry learned(Key key, Mac mac) {
    long now = clock.millis();
    ArpEntry old = tables.arp(key.routerId(), key.address());
    if (old != null
        && mac.equals(old.mac())
        && now - old.lastArp() < timers.stale().toMillis() / 4) {
      return null;
    }
    return new ArpEntry(
        mac, now + timers.expiration().toMillis(), now + timers.stale().toMillis(), now);
  }

  boolean isExpired(ArpEntry entry) {
    return entry.expiry() <= clock.millis();
  }

  boolean isStale(ArpEntry entry) {
    return entry.stale() <= clock.millis();
  }

  /** Returns whether to send a request now for a stale entry that flows use. */
  boolean refreshNow(Key key) {
    return mayRefresh(key, clock.millis());
  }

  private long jittered(long millis) {
    return (long) (millis * random.nextDouble(0.75, 1.25));
  }
}
