package org.midolab.midonet.agent.health;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.midolab.midonet.agent.flow.ForwardingPlane.Answer;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.model.LbStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probes of all members. It reads no clock. Only {@link #answered} may be called from several
 * threads.
 */
final class HealthChecks {

  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

  /**
   * Members that are probed: about 10 MB of an agent's heap, and 1,600 SYNs a second with a delay
   * of 5 s.
   */
  static final int MOST = 8_000;

  /** Members of several pools with one address and port: as many as have source ports. */
  static final int PER_ENDPOINT = 64;

  /** First SYNs, and repeated SYNs, at a time, 20 times a second: 2,000 a second of each. */
  static final int AT_ONCE = 100;

  /**
   * The source ports, up to 1023, are below those of source NAT. So no connection that a router
   * translates to its own address is mistaken for a probe.
   */
  static final int FIRST_PORT = 1024 - PER_ENDPOINT * Check.PORTS;

  private final Sender sender;
  private final RandomGenerator random;
  private final Map<UUID, Check> checks = new LinkedHashMap<>();
  private final Map<Integer, Check> bySequence = new HashMap<>();

  /**
   * Answers by the sequence number of their probe, so that a member that repeats its answer uses no
   * more memory.
   */
  private final Map<Integer, Boolean> answers = new ConcurrentHashMap<>();

  private final Map<Place, BitSet> portsInUse = new HashMap<>();
  private boolean full;

  /** What the probes of members in several pools have in common. */
  private record Place(UUID routerId, Endpoint at) {}

  /** Sends a SYN. */
  @FunctionalInterface
  interface Sender {
    void probe(UUID routerId, Endpoint member, int sourcePort, int sequence);
  }

  HealthChecks(Sender sender, RandomGenerator random) {
    this.sender = sender;
    this.random = random;
  }

  /**
   * Probes these members and no others.
   *
   * @param now in nanoseconds
   */
  void follow(List<Target> targets, long now) {
    Map<UUID, Target> wanted = new LinkedHashMap<>();
    targets.forEach(target -> wanted.put(target.memberId(), target));
    checks
        .values()
        .removeIf(
            check -> {
              Target target = wanted.get(check.target().memberId());
              if (target != null
                  && target.at().equals(check.target().at())
                  && target.routerId().equals(check.target().routerId())) {
                check.follow(target);
                return false;
              }
              bySequence.remove(check.sequence(), check);
              release(check);
              return true;
            });
    for (Target target : wanted.values()) {
      if (!checks.containsKey(target.memberId()) && checks.size() < MOST) {
        int ports = take(target);
        if (ports < PER_ENDPOINT) {
          int first = FIRST_PORT + ports * Check.PORTS;
          checks.put(target.memberId(), new Check(target, first, now));
        }
      }
    }
    warnIfFull(wanted.size() - checks.size());
  }

  /** Returns the number of a group of source ports; {@link #PER_ENDPOINT} if none is free. */
  private int take(Target target) {
    BitSet used =
        portsInUse.computeIfAbsent(
            new Place(target.routerId(), target.at()), _ -> new BitSet(PER_ENDPOINT));
    int free = used.nextClearBit(0);
    if (free < PER_ENDPOINT) {
      used.set(free);
    }
    return free;
  }

  private void release(Check check) {
    portsInUse.computeIfPresent(
        new Place(check.target().routerId(), check.target().at()),
        (_, used) -> {
          used.clear((check.firstPort() - FIRST_PORT) / Check.PORTS);
          return used.isEmpty() ? null : used;
        });
  }

  private void warnIfFull(int left) {
    if (left > 0 && !full) {
      LOG.warn(
          "{} members are not probed: at most {} are, and at most {} with one router, address and port",
          left,
          MOST,
          PER_ENDPOINT);
    }
    full = left > 0;
  }

  /** Takes an answer, for the next {@link #tick}. Thread safe. */
  void answered(Answer answer) {
    answers.putIfAbsent(answer.sequence(), answer.open());
  }

  /**
   * Judges answers and their absence, and sends the SYNs that are due. To be called 20 times a
   * second.
   *
   * @return whether {@link #verdicts} may have changed
   */
  boolean tick(long now) {
    boolean judged = !answers.isEmpty();
    for (int sequence : answers.keySet()) {
      boolean open = Boolean.TRUE.equals(answers.remove(sequence));
      Check check = bySequence.remove(sequence);
      if (check != null && open) {
        check.accepted();
      } else if (check != null) {
        check.failed(now);
      }
    }
    for (Check check : checks.values()) {
      if (check.hasFailed(now)) {
        bySequence.remove(check.sequence(), check);
        check.failed(now);
        judged = true;
      }
    }
    checks.values().stream()
        .filter(check -> check.isDue(now))
        .sorted(Comparator.comparingLong(Check::dueAt))
        .limit(AT_ONCE)
        .toList()
        .forEach(check -> begin(check, now));
    int repeated = 0;
    for (Check check : checks.values()) {
      if (repeated < AT_ONCE && check.repeats(now)) {
        send(check);
        repeated++;
      }
    }
    return judged;
  }

  private void begin(Check check, long now) {
    int sequence = random.nextInt();
    while (bySequence.putIfAbsent(sequence, check) != null) {
      sequence = random.nextInt();
    }
    check.begin(sequence, now);
    send(check);
  }

  private void send(Check check) {
    Target target = check.target();
    sender.probe(target.routerId(), target.at(), check.sourcePort(), check.sequence());
  }

  /** Returns what is known of the members that are probed. */
  Map<UUID, LbStatus> verdicts() {
    Map<UUID, LbStatus> verdicts = new HashMap<>();
    checks.forEach(
        (member, check) -> {
          if (check.verdict() != null) {
            verdicts.put(member, check.verdict());
          }
        });
    return verdicts;
  }
}
