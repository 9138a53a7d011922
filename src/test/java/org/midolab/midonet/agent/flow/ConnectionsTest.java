package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.simulation.ConnectionKey;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.TcpFlags;
import org.midolab.midonet.packet.TcpSegment;

class ConnectionsTest {

  private static final UUID DEVICE = new UUID(1, 1);
  private static final UUID PORT = new UUID(2, 1);
  private static final UUID OTHER_PORT = new UUID(2, 2);

  private final Set<FlowTag> invalidated = new HashSet<>();
  private final List<UUID> crowdedOut = new ArrayList<>();
  private final List<Connections.Own> forgotten = new ArrayList<>();
  private final List<Connections.Own> closed = new ArrayList<>();
  private final Connections connections =
      new Connections(invalidated::addAll, crowdedOut::add, forgotten::add);
  private long now;

  private static ConnectionKey key(int protocol, int number) {
    return new ConnectionKey(protocol, new Ip4(number), 80, Ip4.parse("10.0.0.1"), 1000, DEVICE);
  }

  private static Connections.Own own(ConnectionKey key, UUID port) {
    return new Connections.Own(key, port, Set.of(OTHER_PORT), null, new byte[0]);
  }

  private List<Connections.Own> after(Duration pause, FlowTag... used) {
    now += pause.toNanos();
    return connections.expire(Set.of(used)::contains, now, closed::add);
  }

  @Test
  void aNewConnectionInvalidatesDropFlowsOfItsAnswers() {
    assertThat(connections.opened(own(key(6, 1), PORT), now)).as("a report is due").isTrue();
    assertThat(invalidated).containsExactly(new FlowTag.Connection(key(6, 1)));
    invalidated.clear();
    assertThat(connections.opened(own(key(6, 1), PORT), now)).as("no second report").isFalse();
    assertThat(invalidated).isEmpty();
    assertThat(connections.contains(key(6, 1))).isTrue();
    assertThat(connections.contains(key(6, 2))).isFalse();
  }

  @Test
  void lifetimesDependOnTheProtocol() {
    ConnectionKey unanswered = key(6, 1);
    ConnectionKey answered = key(6, 2);
    ConnectionKey udp = key(17, 3);
    for (ConnectionKey key : List.of(unanswered, answered, udp)) {
      connections.reported(key, PORT, now);
    }
    connections.contains(answered);
    connections.contains(udp);
    after(Duration.ofSeconds(29));
    assertThat(connections.size()).isEqualTo(3);
    after(Duration.ofSeconds(2));
    assertThat(connections.contains(udp)).isFalse();
    after(Duration.ofSeconds(30));
    assertThat(connections.size()).as("the answered one").isEqualTo(1);
    after(Duration.ofHours(2));
    assertThat(connections.contains(answered)).isTrue();
    invalidated.clear();
    after(Duration.ofHours(3));
    assertThat(connections.size()).isZero();
    assertThat(invalidated).containsExactly(new FlowTag.Connection(answered));
  }

  /** Answered connections, which would live for hours. */
  private void closes(ConnectionKey key, Duration lifetime) {
    after(lifetime.minusSeconds(1));
    assertThat(connections.lifetime(key)).isEqualTo(lifetime);
    after(Duration.ofSeconds(2));
    assertThat(connections.contains(key)).isFalse();
  }

  @Test
  void finAndResetShortenTheLifeOfAConnection() {
    ConnectionKey finished = key(6, 1);
    ConnectionKey reset = key(6, 2);
    for (ConnectionKey key : List.of(finished, reset)) {
      connections.opened(own(key, PORT), now);
      connections.contains(key);
    }
    connections.seen(Set.of(new FlowTag.Connection(reset)), _ -> TcpSegment.RST);
    closes(reset, Connections.RESET);
    assertThat(closed).extracting(Connections.Own::key).containsExactly(reset);
    assertThat(forgotten).as("its row").isEqualTo(closed);
    connections.seen(Set.of(new FlowTag.Opened(finished)), _ -> TcpSegment.FIN);
    after(Duration.ofSeconds(60), new FlowTag.Opened(finished));
    closes(finished, Connections.CLOSING);
  }

