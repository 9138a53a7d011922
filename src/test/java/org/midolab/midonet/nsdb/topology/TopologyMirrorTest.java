package org.midolab.midonet.nsdb.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronNetworkBuilder;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.Subscription;
import org.midolab.midonet.nsdb.TopologyMirror;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

class TopologyMirrorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private NsdbSettings settings;
  private Nsdb writer;
  private Nsdb reader;
  private TopologyStore store;

  @BeforeEach
  void connect() {
    settings = ZOO.fresh();
    writer = ZkNsdb.connect(settings);
    reader = ZkNsdb.connect(settings);
    store = writer.topology();
  }

  @AfterEach
  void close() {
    writer.close();
    reader.close();
  }

  @Test
  void excludesNeutronsObjects() {
    Network network = Zoo.network("net");
    NeutronNetwork neutrons =
        NeutronNetworkBuilder.builder().id(network.id()).name("Neutron's").build();
    store.create(neutrons);
    try (TopologyMirror mirror = reader.mirrorTopology(PATIENCE)) {
      store.write(
          transaction -> {
            transaction.update(neutrons.withName("renamed"));
            transaction.create(network);
          });
      await()
          .untilAsserted(
              () -> assertThat(mirror.current().network(network.id())).isEqualTo(network));
      assertThat(mirror.current().all(NeutronNetwork.class)).isEmpty();
    }
    assertThat(store.get(NeutronNetwork.class, network.id()).name()).isEqualTo("renamed");
  }

  @Test
  void startsWithAllObjectsAndFollowsChanges() {
    Network network = store.create(Zoo.network("net"));
    Port port = store.create(Zoo.portOf(network));
    try (TopologyMirror mirror = reader.mirrorTopology(PATIENCE)) {
      assertThat(mirror.current().portsOf(network.id())).containsExactly(port);
      assertThat(mirror.current().portByTunnelKey(port.tunnelKey())).isEqualTo(port);
      List<Set<UUID>> changes = new CopyOnWriteArrayList<>();
      Subscription subscription = mirror.listen((before, after, changed) -> changes.add(changed));
      await()
          .untilAsserted(
              () -> assertThat(changes).containsExactly(Set.of(network.id(), port.id())));
      store.update(network.withName("renamed"));
      await()
          .untilAsserted(
              () -> assertThat(mirror.current().network(network.id()).name()).isEqualTo("renamed"));
      store.delete(Network.class, network.id());
      await().untilAsserted(() -> assertThat(mirror.current().all(Port.class)).isEmpty());
      await()
          .untilAsserted(
              () ->
                  assertThat(changes)
                      .containsExactly(
                          Set.of(network.id(), port.id()),
                          Set.of(network.id()),
                          Set.of(network.id(), port.id())));
      subscription.close();
      store.create(network);
      await()
          .untilAsserted(
              () -> assertThat(mirror.current().network(network.id())).isEqualTo(network));
      assertThat(changes).hasSize(3);
    }
  }

  /**
   * Each transaction keeps the numbers of ports and rules equal, so every snapshot must have equal
   * numbers.
   */
  @Test
  void neverShowsAPartOfATransaction() {
    Network network = store.create(Zoo.network("net"));
    Chain chain = store.create(Zoo.chain("chain"));
    AtomicInteger halves = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    try (TopologyMirror mirror = reader.mirrorTopology(PATIENCE)) {
      mirror.listen(
          (before, after, changed) -> {
            seen.incrementAndGet();
            if (after.all(Port.class).size() != after.all(Rule.class).size()
                || after.rulesOf(chain.id()).size() != after.all(Rule.class).size()) {
              halves.incrementAndGet();
            }
          });
      for (int i = 0; i < 200; i++) {
        store.write(
            transaction -> {
              transaction.create(Zoo.portOf(network));
              transaction.create(Zoo.rule(chain));
            });
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(mirror.current().all(Port.class)).hasSize(200));
      assertThat(halves).hasValue(0);
      assertThat(seen).hasValueGreaterThan(10);
    }
  }

  @Test
  void showsChangesDuringALostSessionAfterwards() throws Exception {
    Network network = store.create(Zoo.network("net"));
    try (TopologyMirror mirror = reader.mirrorTopology(PATIENCE)) {
      Zoo.expire(reader, Session.NORMAL);
      store.delete(Network.class, network.id());
      Router router = store.create(Zoo.router("router"));
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(mirror.current().network(network.id())).isNull();
                assertThat(mirror.current().router(router.id())).isEqualTo(router);
              });
      store.delete(Router.class, router.id());
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(mirror.current().router(router.id())).isNull());
    }
  }

  @Test
  void followsARestartOfTheServer() throws Exception {
    try (TopologyMirror mirror = reader.mirrorTopology(PATIENCE)) {
      ZOO.server().restart();
      Network network = store.create(Zoo.network("after the restart"));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(mirror.current().network(network.id())).isEqualTo(network));
    }
  }

  @Test
  void leavesOutUnreadableObjects() throws Exception {
    String broken = settings.rootKey() + "/zoom/0/models/Network/" + UUID.randomUUID();
    Network good = store.create(Zoo.network("good"));
    writer.client(Session.NORMAL).create().forPath(broken, "not json".getBytes());
    try (TopologyMirror mirror = reader.mirrorTopology(PATIENCE)) {
      assertThat(mirror.current().all(Network.class)).containsExactly(good);
    }
  }

  @Test
  void reportsAnUnreachableDatabaseInTime() {
    try (Nsdb nowhere =
        ZkNsdb.connect(
            NsdbSettings.of("127.0.0.1:1").withOperationTimeout(Duration.ofSeconds(1)))) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> nowhere.topology().ids(Network.class))
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("127.0.0.1:1");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(nowhere.awaitConnected(Duration.ofMillis(10))).isFalse();
    }
  }

  /** Compares snapshots after random changes with a snapshot that is built from an empty one. */
  @Test
  void keepsIndexesCorrectDuringRandomChanges() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Topology topology = Topology.EMPTY;
    Set<UUID> alive = new ConcurrentSkipListSet<>();
    List<Network> networks = List.of(Zoo.network("a"), Zoo.network("b"), Zoo.network("c"));
    List<Port> ports = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 30; i++) {
      ports.add(Zoo.portOf(networks.getFirst()));
    }
    for (int i = 0; i < 500; i++) {
      Topology.Editor editor = topology.edit();
      Port port = ports.get(random.nextInt(ports.size()));
      if (random.nextInt(3) == 0) {
        editor.remove(Port.class, port.id());
        alive.remove(port.id());
      } else {
        editor.put(
            port.withNetworkId(networks.get(random.nextInt(3)).id())
                .withTunnelKey(1 + random.nextInt(5))
                .withPortGroupIds(
                    random.nextBoolean()
                        ? Set.of()
                        : Set.of(networks.get(random.nextInt(3)).id())));
        alive.add(port.id());
      }
      topology = editor.done();
      Topology rebuilt = Topology.of(topology.all(Port.class).toArray(TopologyObject[]::new));
      for (Network network : networks) {
        assertThat(topology.portsOf(network.id()))
            .as("seed %d", seed)
            .containsExactlyInAnyOrderElementsOf(rebuilt.portsOf(network.id()));
        assertThat(topology.membersOf(network.id()))
            .containsExactlyInAnyOrderElementsOf(rebuilt.membersOf(network.id()));
      }
      assertThat(topology.all(Port.class))
          .extracting(Port::id)
          .containsExactlyInAnyOrderElementsOf(alive);
    }
  }
}
