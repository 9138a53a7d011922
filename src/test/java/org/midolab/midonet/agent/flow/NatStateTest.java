package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.flow.NatMessage.Kind.END;
import static org.midolab.midonet.agent.flow.NatMessage.Kind.OPEN;
import static org.midolab.midonet.agent.flow.NatMessage.Kind.USED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.NatKey;
import org.midolab.midonet.agent.simulation.PortChoice;
import org.midolab.midonet.agent.simulation.Translation;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.packet.TcpSegment;

class NatStateTest {

  private static final UUID DEVICE = new UUID(1, 1);
  private static final UUID PORT = new UUID(2, 1);
  private static final UUID OTHER_PORT = new UUID(2, 2);
  private static final UUID UPLINK = new UUID(3, 1);
  private static final UUID UPLINK2 = new UUID(3, 2);
  private static final UUID OTHER_HOST = new UUID(4, 2);
  private static final Ip4 ADDRESS = Ip4.parse("198.51.100.2");
  private static final Ip4 SERVER = Ip4.parse("203.0.113.5");

  private final Set<FlowTag> invalidated = new HashSet<>();
  private final List<UUID> crowdedOut = new ArrayList<>();
  private final List<NatState.Report> reports = new ArrayList<>();
  private long now;
  private int leased = 1;
  private final PortBlocks ports =
      new PortBlocks(
          new Store(),
          Duration.ofSeconds(30),
          Runnable::run,
          () -> now,
          new Random(1),
          range -> {},
          block -> {});
  private final NatState state = new NatState(ports, invalidated::addAll, crowdedOut::add);

  /** Leases block 1 for the range of that block, and blocks from 100 on for others. */
  private final class Store implements NatBlocks {
    private int next = 100;

    @Override
    public OptionalInt lease(UUID device, Ip4 address, int first, int last) {
      return last == 1 ? OptionalInt.of(1) : OptionalInt.of(next++);
    }

    @Override
    public boolean keep(UUID device, Ip4 address, int block) {
      return true;
    }

    @Override
    public Optional<UUID> holder(UUID device, Ip4 address, int block) {
      return Optional.of(OTHER_HOST);
    }

    @Override
    public int leased(UUID device, Ip4 address) {
      return leased;
    }

    @Override
    public void giveBack(UUID device, Ip4 address, int block) {
      // a block is leased only once
    }
  }

  @BeforeEach
  void lease() {
    lease(64, 127);
  }

  private void lease(int from, int to) {
    NatTarget target = new NatTarget(ADDRESS, ADDRESS, from, to);
    PortChoice choice = state.choose(snat(6, 1), List.of(target));
    ports.request(((PortChoice.Asked) choice).range());
  }

  private static NatKey snat(int protocol, int number) {
    return new NatKey(NatKey.Kind.SNAT, protocol, new Ip4(number), 1000, SERVER, 80, DEVICE);
  }

  private static Translation translation(int protocol, int number, int port) {
    return new Translation(snat(protocol, number), new Endpoint(ADDRESS, port));
  }

  private static NatState.Own own(Translation translation) {
    return new NatState.Own(translation, PORT, Set.of(UPLINK));
  }

  private boolean open(Translation translation) {
    return state.open(own(translation), now, reports::add);
  }

  private static NatState.Report report(NatMessage.Kind kind, Translation translation) {
    return new NatState.Report(kind, translation, PORT, Set.of(UPLINK), null);
  }

  private void after(Duration pause, FlowTag... used) {
    now += pause.toNanos();
    reports.clear();
    state.expire(Set.of(used)::contains, now, reports::add);
  }

  @Test
  void aTranslationIsKnownInBothDirections() {
    Translation translation = translation(6, 1, 100);
    assertThat(open(translation)).isTrue();
    assertThat(state.translated(translation.key())).isEqualTo(new Endpoint(ADDRESS, 100));
    NatKey reverse = new NatKey(NatKey.Kind.REV_SNAT, 6, SERVER, 80, ADDRESS, 100, DEVICE);
    assertThat(state.translated(reverse)).isEqualTo(new Endpoint(new Ip4(1), 1000));
    assertThat(state.translated(snat(6, 2))).isNull();
    assertThat(invalidated).as("drops of answers").containsExactly(new FlowTag.Translated(reverse));
    assertThat(reports).containsExactly(report(OPEN, translation));
    assertThat(open(translation)).as("a known translation").isTrue();
    assertThat(reports).as("reports of a known translation").hasSize(1);
  }

