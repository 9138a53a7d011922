package org.midolab.midonet.nsdb.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.BgpNetwork;
import org.midolab.midonet.model.BgpPeer;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.nsdb.AlreadyExistsException;
import org.midolab.midonet.nsdb.ConflictException;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.ReferencedException;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.midolab.midonet.nsdb.zookeeper.Json;
import org.midolab.midonet.nsdb.zookeeper.Zk;

class TopologyStoreTest extends StoreTest {

  @Test
  void readsCreatedObjectsAndStoresThemReadably() throws Exception {
    Network network = store.create(Zoo.network("net"));
    Port port = store.create(Zoo.portOf(network));
    Chain chain = store.create(Zoo.chain("chain"));
    Rule rule =
        Zoo.rule(chain)
            .withCondition(
                ConditionBuilder.builder(Condition.ANY)
                    .nwSrc(Prefix.parse("198.51.100.0/24"))
                    .tpDst(new Condition.Range(80, 81))
                    .inPortIds(Set.of(port.id()))
                    .build())
            .withNatTargets(
                List.of(new Rule.NatTarget(Zoo.ip("192.0.2.1"), Zoo.ip("192.0.2.1"), 0, 0)));
    store.create(rule);

    assertThat(store.get(Network.class, network.id())).isEqualTo(network);
    assertThat(store.get(Port.class, port.id())).isEqualTo(port);
    assertThat(store.get(Rule.class, rule.id())).isEqualTo(rule);
    assertThat(store.find(Network.class, network.id()).orElseThrow().version()).isZero();
    String text = data("/zoom/0/models/Network/" + network.id());
    assertThat(text)
        .contains("\"name\":\"net\"", "\"adminStateUp\":true")
        .doesNotContain("null", "interior");
    assertThat(data("/zoom/0/models/Rule/" + rule.id()))
        .contains("\"nwSrc\":\"198.51.100.0/24\"", "\"addressFrom\":\"192.0.2.1\"")
        .doesNotContain("conjunctionInv", "static");
    assertThat(data("/zoom/0/models/Port/" + port.id()))
        .doesNotContain("interior", "exterior", "deviceId");
  }

  private String data(String path) throws Exception {
    return new String(
        nsdb.client(Session.NORMAL).getData().forPath(nsdb.settings().rootKey() + path),
        StandardCharsets.UTF_8);
  }

