package org.midolab.midonet.nsdb.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.nsdb.ArpEntry;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

class ReplicatedTableTest {

  private static final Mac A = Mac.parse("fa:16:3e:00:00:0a");
  private static final Mac B = Mac.parse("fa:16:3e:00:00:0b");

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private final UUID port1 = UUID.randomUUID();
  private final UUID port2 = UUID.randomUUID();
  private NsdbSettings settings;
  private Nsdb here;
  private Nsdb there;
  private Network network;

  @BeforeEach
  void connect() {
    settings = ZOO.fresh();
    here = ZkNsdb.connect(settings);
    there = ZkNsdb.connect(settings);
    network = here.topology().create(Zoo.network("net"));
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void prefersPersistentEntriesThenTheNewestLearnedOne() {
    var mine = here.tables().macTable(network.id(), 0);
    var theirs = there.tables().macTable(network.id(), 0);
    List<String> seen = new CopyOnWriteArrayList<>();
    try (var view =
        theirs.watch(
            (mac, before, after) -> seen.add(mac + " " + name(before) + ">" + name(after)))) {
      mine.publish(A, port1);
      await().untilAsserted(() -> assertThat(view.get(A)).isEqualTo(port1));
      theirs.publish(A, port2);
      await().untilAsserted(() -> assertThat(view.get(A)).isEqualTo(port2));
      mine.putPersistent(A, port1);
      await().untilAsserted(() -> assertThat(view.get(A)).isEqualTo(port1));
      assertThat(mine.read()).containsOnly(Map.entry(A, port1));
      mine.removePersistent(A, port1);
      await().untilAsserted(() -> assertThat(view.get(A)).isEqualTo(port2));
      theirs.withdraw(A);
      await().untilAsserted(() -> assertThat(view.get(A)).isEqualTo(port1));
      mine.withdraw(A);
      await().untilAsserted(() -> assertThat(view.entries()).isEmpty());
      assertThat(seen)
          .containsExactly(A + " ->1", A + " 1>2", A + " 2>1", A + " 1>2", A + " 2>1", A + " 1>-");
    }
  }

  private String name(UUID port) {
    return port == null ? "-" : port.equals(port1) ? "1" : "2";
  }

  @Test
  void usesMidonetsNamesOfNodes() throws Exception {
    here.tables().macTable(network.id(), 0).putPersistent(A, port1);
    here.tables().ip4MacTable(network.id()).putPersistent(Zoo.ip("192.0.2.1"), A);
    here.tables().macTable(network.id(), 0).publish(B, port2);
    String table = settings.rootKey() + "/zoom/0/tables/Network/" + network.id();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        here.client(Session.NORMAL).getChildren().forPath(table + "/mac_table/0"))
                    .hasSize(2)
                    .anyMatch(name -> name.equals(A + "," + port1 + ",2147483647"))
                    .anyMatch(name -> name.matches(B + "," + port2 + ",[0-9]{10}")));
    assertThat(here.client(Session.NORMAL).getChildren().forPath(table + "/ip4_mac_table"))
        .containsExactly("192.0.2.1," + A + ",2147483647");
  }

  @Test
  void aChangedValueReplacesTheOwnEntry() throws Exception {
    var table = here.tables().macTable(network.id(), 0);
    table.publish(A, port1);
    await().untilAsserted(() -> assertThat(table.read()).containsEntry(A, port1));
    table.publish(A, port2);
    await().untilAsserted(() -> assertThat(table.read()).containsEntry(A, port2));
    String path = settings.rootKey() + "/zoom/0/tables/Network/" + network.id() + "/mac_table/0";
    await()
        .untilAsserted(
            () -> assertThat(here.client(Session.NORMAL).getChildren().forPath(path)).hasSize(1));
  }

  @Test
  void aClaimOfTheSameValueTakesPrecedenceAgain() {
    var mine = here.tables().macTable(network.id(), 0);
    var theirs = there.tables().macTable(network.id(), 0);
    try (var view = theirs.watch((mac, before, after) -> {})) {
      for (int i = 0; i < 5; i++) {
        mine.claim(A, port1);
        await().untilAsserted(() -> assertThat(view.get(A)).isEqualTo(port1));
        theirs.claim(A, port2);
        await().untilAsserted(() -> assertThat(view.get(A)).isEqualTo(port2));
      }
      assertThat(there.tables().macTable(network.id(), 0).read()).containsEntry(A, port2);
      mine.withdraw(A);
      mine.publish(A, port1);
      await().untilAsserted(() -> assertThat(view.get(A)).isEqualTo(port1));
    }
  }

  @Test
  void manyEntriesOfOnePortDoNotDelayOtherPorts() throws Exception {
    Network flooded = here.topology().create(Zoo.network("flooded"));
    var flood = here.tables().macTable(flooded.id(), 0);
    try (var view = there.tables().macTable(network.id(), 0).watch((mac, before, after) -> {})) {
      for (int i = 0; i < 15_000; i++) {
        flood.publish(new Mac(0x0200_0000_0000L + i), port1);
      }
      here.tables().macTable(network.id(), 0).publish(A, port2);
      await().atMost(Duration.ofSeconds(30)).until(() -> port2.equals(view.get(A)));
      assertThat(flood.read().size()).as("entries of the flood written first").isLessThan(5_000);
    }
  }

  @Test
  void entriesOfADeletedDeviceDoNotDelayOthers() {
    Network gone = here.topology().create(Zoo.network("gone"));
    here.topology().delete(Network.class, gone.id());
    for (int i = 0; i < 20; i++) {
      here.tables().macTable(gone.id(), 0).publish(new Mac(0x0200_0000_0000L + i), port1);
      here.tables().macTable(network.id(), 0).publish(new Mac(0x0200_0000_0000L + i), port1);
    }
    await()
        .untilAsserted(
            () -> assertThat(here.tables().macTable(network.id(), 0).read()).hasSize(20));
  }

  @Test
  void createsTheTableOfAVlanWithItsFirstEntry() {
    here.tables().macTable(network.id(), 12).publish(A, port1);
    await()
        .untilAsserted(
            () ->
                assertThat(there.tables().macTable(network.id(), 12).read())
                    .containsEntry(A, port1));
    assertThat(there.tables().vlans(network.id())).containsExactly(12);
  }

  @Test
  void learnedEntriesOutliveASessionAndEndWithTheirProcessOrDevice() throws Exception {
    Router router = here.topology().create(Zoo.router("router"));
    ArpEntry entry = new ArpEntry(A, 1000, 500, 1);
    var mine = here.tables().arpTable(router.id());
    Ip4 address = Zoo.ip("192.168.1.2");
    try (var view = there.tables().arpTable(router.id()).watch((key, before, after) -> {})) {
      mine.publish(address, entry);
      await().untilAsserted(() -> assertThat(view.get(address)).isEqualTo(entry));
      Zoo.expire(here, Session.NORMAL);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(mine.read()).containsEntry(address, entry));
      ArpEntry fresher = new ArpEntry(B, 2000, 1500, 2);
      mine.publish(address, fresher);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(view.get(address)).isEqualTo(fresher));
      there.topology().delete(Router.class, router.id());
      await().untilAsserted(() -> assertThat(view.entries()).isEmpty());
      mine.publish(address, entry);
      assertThat(there.topology().exists(Router.class, router.id())).isFalse();
      assertThat(mine.read()).isEmpty();
    }
    here.tables().macTable(network.id(), 0).publish(A, port1);
    await()
        .untilAsserted(
            () -> assertThat(there.tables().macTable(network.id(), 0).read()).isNotEmpty());
    here.close();
    assertThat(there.tables().macTable(network.id(), 0).read()).isEmpty();
  }

  @Test
  void anUnansweredArpRequestHasNoMac() {
    ArpEntry asking = new ArpEntry(null, 1, 2, 3);
    assertThat(ArpEntry.parse(asking.toString())).isEqualTo(asking);
  }
}