  @Test
  void aPortHasOneConnectionWhateverItsProtocol() {
    assertThat(open(translation(6, 1, 100))).isTrue();
    assertThat(open(translation(6, 2, 100))).isFalse();
    assertThat(open(translation(17, 1, 100))).isFalse();
    assertThat(state.translated(snat(17, 1))).isNull();
    assertThat(open(translation(17, 1, 101))).isTrue();
  }

  @Test
  void aConnectionThatGetsAnotherPortReleasesItsFirstPort() {
    Translation first = translation(6, 1, 100);
    Translation second = translation(6, 1, 101);
    open(first);
    reports.clear();
    assertThat(open(second)).isTrue();
    assertThat(reports).containsExactly(report(END, first), report(OPEN, second));
    assertThat(state.translated(first.reverse())).isNull();
    assertThat(open(translation(6, 2, 100))).isTrue();
    assertThat(state.size()).isEqualTo(2);
  }

  @Test
  void anotherEgressPortIsReportedAtOnce() {
    Translation translation = translation(6, 1, 100);
    open(translation);
    reports.clear();
    NatState.Own moved = new NatState.Own(translation, PORT, Set.of(UPLINK2));
    assertThat(state.open(moved, now, reports::add)).isTrue();
    assertThat(reports)
        .containsExactly(new NatState.Report(OPEN, translation, PORT, Set.of(UPLINK2), null));
  }

  @ParameterizedTest
  @CsvSource({"17,120", "1,60", "6,240"})
  void idleTranslationsEndAfterTheLifetimeOfTheirProtocol(int protocol, int seconds) {
    Translation translation = translation(protocol, 1, 100);
    open(translation);
    after(Duration.ofSeconds(seconds));
    assertThat(state.size()).isEqualTo(1);
    invalidated.clear();
    after(Duration.ofSeconds(1));
    assertThat(state.size()).isZero();
    assertThat(reports).containsExactly(report(END, translation));
    assertThat(invalidated)
        .containsExactlyInAnyOrder(
            new FlowTag.Translated(translation.key()),
            new FlowTag.Translated(translation.reverse()));
    assertThat(open(translation(6, 2, 100))).as("the port is free").isTrue();
  }

  @Test
  void anAnsweredTcpConnectionHasALongLifetimeUnlessPortsAreScarce() {
    Translation here = translation(6, 1, 100);
    Translation elsewhere = translation(6, 2, 101);
    open(here);
    open(elsewhere);
    state.translated(here.reverse());
    state.used(elsewhere, now);
    after(Duration.ofMinutes(124));
    assertThat(state.size()).isEqualTo(2);
    leased = 1000;
    ports.tick();
    after(Duration.ofSeconds(1));
    assertThat(state.size()).isZero();
  }

  @Test
  void flowsInUseInEitherDirectionKeepATranslationAndItsReportIsRepeated() {
    Translation translation = translation(17, 1, 100);
    open(translation);
    for (NatKey key : List.of(translation.key(), translation.reverse())) {
      after(Duration.ofSeconds(19), new FlowTag.Translated(key));
      assertThat(reports).isEmpty();
      for (int i = 0; i < 20; i++) {
        after(Duration.ofSeconds(20), new FlowTag.Translated(key));
        assertThat(reports).containsExactly(report(OPEN, translation));
      }
    }
  }

  @Test
  void useOfATranslationIsReportedToTheHostWhereItBegan() {
    Translation translation = translation(17, 1, 100);
    state.reported(translation, PORT, now);
    after(Duration.ofSeconds(21), new FlowTag.Translated(translation.reverse()));
    assertThat(reports)
        .containsExactly(new NatState.Report(USED, translation, PORT, Set.of(), null));
    after(NatState.UDP.plusSeconds(1));
    assertThat(state.size()).isZero();
    assertThat(reports).as("reports, since only the other host reports the end").isEmpty();

    open(translation);
    for (int i = 0; i < 10; i++) {
      after(Duration.ofSeconds(100));
      state.used(translation, now);
    }
    assertThat(state.size()).isEqualTo(1);
  }