  @Test
  void findsListsAndReferencesWithoutReadingOtherObjects() {
    Network a = store.create(Zoo.network("a"));
    Network b = store.create(Zoo.network("b"));
    List<Port> ports = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      ports.add(store.create(Zoo.portOf(i % 2 == 0 ? a : b)));
    }
    assertThat(store.list(Port.class)).containsExactlyInAnyOrderElementsOf(ports);
    assertThat(store.referencing(Network.class, a.id(), Port.class, "networkId"))
        .containsExactlyInAnyOrderElementsOf(
            ports.stream().filter(port -> port.networkId().equals(a.id())).map(Port::id).toList());
    assertThat(store.list(Port.class).stream().map(Port::tunnelKey).distinct()).hasSize(150);
    assertThat(store.ids(Router.class)).isEmpty();
  }

  @Test
  void refusesAReferenceToAnAbsentObjectAndWritesNothing() {
    UUID nowhere = UUID.randomUUID();
    Network network = Zoo.network("net").withInboundFilterId(nowhere);
    assertThatThrownBy(() -> store.create(network))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("inboundFilterId")
        .hasMessageContaining(nowhere.toString());
    assertThat(store.exists(Network.class, network.id())).isFalse();

    Network good = store.create(Zoo.network("good"));
    assertThatThrownBy(
            () ->
                store.write(
                    transaction -> {
                      transaction.create(Zoo.portOf(good));
                      transaction.create(Zoo.portOf(good).withPortGroupIds(Set.of(nowhere)));
                    }))
        .isInstanceOf(NotFoundException.class);
    assertThat(store.ids(Port.class)).isEmpty();
  }

  @Test
  void aConditionMustNameExistingObjectsWhichMayBeDeletedLater() {
    Chain chain = store.create(Zoo.chain("chain"));
    PortGroup group = store.create(new PortGroup(UUID.randomUUID(), "admin", "group", false));
    Rule rule =
        Zoo.rule(chain)
            .withCondition(ConditionBuilder.builder().portGroupId(UUID.randomUUID()).build());
    assertThatThrownBy(() -> store.create(rule)).isInstanceOf(NotFoundException.class);
    Rule good = rule.withCondition(ConditionBuilder.builder().portGroupId(group.id()).build());
    store.create(good);
    store.delete(PortGroup.class, group.id());
    assertThat(store.get(Rule.class, good.id())).isEqualTo(good);
  }

  @Test
  void refusesADuplicateId() {
    Network network = store.create(Zoo.network("net"));
    assertThatThrownBy(() -> store.create(network)).isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> store.update(Zoo.network("other")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> store.delete(Router.class, network.id()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void deletingARouterDeletesItsObjects() {
    Router router = store.create(Zoo.router("router"));
    Network network = store.create(Zoo.network("net"));
    Port port = store.create(Zoo.portOf(router, "192.168.1.1/24", "ac:ca:ba:00:00:01"));
    Port bridgePort = store.create(Zoo.portOf(network).withPeerId(port.id()));
    store.create(
        new Route(
            UUID.randomUUID(),
            router.id(),
            Prefix.ANY,
            Prefix.ANY,
            Route.NextHop.PORT,
            port.id(),
            null,
            100,
            false));
    store.create(
        new BgpPeer(
            UUID.randomUUID(), router.id(), 64513, Zoo.ip("198.51.100.1"), null, null, null, "x"));
    store.create(new BgpNetwork(UUID.randomUUID(), router.id(), Prefix.parse("192.0.2.0/24")));
    assertThat(store.get(Port.class, port.id()).peerId()).isEqualTo(bridgePort.id());

    store.delete(Router.class, router.id());

    assertThat(store.ids(Router.class)).isEmpty();
    assertThat(store.ids(Route.class)).isEmpty();
    assertThat(store.ids(BgpPeer.class)).isEmpty();
    assertThat(store.ids(BgpNetwork.class)).isEmpty();
    assertThat(store.ids(Port.class)).containsExactly(bridgePort.id());
    assertThat(store.get(Port.class, bridgePort.id()).peerId()).isNull();
    assertThat(nsdb.client(Session.NORMAL)).isNotNull();
    store.delete(Network.class, network.id());
    assertThat(store.ids(Port.class)).isEmpty();
  }

  @Test
  void deletingAPortDeletesOnlyTheRoutesThroughIt() {
    Router router = store.create(Zoo.router("router"));
    Port port = store.create(Zoo.portOf(router, "192.168.1.1/24", "ac:ca:ba:00:00:01"));
    Route via =
        store.create(
            new Route(
                UUID.randomUUID(),
                router.id(),
                Prefix.ANY,
                Prefix.ANY,
                Route.NextHop.PORT,
                port.id(),
                null,
                1,
                false));
    Route hole =
        store.create(
            via.withId(UUID.randomUUID())
                .withNextHop(Route.NextHop.BLACKHOLE)
                .withNextHopPortId(null));
    store.delete(Port.class, port.id());
    assertThat(store.ids(Route.class)).containsExactly(hole.id());
    assertThat(store.referencing(Router.class, router.id(), Route.class))
        .containsExactly(hole.id());
    assertThat(via.id()).isNotEqualTo(hole.id());
  }

  @Test
  void deletingAChainDeletesItsRulesAndJumpsToItAndClearsFilters() {
    Chain chain = store.create(Zoo.chain("chain"));
    Chain other = store.create(Zoo.chain("other"));
    store.create(Zoo.rule(chain));
    Rule kept = store.create(Zoo.rule(other));
    store.create(Zoo.rule(other).withType(Rule.Type.JUMP).withJumpChainId(chain.id()));
    Router router =
        store.create(
            Zoo.router("router").withInboundFilterId(chain.id()).withOutboundFilterId(chain.id()));
    Network network = store.create(Zoo.network("net").withInboundFilterId(chain.id()));
    Port port =
        store.create(
            Zoo.portOf(network).withOutboundFilterId(chain.id()).withInboundFilterId(other.id()));

    store.delete(Chain.class, chain.id());

    assertThat(store.ids(Rule.class)).containsExactly(kept.id());
    assertThat(store.get(Chain.class, other.id()).ruleIds()).containsExactly(kept.id());
    assertThat(store.get(Router.class, router.id()))
        .isEqualTo(router.withInboundFilterId(null).withOutboundFilterId(null));
    assertThat(store.get(Network.class, network.id()).inboundFilterId()).isNull();
    assertThat(store.get(Port.class, port.id())).isEqualTo(port.withOutboundFilterId(null));
  }

  @Test
  void clearsDeletedHostsAndGroupsInPortsAndZones() {
    Host host = store.create(Zoo.host("compute1"));
    Host other = store.create(Zoo.host("compute2"));
    TunnelZone zone =
        store.create(
            new TunnelZone(
                UUID.randomUUID(),
                "tz",
                TunnelZone.Type.VXLAN,
                List.of(
                    new TunnelZone.Member(host.id(), Zoo.ip("198.19.0.1")),
                    new TunnelZone.Member(other.id(), Zoo.ip("198.19.0.2")))));
    PortGroup group = store.create(new PortGroup(UUID.randomUUID(), "admin", "uplinks", true));
    Network network = store.create(Zoo.network("net"));
    Port port =
        store.create(
            Zoo.portOf(network)
                .withHostId(host.id())
                .withInterfaceName("tap0")
                .withPortGroupIds(Set.of(group.id())));
    assertThat(store.referencing(PortGroup.class, group.id(), Port.class))
        .containsExactly(port.id());

    store.delete(Host.class, host.id());
    store.delete(PortGroup.class, group.id());

    assertThat(store.get(Port.class, port.id()))
        .isEqualTo(port.withHostId(null).withInterfaceName(null).withPortGroupIds(Set.of()));
    assertThat(store.get(TunnelZone.class, zone.id()).members())
        .extracting(TunnelZone.Member::hostId)
        .containsExactly(other.id());
  }

  @Test
  void linksAndUnlinksPeersOnBothSides() {
    Network a = store.create(Zoo.network("a"));
    Network b = store.create(Zoo.network("b"));
    Port one = store.create(Zoo.portOf(a));
    Port two = store.create(Zoo.portOf(b).withPeerId(one.id()));
    Port three = store.create(Zoo.portOf(b));
    assertThat(store.get(Port.class, one.id()).peerId()).isEqualTo(two.id());
    assertThatThrownBy(() -> store.update(three.withPeerId(one.id())))
        .isInstanceOf(ReferencedException.class);
    assertThatThrownBy(() -> store.update(three.withPeerId(three.id())))
        .isInstanceOf(IllegalArgumentException.class);

    store.update(store.get(Port.class, two.id()).withPeerId(null));
    assertThat(store.get(Port.class, one.id()).peerId()).isNull();
    store.update(three.withPeerId(one.id()));
    store.delete(Port.class, one.id());
    assertThat(store.get(Port.class, three.id()).peerId()).isNull();
  }

  @Test
  void aChainKeepsTheOrderOfItsRules() {
    Chain chain = store.create(Zoo.chain("chain"));
    Rule a = store.create(Zoo.rule(chain));
    Rule b = store.create(Zoo.rule(chain));
    Rule first = Zoo.rule(chain);
    store.write(transaction -> transaction.createRule(first, 1));
    assertThat(order(chain)).containsExactly(first.id(), a.id(), b.id());
    assertThatThrownBy(() -> store.write(transaction -> transaction.createRule(Zoo.rule(chain), 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 4");

    // The store uses the caller's order, and corrects missing and unknown ids.
    store.update(chain.withRuleIds(List.of(b.id(), UUID.randomUUID(), first.id())));
    assertThat(order(chain)).containsExactly(b.id(), first.id(), a.id());
    store.delete(Rule.class, first.id());
    assertThat(order(chain)).containsExactly(b.id(), a.id());

    Chain other = store.create(Zoo.chain("other"));
    store.update(b.withChainId(other.id()));
    assertThat(order(chain)).containsExactly(a.id());
    assertThat(order(other)).containsExactly(b.id());
  }

  private List<UUID> order(Chain chain) {
    return store.get(Chain.class, chain.id()).ruleIds();
  }

  @Test
  void createsAChainAndItsRulesInOneTransaction() {
    Chain chain = Zoo.chain("chain");
    Rule a = Zoo.rule(chain);
    Rule b = Zoo.rule(chain);
    store.write(
        transaction -> {
          transaction.create(chain.withRuleIds(List.of(b.id(), a.id())));
          transaction.create(a);
          transaction.create(b);
        });
    assertThat(order(chain)).containsExactly(b.id(), a.id());
  }

  @Test
  void refusesAnOutdatedVersion() {
    Network network = store.create(Zoo.network("net"));
    store.update(network.withName("new"));
    assertThatThrownBy(
            () -> store.write(transaction -> transaction.update(network.withName("late"), 0)))
        .isInstanceOf(ConflictException.class);
    store.write(transaction -> transaction.update(network.withName("right"), 1));
    assertThat(store.get(Network.class, network.id()).name()).isEqualTo("right");
  }

  @Test
  void repeatsAConflictingTransactionAndFailsAfterThreeAttempts() {
    Network network = store.create(Zoo.network("0"));
    AtomicInteger runs = new AtomicInteger();
    store.write(
        transaction -> {
          Network read = transaction.get(Network.class, network.id());
          if (runs.incrementAndGet() < 3) {
            store.update(read.withName(read.name() + "x"));
          }
          transaction.update(read.withName(read.name() + "!"));
        });
    assertThat(runs).hasValue(3);
    assertThat(store.get(Network.class, network.id()).name()).isEqualTo("0xx!");

    assertThatThrownBy(
            () ->
                store.write(
                    transaction -> {
                      Network read = transaction.get(Network.class, network.id());
                      store.update(read.withName(read.name() + "y"));
                      transaction.update(read);
                      transaction.create(Zoo.portOf(network));
                    }))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("3 attempts");
    assertThat(store.ids(Port.class)).isEmpty();
  }

  @Test
  void repeatsTheWorkIfAnObjectThatWasOnlyReadHasChanged() {
    Network network = store.create(Zoo.network("net"));
    AtomicInteger runs = new AtomicInteger();
    String seen =
        store.transact(
            transaction -> {
              String name = transaction.get(Network.class, network.id()).name();
              if (runs.getAndIncrement() == 0) {
                store.update(network.withName("renamed"));
              }
              transaction.create(Zoo.router(name));
              return name;
            });
    assertThat(seen).isEqualTo("renamed");
    assertThat(store.list(Router.class)).extracting(Router::name).containsExactly("renamed");
  }

  /** Deletes a router and creates its ports concurrently. No port may remain without its router. */
  @Test
  void concurrentDeletesAndReferencesStayConsistent() throws Exception {
    int rounds = 20;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < rounds; i++) {
        Router router = store.create(Zoo.router("router"));
        List<Future<?>> attempts = new ArrayList<>();
        for (int j = 0; j < 4; j++) {
          attempts.add(
              threads.submit(
                  () ->
                      quietly(
                          () ->
                              store.create(
                                  Zoo.portOf(router, "10.0.0.1/24", "ac:ca:ba:00:00:01")))));
        }
        attempts.add(threads.submit(() -> quietly(() -> store.delete(Router.class, router.id()))));
        for (Future<?> attempt : attempts) {
          attempt.get();
        }
        for (Port port : store.list(Port.class)) {
          assertThat(store.exists(Router.class, port.routerId())).isTrue();
        }
      }
    }
    assertReferencesAreValid();
  }

  private static void quietly(Runnable write) {
    try {
      write.run();
    } catch (NotFoundException | ConflictException expected) {
      // Only one of the two can succeed.
    }
  }

  private void assertReferencesAreValid() {
    for (var type : Bindings.CLASSES) {
      for (UUID id : store.ids(type)) {
        Set<Bindings.Reference> held =
            new HashSet<>(((ZkTopologyStore) store).storedReferences(type, id));
        for (Bindings.Reference reference : held) {
          var from = store.find(reference.binding().referrer(), reference.from());
          assertThat(from).as("%s", reference).isPresent();
          assertThat(Bindings.references(from.get().value())).contains(reference);
        }
        for (Bindings.Reference reference : Bindings.references(store.get(type, id))) {
          assertThat(
                  ((ZkTopologyStore) store)
                      .storedReferences(reference.binding().target(), reference.to()))
              .contains(reference);
        }
      }
    }
  }

  /**
   * The server restarts twice during writes. Every write that was reported as done must exist, and
   * no write may exist in part. Only after "unavailable" is the result of a write unknown.
   */
  @Test
  void aRestartOfTheServerNeitherLosesNorRepeatsWrites() throws Exception {
    Chain chain = store.create(Zoo.chain("chain"));
    Set<UUID> done = ConcurrentHashMap.newKeySet();
    Set<UUID> open = ConcurrentHashMap.newKeySet();
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<?>> writers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        Network network = store.create(Zoo.network("net" + i));
        writers.add(
            threads.submit(
                () -> {
                  while (!stop.get()) {
                    Port port = Zoo.portOf(network).withInboundFilterId(chain.id());
                    try {
                      store.create(port);
                      done.add(port.id());
                    } catch (StorageUnavailableException e) {
                      open.add(port.id());
                    }
                  }
                }));
      }
      for (int restart = 0; restart < 2; restart++) {
        int before = done.size();
        await().atMost(Duration.ofSeconds(30)).until(() -> done.size() > before + 50);
        ZOO.server().restart();
      }
      int before = done.size();
      await().atMost(Duration.ofSeconds(30)).until(() -> done.size() > before + 50);
      stop.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    Set<UUID> stored = new HashSet<>(store.ids(Port.class));
    assertThat(stored).containsAll(done);
    stored.removeAll(done);
    assertThat(open).containsAll(stored);
    assertReferencesAreValid();
  }

  @Test
  void readsAListOfMoreThanAMegabyte() throws Exception {
    ZooKeeper raw = nsdb.client(Session.NORMAL).getZookeeperClient().getZooKeeper();
    store.create(Zoo.network("makes the directories"));
    String directory = nsdb.settings().rootKey() + "/zoom/0/models/Router/";
    for (int i = 0; i < 30; i++) {
      raw.multi(
          IntStream.range(0, 1000)
              .mapToObj(
                  j ->
                      Op.create(
                          directory + UUID.randomUUID(),
                          new byte[0],
                          ZooDefs.Ids.OPEN_ACL_UNSAFE,
                          CreateMode.PERSISTENT))
              .toList());
    }
    assertThat(store.ids(Router.class)).hasSize(30_000);
  }

  @Test
  void writesAndReadsAnObjectOfMoreThanAMegabyte() {
    Chain chain =
        Zoo.chain("long").withRuleIds(Stream.generate(UUID::randomUUID).limit(40_000).toList());
    byte[] text = Json.write(chain);
    assertThat(text.length).isGreaterThan(1 << 20);
    Zk zk = new Zk(nsdb.client(Session.NORMAL), nsdb.settings());
    String path = nsdb.settings().rootKey() + "/long";
    zk.ensure(path);
    zk.call(() -> zk.client().setData().forPath(path, text));
    assertThat(zk.read(path).orElseThrow().data()).isEqualTo(text);
  }

  @Test
  void refusesATooLargeTransactionWithAMessage() {
    Nsdb small = ZkNsdb.connect(ZOO.fresh().withBufferSize(20_000));
    try (small) {
      assertThatThrownBy(
              () ->
                  small
                      .topology()
                      .write(
                          transaction -> {
                            for (int i = 0; i < 100; i++) {
                              transaction.create(Zoo.network("network"));
                            }
                          }))
          .isInstanceOf(ReferencedException.class)
          .hasMessageContaining("zookeeper.buffer_size");
      assertThat(small.topology().ids(Network.class)).isEmpty();
    }
  }

  @Test
  void writesPersistentTableEntriesInTheTransaction() {
    Network network = Zoo.network("net");
    Port port = Zoo.portOf(network);
    Mac mac = Mac.parse("fa:16:3e:00:00:01");
    store.write(
        transaction -> {
          transaction.create(network);
          transaction.create(port);
          transaction.putMac(network.id(), 0, mac, port.id());
          transaction.putMac(network.id(), 7, mac, port.id());
          transaction.putIp4Mac(network.id(), Zoo.ip("192.0.2.9"), Mac.parse("fa:16:3e:00:00:02"));
          transaction.putIp4Mac(network.id(), Zoo.ip("192.0.2.9"), mac);
        });
    assertThat(nsdb.tables().macTable(network.id(), 0).read()).containsOnly(entry(mac, port.id()));
    assertThat(nsdb.tables().macTable(network.id(), 7).readPersistent())
        .containsOnly(entry(mac, port.id()));
    assertThat(nsdb.tables().vlans(network.id())).containsExactly(7);
    assertThat(nsdb.tables().ip4MacTable(network.id()).read())
        .containsOnly(entry(Zoo.ip("192.0.2.9"), mac));

    store.write(transaction -> transaction.removeIp4Mac(network.id(), Zoo.ip("192.0.2.9"), mac));
    assertThat(nsdb.tables().ip4MacTable(network.id()).read()).isEmpty();
    assertThatThrownBy(
            () ->
                store.write(
                    transaction ->
                        transaction.putIp4Mac(UUID.randomUUID(), Zoo.ip("192.0.2.9"), mac)))
        .isInstanceOf(NotFoundException.class);
    store.delete(Network.class, network.id());
    store.create(network);
    assertThat(nsdb.tables().macTable(network.id(), 0).read()).isEmpty();
  }

  private static <K, V> Map.Entry<K, V> entry(K key, V value) {
    return Map.entry(key, value);
  }
}