  @Test
  void aConnectionThatGoesOnLivesAsLongAsBefore() {
    ConnectionKey key = key(6, 1);
    connections.opened(own(key, PORT), now);
    connections.contains(key);
    connections.seen(Set.of(new FlowTag.Opened(key)), _ -> TcpSegment.FIN);
    connections.seen(Set.of(new FlowTag.Connection(key)), _ -> TcpSegment.RST);
    connections.seen(Set.of(new FlowTag.Connection(key)), _ -> TcpSegment.SYN);
    assertThat(connections.lifetime(key)).as("one direction").isEqualTo(Connections.CLOSING);
    connections.seen(Set.of(new FlowTag.Opened(key)), _ -> TcpSegment.SYN);
    assertThat(connections.lifetime(key)).isEqualTo(Connections.ANSWERED);
    after(Duration.ofHours(2));
    assertThat(connections.contains(key)).isTrue();
    assertThat(closed).isEmpty();
  }

  @Test
  void aPacketThatIsNotAResetTakesAResetBack() {
    ConnectionKey key = key(6, 1);
    connections.opened(own(key, PORT), now);
    connections.contains(key);
    Set<FlowTag> answers = Set.of(new FlowTag.Connection(key));
    connections.seen(answers, seen -> TcpFlags.seen(seen, TcpSegment.RST));
    assertThat(connections.lifetime(key)).isEqualTo(Connections.RESET);
    connections.seen(answers, seen -> TcpFlags.seen(seen, 0));
    assertThat(connections.lifetime(key)).isEqualTo(Connections.ANSWERED);
  }

  @Test
  void flowsInUseKeepAConnectionAndItsReportIsRepeated() {
    Connections.Own own = own(key(17, 1), PORT);
    connections.opened(own, now);
    FlowTag forward = new FlowTag.Opened(own.key());
    assertThat(after(Duration.ofSeconds(9), forward)).isEmpty();
    for (int i = 0; i < 20; i++) {
      assertThat(after(Duration.ofSeconds(11), forward)).containsExactly(own);
    }
    FlowTag answers = new FlowTag.Connection(own.key());
    for (int i = 0; i < 20; i++) {
      assertThat(after(Duration.ofSeconds(31), answers)).as("no report is due").isEmpty();
    }
    assertThat(connections.contains(own.key())).isTrue();
    after(Duration.ofSeconds(31));
    assertThat(connections.contains(own.key())).isFalse();
  }

  @Test
  void beyondItsBoundAPortLosesItsOwnOldestUnansweredOnly() {
    connections.reported(key(6, -1), OTHER_PORT, now);
    for (int i = 0; i < Connections.PER_PORT; i++) {
      connections.reported(key(6, i), PORT, now);
    }
    connections.contains(key(6, 0));
    for (int i = 0; i < 100; i++) {
      connections.reported(key(6, Connections.PER_PORT + i), PORT, now);
    }
    assertThat(connections.size()).isEqualTo(Connections.PER_PORT + 1);
    assertThat(crowdedOut).hasSize(100).containsOnly(PORT);
    assertThat(connections.contains(key(6, -1))).as("connection of another port").isTrue();
    assertThat(connections.contains(key(6, 0))).as("answered connection").isTrue();
    assertThat(connections.contains(key(6, 1))).isFalse();
    assertThat(connections.contains(key(6, 101))).isTrue();
  }

  @Test
  void afterAChangeOfFiltersAllConnectionsThatBeganHereAreCheckedInTurn() {
    for (int i = 0; i < 10; i++) {
      connections.opened(own(key(6, i), PORT), now);
    }
    connections.reported(key(6, 100), PORT, now);
    connections.changed(Set.of(new FlowTag.Device(OTHER_PORT)));
    assertThat(connections.suspects(7)).as("connections of a port where none began").isEmpty();
    for (FlowTag change : List.of(new FlowTag.Filter(DEVICE), new FlowTag.Device(PORT))) {
      connections.changed(Set.of(change));
      assertThat(connections.suspects(7)).hasSize(7);
      assertThat(connections.suspects(7)).hasSize(3);
      assertThat(connections.suspects(7)).isEmpty();
    }
  }