  @Test
  void aReportOfUseIsRefusedWhenNoSuchTranslationIsKnown() {
    Translation translation = translation(17, 1, 100);
    assertThat(state.used(translation, now)).as("has ended").isFalse();
    open(translation);
    assertThat(state.used(translation, now)).isTrue();
    assertThat(state.used(translation(17, 1, 101), now)).as("another port").isFalse();
    state.reported(translation(17, 2, 5000), OTHER_PORT, now);
    assertThat(state.used(translation(17, 2, 5000), now)).as("by report").isTrue();
  }

  @Test
  void whatAnotherHostReportsIsKnownUntilItEnds() {
    Translation translation = translation(6, 1, 100);
    state.reported(translation, PORT, now);
    assertThat(state.translated(translation.key())).isEqualTo(translation.to());
    assertThat(state.translated(translation.reverse())).isEqualTo(translation.original());
    assertThat(invalidated).hasSize(2);
    state.ended(translation, OTHER_HOST, reports::add);
    assertThat(state.translated(translation.key())).isNull();
    assertThat(state.translated(translation.reverse())).isNull();
  }

  @Test
  void aReportedTranslationEndsWhenThisHostTakesItsPort() {
    Translation others = translation(6, 1, 6400);
    Translation own = translation(6, 2, 6400);
    state.reported(others, OTHER_PORT, now);
    lease(6400, 6463);
    assertThat(open(own)).isTrue();
    assertThat(state.translated(others.key())).isNull();
    assertThat(state.reported(others, OTHER_PORT, now)).as("it may use the port").isFalse();
    assertThat(state.translated(own.reverse())).isEqualTo(own.original());
    assertThat(state.size()).isEqualTo(1);
  }

  @Test
  void ownTranslationsHavePrecedenceOverReports() {
    Translation own = translation(6, 1, 100);
    Translation others = translation(6, 1, 5000);
    open(own);
    state.reported(others, OTHER_PORT, now);
    assertThat(state.translated(own.key())).isEqualTo(own.to());
    assertThat(state.translated(others.reverse())).isEqualTo(others.original());
    state.ended(others, OTHER_HOST, reports::add);
    state.ended(own, OTHER_HOST, reports::add);
    assertThat(state.translated(own.key())).isEqualTo(own.to());
    assertThat(state.translated(others.reverse())).isNull();
  }

  @Test
  void aLaterReportOfAnotherTranslationReplacesTheFirst() {
    state.reported(translation(6, 1, 5000), PORT, now);
    state.reported(translation(6, 1, 5001), PORT, now);
    assertThat(state.size()).isEqualTo(1);
    assertThat(state.translated(snat(6, 1))).isEqualTo(new Endpoint(ADDRESS, 5001));
  }

  @Test
  void translationsWithPortsOfALostBlockEnd() {
    Translation lost = translation(6, 1, 100);
    open(lost);
    reports.clear();
    state.lost(new PortBlocks.Block(DEVICE, ADDRESS, 2), reports::add);
    state.lost(new PortBlocks.Block(new UUID(1, 2), ADDRESS, 1), reports::add);
    assertThat(reports).isEmpty();
    state.lost(new PortBlocks.Block(DEVICE, ADDRESS, 1), reports::add);
    assertThat(reports).containsExactly(report(END, lost));
    assertThat(state.size()).isZero();
  }

  @Test
  void beyondItsBoundAPortLosesItsOwnTranslationsThatWereUnusedLongest() {
    state.reported(translation(6, -1, 60_001), OTHER_PORT, now);
    for (int i = 0; i < NatState.PER_PORT; i++) {
      now++;
      state.reported(translation(6, i, i), PORT, now);
    }
    now++;
    state.reported(translation(6, 0, 0), PORT, now); // records a use
    now++;
    state.reported(translation(6, 1 << 20, 60_000), PORT, now);
    assertThat(crowdedOut).hasSize(64).containsOnly(PORT);
    assertThat(state.size()).isEqualTo(NatState.PER_PORT + 2 - 64);
    assertThat(state.translated(snat(6, -1))).as("of another port").isNotNull();
    assertThat(state.translated(snat(6, 0))).as("used lately").isNotNull();
    assertThat(state.translated(snat(6, 1))).isNull();
    assertThat(state.translated(snat(6, 64))).isNull();
    assertThat(state.translated(snat(6, 65))).isNotNull();
    assertThat(state.translated(snat(6, 1 << 20))).isNotNull();
  }

