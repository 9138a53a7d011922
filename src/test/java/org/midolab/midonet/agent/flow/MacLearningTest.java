package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.simulation.Effect.LearnMac;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.nsdb.ReplicatedTable;
import org.midolab.midonet.nsdb.ReplicatedTables;

class MacLearningTest {

  private static final long MILLI = 1_000_000L;
  private static final Mac STATION = Mac.parse("fa:16:3e:00:00:0a");

  private final UUID network = UUID.randomUUID();
  private final UUID here = UUID.randomUUID();
  private final UUID elsewhere = UUID.randomUUID();

  /** The entries of the shared table, which the test sets. */
  private final Map<Mac, UUID> table = new HashMap<>();

  private final List<String> calls = new ArrayList<>();
  private DeviceTables tables;
  private MacLearning learning;
  private long now = 5_000_000_000L;

  @BeforeEach
  void open() throws Exception {
    tables =
        new DeviceTables(
            replicated(),
            tags -> {},
            (router, address, before, after) -> {},
            (network, address, owner) -> {});
    tables.follow(
        Topology.EMPTY
            .edit()
            .put(NetworkBuilder.builder().id(network).adminStateUp(true).build())
            .put(PortBuilder.builder().id(UUID.randomUUID()).networkId(network).vlanId(7).build())
            .done());
    assertThat(tables.awaitOpen(5)).isTrue();
    learning = new MacLearning(tables, Duration.ofSeconds(15));
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private ReplicatedTables replicated() {
    return fake(
        ReplicatedTables.class,
        (method, arguments) ->
            fake(ReplicatedTable.class, (name, of) -> answer(method.equals("macTable"), name, of)));
  }

  private Object answer(boolean macs, String method, Object[] arguments) {
    switch (method) {
      case "watch" -> {
        return fake(
            ReplicatedTable.View.class,
            (name, of) -> macs && name.equals("get") ? table.get((Mac) of[0]) : null);
      }
      case "claim" -> calls.add("claim " + (arguments[1].equals(here) ? "here" : "other"));
      case "withdraw" -> calls.add("withdraw");
      default -> throw new UnsupportedOperationException(method);
    }
    return null;
  }

  private interface Answers {
    Object to(String method, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
  }

  private LearnMac station(Mac mac, UUID port) {
    return new LearnMac(network, 0, mac, port);
  }

  private boolean seen() {
    return learning.seen(station(STATION, here), now);
  }

  private static Mac mac(int number) {
    return new Mac(0x0200_0000_0000L + number);
  }

  @Test
  void aNewStationIsClaimedOnceAndMayHaveFlowsAtOnce() {
    assertThat(seen()).isTrue();
    assertThat(seen()).isTrue();
    now += 5_000 * MILLI;
    assertThat(seen()).as("without an answer of ZooKeeper").isTrue();
    assertThat(calls).containsExactly("claim here");
  }

  @Test
  void aStationThatReturnsIsClaimedAgainAndHasNoFlowsBeforeTheTableIsUpdated() {
    seen();
    table.put(STATION, here);
    assertThat(seen()).isTrue();
    table.put(STATION, elsewhere);
    now += 300 * MILLI;
    assertThat(seen()).isFalse();
    assertThat(calls).containsExactly("claim here", "claim here");
    assertThat(seen()).isFalse();
    table.put(STATION, here);
    assertThat(seen()).isTrue();
    assertThat(calls).hasSize(2);
  }

  @Test
  void theTablesOfVlansAreReadIfTheNetworkHasAPortOfTheVlan() {
    LearnMac ofPort = new LearnMac(network, 7, STATION, here);
    LearnMac ofNone = new LearnMac(network, 8, STATION, here);
    learning.seen(ofPort, now);
    learning.seen(ofNone, now);
    calls.clear();
    table.put(STATION, elsewhere);
    now += 300 * MILLI;
    assertThat(learning.seen(ofNone, now)).isTrue();
    assertThat(calls).isEmpty();
    assertThat(learning.seen(ofPort, now)).isFalse();
    assertThat(calls).containsExactly("claim here");
  }

  @Test
  void aStationWhoseFrameCameTooSoonIsClaimedLater() {
    seen();
    table.put(STATION, elsewhere);
    now += 10 * MILLI;
    assertThat(seen()).isFalse();
    learning.settle(now);
    assertThat(calls).hasSize(1);
    now += MacLearning.CONTEST_NANOS;
    learning.settle(now);
    learning.settle(now);
    assertThat(calls).containsExactly("claim here", "claim here");
  }

  @Test
  void aStationThatMovedOnMeanwhileIsNotClaimedLater() {
    seen();
    table.put(STATION, elsewhere);
    now += 10 * MILLI;
    seen();
    table.put(STATION, UUID.randomUUID());
    now += MacLearning.CONTEST_NANOS;
    learning.settle(now);
    assertThat(calls).hasSize(1);
  }

  @Test
  void aStationThatMovesOftenIsClaimedAtOnceAtEachReturn() {
    for (int visit = 1; visit <= 50; visit++) {
      assertThat(seen()).as("visit %d", visit).isEqualTo(visit == 1);
      assertThat(calls).as("visit %d", visit).hasSize(visit);
      table.put(STATION, here);
      now += 250 * MILLI;
      learning.settle(now);
      now += 750 * MILLI;
      table.put(STATION, elsewhere);
      now += 1_000 * MILLI;
      learning.settle(now);
    }
  }

  @Test
  void claimsThatFailAreRepeatedAtLongerAndLongerPauses() {
    table.put(STATION, elsewhere);
    int flowable = 0;
    for (int i = 0; i < 10_000; i++) {
      flowable += seen() ? 1 : 0;
      now += MILLI;
      learning.settle(now);
    }
    assertThat(calls).hasSizeLessThan(12);
    assertThat(flowable).as("frames after two seconds, which may have flows").isGreaterThan(7_900);
  }

  @Test
  void stationsOfAPortAreBoundedAndTheOldestAreRemovedFirst() {
    seen();
    UUID flood = UUID.randomUUID();
    for (int i = 0; i < 3 * MacLearning.PER_PORT; i++) {
      learning.seen(station(mac(i), flood), now++);
      learning.seen(station(mac(0), flood), now);
    }
    assertThat(learning.size()).isEqualTo(MacLearning.PER_PORT + 1);
    assertThat(learning.evicted()).isEqualTo(2 * MacLearning.PER_PORT);
    calls.clear();
    learning.seen(station(mac(0), flood), now);
    seen();
    assertThat(calls).as("neither station was removed").isEmpty();
    learning.seen(station(mac(1), flood), now);
    assertThat(calls).as("a removed station is claimed again").contains("claim other");
  }

  @Test
  void beyondTheBoundOfANetworkThePortWithMostStationsLosesSome() {
    seen();
    for (int i = 0; i < MacLearning.PER_NETWORK + 5_000; i++) {
      learning.seen(station(mac(i), new UUID(1, i % 12)), now++);
    }
    assertThat(learning.size()).isEqualTo(MacLearning.PER_NETWORK);
    calls.clear();
    assertThat(seen()).isTrue();
    assertThat(calls).isEmpty();
  }

  @Test
  void unusedEntriesAreWithdrawn() {
    seen();
    learning.hold(Set.of(station(STATION, here)));
    now += 60_000 * MILLI;
    learning.expire(now);
    assertThat(calls).containsExactly("claim here");
    learning.release(Set.of(station(STATION, here)), now);
    now += 16_000 * MILLI;
    learning.expire(now);
    assertThat(calls).containsExactly("claim here", "withdraw");
    assertThat(learning.size()).isZero();
  }
}