  @Test
  void aConnectionThatLeavesThroughAnotherPortIsReportedAgain() {
    ConnectionKey key = key(17, 1);
    connections.opened(own(key, PORT), now);
    var rerouted = new Connections.Own(key, PORT, Set.of(new UUID(2, 3)), null, new byte[0]);
    assertThat(connections.opened(rerouted, now)).isTrue();
    assertThat(connections.opened(rerouted, now)).isFalse();
    assertThat(after(Connections.REFRESH.plusSeconds(1), new FlowTag.Opened(key)))
        .as("the report goes to the hosts of the new port")
        .containsExactly(rerouted);
  }

  @Test
  void aRestoredConnectionLivesAsOneThatWasAnswered() {
    connections.restored(key(6, 1), PORT, true, now);
    connections.restored(key(6, 2), OTHER_PORT, false, now);
    assertThat(invalidated)
        .as("drops of answers")
        .contains(new FlowTag.Connection(key(6, 1)), new FlowTag.Connection(key(6, 2)));
    assertThat(connections.lifetime(key(6, 1))).isEqualTo(Connections.ANSWERED);
    after(Connections.UNANSWERED.plusSeconds(1));
    assertThat(connections.size()).isEqualTo(2);
    after(Connections.ANSWERED.plusSeconds(1));
    assertThat(connections.size()).isZero();
    assertThat(forgotten).as("rows end by themselves").isEmpty();
  }

  @Test
  void theNextPacketOfARestoredConnectionIsReportedAndCanBeShownToFilters() {
    connections.restored(key(6, 1), PORT, true, now);
    Connections.Own own = own(key(6, 1), PORT);
    assertThat(connections.opened(own, now)).as("a report is due").isTrue();
    connections.restored(key(6, 1), PORT, true, now);
    connections.changed(Set.of(new FlowTag.Device(PORT)));
    assertThat(connections.suspects(7)).containsExactly(own);
  }

  /** Ports come up at each start, which is no reason to end what was restored. */
  @Test
  void aRestoredConnectionIsCheckedOnlyWhenFiltersChange() {
    connections.restored(key(6, 1), PORT, true, now);
    connections.restored(key(6, 2), PORT, false, now);
    connections.changed(Set.of(new FlowTag.Device(PORT)));
    assertThat(connections.suspects(7)).isEmpty();
    connections.changed(Set.of(new FlowTag.Filter(DEVICE)));
    assertThat(connections.suspects(7)).extracting(Connections.Own::key).containsExactly(key(6, 1));
    connections.refiltered(PORT);
    assertThat(connections.suspects(7)).extracting(Connections.Own::key).containsExactly(key(6, 1));
    connections.refiltered(OTHER_PORT);
    assertThat(connections.suspects(7)).isEmpty();
  }

  @Test
  void whatEndsBeforeItsLifetimeIsForgottenByTheStoreIfItBeganHere() {
    Connections.Own own = own(key(6, 1), PORT);
    connections.opened(own, now);
    connections.reported(key(6, 2), PORT, now);
    connections.ended(key(6, 1));
    connections.ended(key(6, 2));
    assertThat(forgotten).containsExactly(own);
  }

  @Test
  void frequentChangesDoNotPreventChecksOfAnyConnection() {
    for (int i = 0; i < 10; i++) {
      connections.opened(own(key(6, i), PORT), now);
    }
    Set<ConnectionKey> checked = new HashSet<>();
    for (int change = 0; change < 10; change++) {
      connections.changed(Set.of(new FlowTag.Filter(DEVICE)));
      connections.suspects(3).forEach(own -> checked.add(own.key()));
    }
    assertThat(checked).hasSize(10);
  }

  @Test
  void beyondTheTotalBoundThePortWithMostConnectionsLosesSome() {
    for (int port = 0; port < 5; port++) {
      int share = port == 0 ? Connections.PER_PORT : Connections.PER_PORT - 10;
      for (int i = 0; i < share; i++) {
        connections.reported(key(6, port << 20 | i), new UUID(3, port), now);
      }
    }
    for (int i = 0; i < 50; i++) {
      connections.reported(key(6, 6 << 20 | i), OTHER_PORT, now);
    }
    assertThat(connections.size()).isEqualTo(Connections.MOST);
    assertThat(crowdedOut).hasSize(10).containsOnly(new UUID(3, 0));
  }
}