  private static Translation other(int host, int number) {
    return new Translation(snat(6, host << 20 | number), new Endpoint(new Ip4(host), number));
  }

  @Test
  void beyondTheTotalBoundThePortWithMostTranslationsLosesSome() {
    for (int port = 0; port < 5; port++) {
      int share = port == 0 ? NatState.PER_PORT : NatState.PER_PORT - 10;
      for (int i = 0; i < share; i++) {
        state.reported(other(port, i), new UUID(3, port), now);
      }
    }
    for (int i = 0; i < 41; i++) {
      state.reported(other(6, i), OTHER_PORT, now);
    }
    assertThat(crowdedOut).hasSize(64).containsOnly(new UUID(3, 0));
  }

  @Test
  void aTranslationThatHasEndedTakesNoPort() {
    Translation translation = translation(6, 1, 100);
    state.restored(translation, PORT, true, now);
    state.refused(translation, reports::add);
    assertThat(state.gotPort(translation)).isFalse();
    state.refused(translation, reports::add);
    assertThat(reports).hasSize(1);
  }

  @Test
  void aRestoredTranslationIsKnownAndReportedWhenItsNextPacketIsSeen() {
    Translation translation = translation(6, 1, 100);
    assertThat(state.restored(translation, PORT, true, now)).as("needs its port").isTrue();
    assertThat(state.translated(translation.key())).isEqualTo(translation.to());
    assertThat(state.translated(translation.reverse())).isEqualTo(translation.original());
    assertThat(invalidated).hasSize(2);
    assertThat(state.gotPort(translation)).isTrue();
    assertThat(state.isWithoutPort(translation)).isFalse();
    assertThat(open(translation)).isTrue();
    assertThat(reports).containsExactly(report(OPEN, translation));
  }

  @Test
  void aRestoredTranslationLivesAsOneThatWasAnswered() {
    Translation translation = translation(6, 1, 100);
    state.restored(translation, PORT, true, now);
    assertThat(state.lifetime(translation)).isEqualTo(NatState.ANSWERED);
    after(NatState.UNANSWERED.plusSeconds(1));
    assertThat(reports).as("the store forgets those that were not answered").isEmpty();
    after(NatState.ANSWERED.plusSeconds(1));
    assertThat(reports)
        .containsExactly(new NatState.Report(END, translation, PORT, Set.of(), null));
  }

  @Test
  void finAndResetShortenTheLifeOfATranslation() {
    Translation translation = translation(6, 1, 100);
    state.restored(translation, PORT, true, now);
    state.seen(Set.of(new FlowTag.Translated(translation.key())), _ -> TcpSegment.FIN);
    assertThat(state.lifetime(translation)).isEqualTo(NatState.CLOSING);
    state.seen(Set.of(new FlowTag.Translated(translation.reverse())), _ -> TcpSegment.RST);
    assertThat(state.lifetime(translation)).isEqualTo(NatState.RESET);
    after(NatState.RESET.plusSeconds(1));
    assertThat(reports)
        .containsExactly(new NatState.Report(END, translation, PORT, Set.of(), null));
  }

  @Test
  void newerTranslationsHavePrecedenceOverRestoredOnes() {
    Translation newer = translation(6, 1, 100);
    open(newer);
    assertThat(state.restored(translation(6, 1, 101), PORT, true, now)).isFalse();
    assertThat(state.restored(newer, PORT, true, now)).isFalse();
    assertThat(state.translated(newer.key())).isEqualTo(newer.to());
    assertThat(state.size()).isEqualTo(1);
  }

  @Test
  void aTranslationThatIsRestoredForItsEgressPortBelongsToTheHostThatReportsIt() {
    Translation translation = translation(6, 1, 5000);
    assertThat(state.restored(translation, UPLINK, false, now)).isFalse();
    assertThat(state.reportOf(translation)).isNull();
    after(NatState.REFRESH, new FlowTag.Translated(translation.key()));
    assertThat(reports).as("to the host of the uplink, itself").hasSize(1);
    state.reported(translation, PORT, now);
    after(NatState.REFRESH, new FlowTag.Translated(translation.key()));
    assertThat(reports)
        .containsExactly(new NatState.Report(USED, translation, PORT, Set.of(), null));
    after(NatState.ANSWERED.plusSeconds(1));
    assertThat(reports).as("no end, since it began elsewhere").isEmpty();
    assertThat(state.size()).isZero();
  }

