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
 * What routers know of their neighbours, and what became of their questions (RFC 826; docs:
 * contract.md#arp-timers).
 *
 * <pre>
 *   unknown ──asked──► question: asked again after 1, 2, 4 … s up to the retry interval, each ± a quarter
 *      ▲                  │ reply            │ nobody for "timeout"
 *      │ expiry           ▼                  ▼
 *      └──────────── known, then stale    unreachable, for a few seconds
 *                    (used, and asked again)
 * </pre>
 */
final class Neighbours {

  /** How long senders are told that a neighbour is unreachable before it is asked for again. */
  private static final long UNREACHABLE_MILLIS = 5_000;

  private static final long FIRST_RETRY_MILLIS = 1_000;

  /**
   * @param retry the longest pause between two requests
   * @param timeout how long to ask before the neighbour counts as unreachable
   * @param stale age from which an entry is asked for again while it is used
   * @param expiration age from which an entry is not used
   */
  record Timers(Duration retry, Duration timeout, Duration stale, Duration expiration) {}

  record Key(UUID routerId, Ip4 address) {}

  /** What is to be done about open questions at one moment. */
  @FunctionalInterface
  interface Asker {
    void ask(Key neighbour, UUID portId);
  }

  private static final class Question {
    private final UUID portId;
    private final long since;
    private long pause = FIRST_RETRY_MILLIS;
    private volatile long next;
    private volatile long gaveUp;

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
    return question != null && question.gaveUp != 0 ? Neighbour.UNREACHABLE : Neighbour.UNKNOWN;
  }

  /** Once per retry interval: every packet to a stale neighbour would ask otherwise. */
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
   * A packet waits for the neighbour.
   *
   * @return whether it is the first, whose request is to be sent
   */
  boolean opened(Key key, UUID portId) {
    Question question = new Question(portId, clock.millis());
    question.next = clock.millis() + jittered(FIRST_RETRY_MILLIS);
    return questions.putIfAbsent(key, question) == null;
  }

  /** The neighbour answered, or is known otherwise. */
  void settled(Key key) {
    questions.remove(key);
    refreshed.remove(key);
  }

  /**
   * Asks again where it is time, and gives up where it is.
   *
   * @return the neighbours that have just become unreachable
   */
  Set<Key> tick(Asker asker) {
    long now = clock.millis();
    Map<Key, Question> unreachable = new HashMap<>();
    questions.forEach(
        (key, question) -> {
          if (question.gaveUp != 0) {
            if (now - question.gaveUp > UNREACHABLE_MILLIS) {
              questions.remove(key, question);
            }
          } else if (now - question.since >= timers.timeout().toMillis()) {
            question.gaveUp = now;
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
   * The entry to publish for a neighbour that has just told its address; null when the old one is
   * as good.
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

  /** Whether a stale entry that live flows use is to be asked for now. */
  boolean refreshNow(Key key) {
    return mayRefresh(key, clock.millis());
  }

  private long jittered(long millis) {
    return (long) (millis * random.nextDouble(0.75, 1.25));
  }
}
