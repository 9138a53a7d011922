package org.midolab.midonet.agent.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.LbStatus;

/**
 * The probes of one member, one after another.
 *
 * <p>A member that stops answering is inactive within 2 × delay + timeout: the next probe begins
 * after at most the delay, and fails after the timeout. All repetitions together take less than one
 * more delay.
 */
final class Check {

  /**
   * Interval of SYNs of a probe without an answer, as after the first SYN of a kernel (RFC 6298).
   */
  static final long REPEAT = Duration.ofSeconds(1).toNanos();

  /** Source ports that the probes of a member use in turn. */
  static final int PORTS = 8;

  private final int firstPort;
  private Target target;
  private int probes;
  private boolean waits;
  private int sequence;
  private long startedAt;
  private long deadline;
  private long repeatAt;
  private long dueAt;
  private int failures;
  private @Nullable LbStatus verdict;

  /**
   * @param firstPort the first of {@link #PORTS} source ports
   * @param now the time of the first probe, in nanoseconds
   */
  Check(Target target, int firstPort, long now) {
    this.target = target;
    this.firstPort = firstPort;
    this.dueAt = now;
  }

  Target target() {
    return target;
  }

  int firstPort() {
    return firstPort;
  }

  /** Uses other settings from the next probe on. */
  void follow(Target changed) {
    target = changed;
  }

  /** Returns what the probes have shown so far, or null. */
  @Nullable LbStatus verdict() {
    return verdict;
  }

  int sequence() {
    return sequence;
  }

  int sourcePort() {
    return firstPort + probes % PORTS;
  }

  /** The time when the next probe is due. */
  long dueAt() {
    return dueAt;
  }

  boolean isDue(long now) {
    return !waits && now >= dueAt;
  }

  boolean hasFailed(long now) {
    return waits && now >= deadline;
  }

  /** Begins a probe. */
  void begin(int newSequence, long now) {
    waits = true;
    probes++;
    sequence = newSequence;
    startedAt = now;
    boolean again = failures > 0 && failures < target.retries();
    deadline = now + (again ? Math.min(target.timeout(), spacing()) : target.timeout());
    repeatAt = now + REPEAT;
  }

  /** Returns whether the SYN of the present probe has to be sent again, and counts it as sent. */
  boolean repeats(long now) {
    if (!waits || now < repeatAt) {
      return false;
    }
    repeatAt = now + REPEAT;
    return true;
  }

  /** The member has accepted the present probe. */
  void accepted() {
    waits = false;
    failures = 0;
    verdict = LbStatus.ACTIVE;
    dueAt = startedAt + target.delay();
  }

  /** The member has refused the present probe, or not answered in time. */
  void failed(long now) {
    waits = false;
    failures = Math.min(failures + 1, target.retries());
    if (failures == target.retries()) {
      verdict = LbStatus.INACTIVE;
      dueAt = startedAt + target.delay();
    } else {
      dueAt = failures == 1 ? now : startedAt + spacing();
    }
  }

  /**
   * The interval of probes after a first failure. A tenth of the delay remains for the resolution
   * of the clock and for writing the status.
   */
  private long spacing() {
    return target.retries() < 2 ? target.delay() : target.delay() / (target.retries() - 1) * 9 / 10;
  }
}