  @Test
  void aHostWhosePortHasLeftKeepsThePortOfItsTranslationAndDoesNotEndIt() {
    Translation translation = translation(17, 1, 100);
    open(translation);
    state.left(PORT);
    assertThat(open(translation(17, 2, 100))).as("another connection gets the port").isFalse();
    for (int i = 0; i < 10; i++) {
      after(NatState.UDP.minusSeconds(1));
      assertThat(state.reported(translation, PORT, now)).isTrue();
    }
    assertThat(open(translation(17, 2, 100))).isFalse();
    after(NatState.UDP.plusSeconds(1));
    assertThat(reports).as("no end").isEmpty();
    assertThat(open(translation(17, 2, 100))).as("when no more is heard of it").isTrue();
  }

  @Test
  void theEndOfATranslationElsewhereFreesThePortThatThisHostKeptForIt() {
    Translation translation = translation(17, 1, 100);
    open(translation);
    state.left(PORT);
    state.ended(translation, OTHER_HOST, reports::add);
    assertThat(open(translation(17, 2, 100))).isTrue();
  }

  @Test
  void aTranslationWhosePortComesBackGoesOnHere() {
    Translation translation = translation(6, 1, 100);
    open(translation);
    state.left(PORT);
    reports.clear();
    assertThat(state.restored(translation, PORT, true, now)).as("needs a port").isFalse();
    after(NatState.ANSWERED.plusSeconds(1));
    assertThat(reports)
        .containsExactly(new NatState.Report(END, translation, PORT, Set.of(), null));
    assertThat(open(translation(6, 2, 100))).isTrue();
  }

  @Test
  void theFirstPacketOfAKnownTranslationMakesItThisHostsOwnWithoutAnyStore() {
    Translation translation = translation(6, 1, 5000);
    state.reported(translation, PORT, now);
    assertThat(open(translation)).isTrue();
    assertThat(reports).containsExactly(report(OPEN, translation));
    assertThat(state.isWithoutPort(translation)).isTrue();
  }

  @Test
  void aHostThatDoesNotHoldThePortReportsToItsLenderUntilThatRefuses() {
    Translation translation = translation(6, 1, 5000);
    state.restored(translation, PORT, true, now);
    NatState.Report first = new NatState.Report(OPEN, translation, PORT, Set.of(), OTHER_HOST);
    assertThat(state.lentBy(translation, OTHER_HOST)).isEqualTo(first);
    assertThat(state.lentBy(translation, OTHER_HOST)).as("once").isNull();
    after(NatState.REFRESH, new FlowTag.Translated(translation.key()));
    assertThat(reports).containsExactly(first);
    state.ended(translation, new UUID(4, 3), reports::add);
    assertThat(state.translated(translation.key())).as("another's word").isNotNull();
    state.ended(translation, OTHER_HOST, reports::add);
    assertThat(state.translated(translation.key())).isNull();
  }

  @Test
  void aPortInThisHostsBlockIsKeptForATranslationThatAnotherHostReports() {
    Translation theirs = translation(6, 1, 100);
    assertThat(state.reported(theirs, OTHER_PORT, now)).isTrue();
    assertThat(open(translation(6, 2, 100))).isFalse();
    Translation own = translation(6, 3, 101);
    open(own);
    assertThat(state.reported(translation(6, 4, 101), OTHER_PORT, now)).as("is lent").isFalse();
    assertThat(state.translated(own.reverse())).isEqualTo(own.original());
  }

  @Test
  void ofALostBlockThePortsOfConnectionsElsewhereAreForgottenWithoutTheirEnd() {
    Translation translation = translation(6, 1, 100);
    open(translation);
    state.left(PORT);
    reports.clear();
    state.lost(new PortBlocks.Block(DEVICE, ADDRESS, 1), reports::add);
    assertThat(reports).isEmpty();
    assertThat(state.translated(translation.reverse())).isNotNull();
  }

  private static NatKey dnat(int client, int clientPort, int port) {
    return new NatKey(NatKey.Kind.DNAT, 6, new Ip4(client), clientPort, ADDRESS, port, DEVICE);
  }

