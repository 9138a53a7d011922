package org.midolab.midonet.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.agent.flow.ForwardingPlane.Answer;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.LbStatus;

/** The times of probes, and what their answers show. */
class HealthChecksTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long TICK = HealthMonitoring.INTERVAL.toNanos();
  private static final UUID ROUTER = new UUID(1, 1);
  private static final UUID MEMBER = new UUID(2, 1);

  /** How the member behaves. */
  private enum Mode {
    OPEN,
    REFUSES,
    SILENT
  }

  private record Syn(Endpoint member, int sourcePort, int sequence, long at) {}

  private final List<Syn> syns = new ArrayList<>();
  private final HealthChecks checks = new HealthChecks(this::probe, new Random(1));
  private Mode mode = Mode.OPEN;
  private long now = 1_000 * SECOND;

  private void probe(UUID routerId, Endpoint member, int sourcePort, int sequence) {
    assertThat(routerId).isEqualTo(ROUTER);
    syns.add(new Syn(member, sourcePort, sequence, now));
    if (mode != Mode.SILENT) {
      checks.answered(new Answer(sequence, mode == Mode.OPEN));
    }
  }

  private static Target target(int number, long delay, long timeout, int retries) {
    return new Target(
        new UUID(2, number),
        ROUTER,
        new Endpoint(new Ip4(number), 80),
        delay * SECOND,
        timeout * SECOND,
        retries);
  }

  private void follow(long delay, long timeout, int retries) {
    checks.follow(List.of(target(1, delay, timeout, retries)), now);
  }

  private void pass(long nanos) {
    for (long end = now + nanos; now < end; now += TICK) {
      checks.tick(now);
    }
  }

  private LbStatus verdict() {
    return checks.verdicts().get(MEMBER);
  }

  /** Returns the time until the verdict. */
  private long until(LbStatus status) {
    long began = now;
    while (verdict() != status) {
      pass(TICK);
      assertThat(now - began).as("time without a verdict").isLessThan(1_000 * SECOND);
    }
    return now - began;
  }

  @Test
  void aMemberThatAcceptsConnectionsIsActiveAndIsProbedEachDelay() {
    follow(5, 2, 3);
    assertThat(verdict()).as("before the first answer").isNull();
    pass(21 * SECOND);
    assertThat(verdict()).isEqualTo(LbStatus.ACTIVE);
    assertThat(syns).hasSize(5);
    assertThat(syns.get(4).at() - syns.get(3).at()).isBetween(5 * SECOND, 5 * SECOND + TICK);
    assertThat(syns).extracting(Syn::sequence).doesNotHaveDuplicates();
    assertThat(syns).extracting(Syn::sourcePort).doesNotHaveDuplicates();
  }

  /** The member dies right after it has answered, or at some time later. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 1, 2",
    "1, 1, 3",
    "5, 2, 1",
    "5, 2, 2",
    "5, 2, 3",
    "5, 2, 10",
    "2, 5, 3",
    "10, 1, 4",
    "1, 3, 5"
  })
  void aMemberThatDiesIsInactiveWithinTwoDelaysAndOneTimeout(
      long delay, long timeout, int retries) {
    for (Mode dead : List.of(Mode.SILENT, Mode.REFUSES)) {
      for (long later = 0; later < delay * SECOND; later += 7 * TICK) {
        mode = Mode.OPEN;
        checks.follow(List.of(), now);
        follow(delay, timeout, retries);
        until(LbStatus.ACTIVE);
        pass(later);
        mode = dead;
        assertThat(until(LbStatus.INACTIVE))
            .as("%s after %d ns", dead, later)
            .isLessThanOrEqualTo((2 * delay + timeout) * SECOND);
      }
    }
  }

  @Test
  void fewerFailuresThanTheMonitorToleratesDoNotMakeAMemberInactive() {
    follow(5, 1, 3);
    until(LbStatus.ACTIVE);
    syns.clear();
    mode = Mode.REFUSES;
    while (syns.size() < 2) {
      pass(TICK);
    }
    mode = Mode.OPEN;
    pass(20 * SECOND);
    assertThat(verdict()).isEqualTo(LbStatus.ACTIVE);
    mode = Mode.REFUSES;
    syns.clear();
    until(LbStatus.INACTIVE);
    assertThat(syns).as("failures in a row").hasSize(3);
  }

  @Test
  void aMemberThatAnswersAgainIsActiveAfterOneProbe() {
    follow(5, 2, 10);
    mode = Mode.SILENT;
    until(LbStatus.INACTIVE);
    pass(60 * SECOND);
    mode = Mode.OPEN;
    assertThat(until(LbStatus.ACTIVE)).isLessThanOrEqualTo(5 * SECOND + 2 * TICK);
  }

  /** A member that is slow, but answers in time, is found although it was inactive. */
  @Test
  void anInactiveMemberHasTheWholeTimeoutToAnswer() {
    follow(5, 4, 10);
    mode = Mode.SILENT;
    until(LbStatus.INACTIVE);
    syns.clear();
    while (syns.isEmpty()) {
      pass(TICK);
    }
    int sequence = syns.getFirst().sequence();
    pass(4 * SECOND - 2 * TICK);
    checks.answered(new Answer(sequence, true));
    pass(TICK);
    assertThat(verdict()).isEqualTo(LbStatus.ACTIVE);
  }

  @Test
  void aSynWithoutAnAnswerIsRepeatedEachSecondAndIsOneProbe() {
    mode = Mode.SILENT;
    follow(10, 4, 1);
    pass(4 * SECOND - TICK);
    assertThat(syns).hasSize(4);
    assertThat(syns).extracting(Syn::sequence).containsOnly(syns.getFirst().sequence());
    assertThat(syns).extracting(Syn::sourcePort).containsOnly(syns.getFirst().sourcePort());
  }

  @Test
  void anAnswerThatIsLateOrUnknownChangesNothing() {
    mode = Mode.SILENT;
    follow(5, 1, 1);
    until(LbStatus.INACTIVE);
    checks.answered(new Answer(syns.getFirst().sequence(), true));
    checks.answered(new Answer(12345, true));
    pass(TICK);
    assertThat(verdict()).isEqualTo(LbStatus.INACTIVE);
  }

  @Test
  void aMemberThatIsNotWantedAnyMoreIsNotProbed() {
    follow(1, 1, 1);
    until(LbStatus.ACTIVE);
    checks.follow(List.of(), now);
    syns.clear();
    pass(5 * SECOND);
    assertThat(syns).isEmpty();
    assertThat(checks.verdicts()).isEmpty();
  }

  @Test
  void aMemberWithAnotherAddressIsJudgedAnew() {
    follow(1, 1, 1);
    until(LbStatus.ACTIVE);
    Target moved = new Target(MEMBER, ROUTER, new Endpoint(new Ip4(9), 80), SECOND, SECOND, 1);
    checks.follow(List.of(moved), now);
    assertThat(verdict()).isNull();
    pass(TICK);
    assertThat(syns.getLast().member()).isEqualTo(moved.at());
  }

  @Test
  void beyondTheBoundMembersAreNotProbed() {
    List<Target> many =
        IntStream.rangeClosed(1, HealthChecks.MOST + 10)
            .mapToObj(number -> target(number, 1_000, 1, 1))
            .toList();
    checks.follow(many, now);
    pass(10 * SECOND);
    assertThat(syns).hasSize(HealthChecks.MOST);
    checks.follow(many.subList(10, many.size()), now);
    syns.clear();
    pass(10 * SECOND);
    assertThat(syns).as("those that were left out before").hasSize(10);
  }

  /** Else the answer to one would be mistaken for the answer to another. */
  @Test
  void membersOfSeveralPoolsWithOneAddressHaveDifferentSourcePortsBelowThoseOfSourceNat() {
    List<Target> many =
        IntStream.rangeClosed(1, HealthChecks.PER_ENDPOINT + 5)
            .mapToObj(
                number ->
                    new Target(
                        new UUID(2, number),
                        ROUTER,
                        new Endpoint(new Ip4(1), 80),
                        SECOND,
                        SECOND,
                        1))
            .toList();
    checks.follow(many, now);
    pass((Check.PORTS - 1) * SECOND + SECOND / 2);
    assertThat(syns).extracting(Syn::sourcePort).allMatch(port -> port >= 512 && port < 1024);
    assertThat(syns).hasSize(512).extracting(Syn::sourcePort).doesNotHaveDuplicates();
    checks.follow(many.subList(5, many.size()), now);
    pass(2 * TICK);
    assertThat(checks.verdicts()).as("as soon as ports are free").hasSize(64);
  }

  @Test
  void synsAreSentAtABoundedRate() {
    checks.follow(
        IntStream.rangeClosed(1, 1_000).mapToObj(number -> target(number, 60, 1, 1)).toList(), now);
    checks.tick(now);
    assertThat(syns).hasSize(HealthChecks.AT_ONCE);
    pass(SECOND);
    assertThat(syns).as("each in turn").hasSize(1_000);
  }
}
