package org.midolab.midonet.agent.health;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  /** Members that are probed: as many as have source ports of their own. */
  static final int MOST = 8_000;

  /** SYNs at a time, 20 times a second: 2,000 a second. */
  static final int AT_ONCE = 100;

  private static final int FIRST_PORT = 1024;

  private final Sender sender;
  private final RandomGenerator random;
  private final Map<UUID, Check> checks = new LinkedHashMap<>();
  private final Map<Integer, Check> bySequence = new HashMap<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Deque<Integer> freePorts = new ArrayDeque<>();
  private boolean full;

  /** Sends a SYN. */
  @FunctionalInterface
  interface Sender {
    void probe(UUID routerId, Endpoint member, int sourcePort, int sequence);
  }

  HealthChecks(Sender sender, RandomGenerator random) {
    this.sender = sender;
    this.random = random;
    for (int i = 0; i < MOST; i++) {
      freePorts.add(FIRST_PORT + i * Check.PORTS);
    }
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
              boolean moved =
                  target == null
                      || !target.at().equals(check.target().at())
                      || !target.routerId().equals(check.target().routerId());
              if (moved) {
                bySequence.remove(check.sequence(), check);
                freePorts.addFirst(check.firstPort());
              } else {
                check.follow(target);
              }
              return moved;
            });
    for (Target target : wanted.values()) {
      if (!checks.containsKey(target.memberId()) && !freePorts.isEmpty()) {
        checks.put(target.memberId(), new Check(target, freePorts.removeFirst(), now));
      }
    }
    warnIfFull(wanted.size() - checks.size());
  }

  private void warnIfFull(int left) {
    if (left > 0 && !full) {
      LOG.warn("{} members are not probed, because {} are", left, MOST);
    }
    full = left > 0;
  }

  /** Takes an answer, for the next {@link #tick}. Thread safe. */
  void answered(Answer answer) {
    answers.add(answer);
  }

  /**
   * Judges answers and their absence, and sends the SYNs that are due. To be called 20 times a
   * second.
   *
   * @return whether {@link #verdicts} may have changed
   */
  boolean tick(long now) {
    boolean judged = !answers.isEmpty();
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      Check check = bySequence.remove(answer.sequence());
      if (check != null && answer.open()) {
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
    checks.values().stream().filter(check -> check.repeats(now)).limit(AT_ONCE).forEach(this::send);
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