  @Test
  void destinationsAreSpreadOverAllOfATarget() {
    NatTarget target = new NatTarget(Ip4.parse("10.0.0.254"), Ip4.parse("10.0.1.1"), 8000, 8002);
    Set<Endpoint> chosen = new HashSet<>();
    for (int client = 0; client < 500; client++) {
      Endpoint to =
          ((PortChoice.Free) state.choose(dnat(client, 1000 + client, 443), List.of(target))).to();
      assertThat(state.choose(dnat(client, 1000 + client, 443), List.of(target)))
          .as("the same at all hosts")
          .isEqualTo(new PortChoice.Free(to));
      chosen.add(to);
    }
    assertThat(chosen).hasSize(4 * 3);
    assertThat(chosen).contains(new Endpoint(Ip4.parse("10.0.1.1"), 8002));
  }

  @Test
  void theChoiceOfADestinationDependsOnNothingButTheKey() {
    NatTarget target = new NatTarget(Ip4.parse("10.0.0.254"), Ip4.parse("10.0.1.1"), 8000, 8002);
    assertThat(state.choose(dnat(1, 1000, 443), List.of(target)))
        .as("the same in every process")
        .isEqualTo(new PortChoice.Free(new Endpoint(Ip4.parse("10.0.0.255"), 8001)));
    assertThat(state.choose(dnat(2, 1000, 443), List.of(target)))
        .isEqualTo(new PortChoice.Free(new Endpoint(Ip4.parse("10.0.1.0"), 8001)));
  }

  @Test
  void aDestinationWhoseAnswersWouldBeMistakenIsNotChosen() {
    NatTarget one = new NatTarget(SERVER, SERVER, 8000, 8000);
    Endpoint to = new Endpoint(SERVER, 8000);
    open(new Translation(dnat(1, 1000, 443), to));
    assertThat(state.choose(dnat(1, 1000, 444), List.of(one))).isInstanceOf(PortChoice.None.class);
    assertThat(open(new Translation(dnat(1, 1000, 444), to))).isFalse();
    assertThat(state.choose(dnat(1, 1001, 444), List.of(one))).isEqualTo(new PortChoice.Free(to));
    NatTarget two = new NatTarget(SERVER, SERVER, 8000, 8001);
    assertThat(state.choose(dnat(1, 1000, 444), List.of(two)))
        .isEqualTo(new PortChoice.Free(new Endpoint(SERVER, 8001)));
  }

  @Test
  void aTargetWithoutPortsKeepsTheDestinationPort() {
    NatTarget target = new NatTarget(SERVER, new Ip4(SERVER.bits() + 3), 0, 0);
    PortChoice.Free choice = (PortChoice.Free) state.choose(dnat(1, 1000, 443), List.of(target));
    assertThat(choice.to().port()).isEqualTo(443);
  }

  private static NatKey toVip(int sourcePort) {
    return new NatKey(NatKey.Kind.DNAT, 6, SERVER, sourcePort, ADDRESS, 80, DEVICE);
  }

  @Test
  void aChoiceForASourceAddressEndsAfterItsOwnLifetime() {
    Translation choice = new Translation(toVip(0), new Endpoint(new Ip4(1), 8080));
    open(choice);
    state.used(choice, now);
    after(NatState.STICKY.plusSeconds(1), new FlowTag.Translated(choice.key()));
    assertThat(state.translated(choice.key())).as("its flows are used").isNotNull();
    after(NatState.STICKY);
    assertThat(state.translated(choice.key())).isNotNull();
    after(Duration.ofSeconds(1));
    assertThat(state.translated(choice.key())).isNull();
  }

  /** The other host chose another destination before, for packets with the same key. */
  @Test
  void aDestinationThatAnotherHostReportedForTheSamePacketsIsFree() {
    Translation here = new Translation(toVip(1000), new Endpoint(new Ip4(1), 8080));
    Translation there = new Translation(toVip(1000), new Endpoint(new Ip4(2), 8080));
    open(here);
    state.reported(there, OTHER_PORT, now);
    assertThat(state.translated(here.key())).isEqualTo(here.to());
    NatTarget target = new NatTarget(new Ip4(2), new Ip4(2), 8080, 8080);
    assertThat(state.choose(there.key(), List.of(target)))
        .isEqualTo(new PortChoice.Free(there.to()));
    assertThat(open(there)).isTrue();
    assertThat(state.translated(there.key())).isEqualTo(there.to());
    assertThat(state.translated(there.reverse())).isEqualTo(there.original());
  }
}
