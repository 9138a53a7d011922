package org.midolab.midonet.nsdb.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.nsdb.HostOwner;
import org.midolab.midonet.nsdb.HostState;
import org.midolab.midonet.nsdb.HostTakenException;
import org.midolab.midonet.nsdb.NetworkState;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.PortState;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StateMirror;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

class StateStoreTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private final UUID host = UUID.randomUUID();
  private final UUID port = UUID.randomUUID();
  private final UUID router = UUID.randomUUID();
  private NsdbSettings settings;
  private Nsdb nsdb;
  private Nsdb other;

  @BeforeEach
  void connect() {
    settings = ZOO.fresh();
    nsdb = ZkNsdb.connect(settings);
    other = ZkNsdb.connect(settings);
  }

  @AfterEach
  void close() {
    nsdb.close();
    other.close();
  }

  private static HostOwner owner(String hostname) {
    return new HostOwner(hostname, "machine-of-" + hostname, UUID.randomUUID().toString());
  }

  private Route route(String destination, String gateway) {
    return new Route(
        UUID.randomUUID(),
        router,
        Prefix.ANY,
        Prefix.parse(destination),
        Route.NextHop.PORT,
        port,
        Zoo.ip(gateway),
        20,
        true);
  }

  @Test
  void aClaimedHostIsAliveUntilItsProcessEnds() {
    HostOwner owner = owner("compute1");
    nsdb.state().claimHost(host, owner, () -> {});
    assertThat(other.state().hostAlive(host)).contains(owner);
    assertThat(other.state().hostsAlive()).containsOnlyKeys(host);
    nsdb.close();
    assertThat(other.state().hostAlive(host)).isEmpty();
  }

  @Test
  void aRestartedAgentTakesOverAtOnceAndTheOldOneIsNotified() {
    AtomicInteger lost = new AtomicInteger();
    nsdb.state().claimHost(host, owner("compute1"), lost::incrementAndGet);
    nsdb.state().publishPortActive(host, port, new PortState(host, 5), Session.NORMAL);
    HostOwner restarted = owner("compute1");
    other.state().claimHost(host, restarted, () -> {});
    assertThat(other.state().hostAlive(host)).contains(restarted);
    await().atMost(Duration.ofSeconds(5)).untilAtomic(lost, is(1));
    nsdb.close();
    assertThat(other.state().hostAlive(host)).contains(restarted);
  }

  @Test
  void refusesAnotherMachineWithTheSameId() {
    HostOwner owner = owner("compute1");
    nsdb.state().claimHost(host, owner, () -> {});
    assertThatThrownBy(() -> other.state().claimHost(host, owner("clone"), () -> {}))
        .isInstanceOf(HostTakenException.class)
        .hasMessageContaining("compute1")
        .hasMessageContaining("midonet_host_id.properties");
    assertThat(nsdb.state().hostAlive(host)).contains(owner);
  }

  private static HostState.Interface tap(String name, boolean up) {
    return new HostState.Interface(
        name,
        HostState.Type.VIRTUAL,
        Mac.parse("02:00:00:00:00:01"),
        1500,
        up,
        up,
        HostState.Endpoint.TUNTAP,
        List.of(),
        null);
  }

  @Test
  void writesOnlyChangedInterfaces() throws Exception {
    List<HostState.Interface> taps = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      taps.add(tap("tap" + i, false));
    }
    nsdb.state().publishHostState(host, new HostState(taps));
    awaitInterfaces(taps);
    String directory = settings.rootKey() + "/zoom/0/state/" + host + "/Host/" + host + "/host";
    var client = other.client(Session.NORMAL);
    long before = client.checkExists().forPath(settings.rootKey()).getCzxid();
    for (String name : client.getChildren().forPath(directory)) {
      before = Math.max(before, client.checkExists().forPath(directory + "/" + name).getMzxid());
    }
    taps.set(7, tap("tap7", true));
    taps.remove(8);
    taps.add(tap("tap 1%2", true));
    nsdb.state().publishHostState(host, new HostState(taps));
    awaitInterfaces(taps);
    List<String> written = new ArrayList<>();
    for (String name : client.getChildren().forPath(directory)) {
      if (client.checkExists().forPath(directory + "/" + name).getMzxid() > before) {
        written.add(name);
      }
    }
    assertThat(written).containsExactlyInAnyOrder("tap7", "tap+1%252");
  }

  private void awaitInterfaces(List<HostState.Interface> expected) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(other.state().hostState(host))
                    .hasValueSatisfying(
                        state ->
                            assertThat(state.interfaces())
                                .containsExactlyInAnyOrderElementsOf(expected)));
  }

  @Test
  void othersReadPublishedStateUntilItsProcessEnds() {
    StateStore state = nsdb.state();
    HostState interfaces =
        new HostState(
            List.of(
                new HostState.Interface(
                    "eth0",
                    HostState.Type.PHYSICAL,
                    Mac.parse("02:00:00:00:00:01"),
                    1500,
                    true,
                    true,
                    HostState.Endpoint.PHYSICAL,
                    List.of("198.19.0.2"),
                    null)));
    state.publishHostState(host, interfaces);
    state.publishPortActive(host, port, new PortState(host, 7), Session.FAIL_FAST);
    state.publishBgpStatus(host, port, "bgpd is up", Session.FAIL_FAST);
    Route one = route("198.51.100.254/32", "198.51.100.1");
    Route two = route("0.0.0.0/0", "198.51.100.1");
    state.publishRoutes(host, port, Set.of(one, two), Session.FAIL_FAST);

    StateStore reader = other.state();
    await()
        .untilAsserted(
            () -> assertThat(reader.routes(host, port)).containsExactlyInAnyOrder(one, two));
    // Each value has its own session or queue, so none waits for another.
    await().untilAsserted(() -> assertThat(reader.hostState(host)).contains(interfaces));
    await()
        .untilAsserted(
            () -> assertThat(reader.portActive(host, port)).contains(new PortState(host, 7)));
    await().untilAsserted(() -> assertThat(reader.bgpStatus(host, port)).contains("bgpd is up"));

    state.publishRoutes(host, port, Set.of(two), Session.FAIL_FAST);
    state.publishPortActive(host, port, null, Session.FAIL_FAST);
    await().untilAsserted(() -> assertThat(reader.routes(host, port)).containsExactly(two));
    await().untilAsserted(() -> assertThat(reader.portActive(host, port)).isEmpty());
    nsdb.close();
    assertThat(reader.routes(host, port)).isEmpty();
    assertThat(reader.hostState(host)).isEmpty();
  }

  @Test
  void replacesStateThatAnEarlierProcessLeft() throws Exception {
    nsdb.state()
        .publishRoutes(
            host, port, Set.of(route("192.0.2.0/24", "198.51.100.1")), Session.FAIL_FAST);
    nsdb.state().publishPortActive(host, port, new PortState(host, 1), Session.FAIL_FAST);
    await().untilAsserted(() -> assertThat(other.state().portActive(host, port)).isPresent());
    Route now = route("0.0.0.0/0", "198.51.100.1");
    other.state().publishRoutes(host, port, Set.of(now), Session.FAIL_FAST);
    other.state().publishPortActive(host, port, new PortState(host, 2), Session.FAIL_FAST);
    await().untilAsserted(() -> assertThat(other.state().routes(host, port)).containsExactly(now));
    await()
        .untilAsserted(
            () ->
                assertThat(other.state().portActive(host, port)).contains(new PortState(host, 2)));
    nsdb.close();
    assertThat(other.state().portActive(host, port)).contains(new PortState(host, 2));
  }

  @Test
  void restoresAllStateAfterALostSession() throws Exception {
    HostOwner owner = owner("compute1");
    AtomicInteger lost = new AtomicInteger();
    nsdb.state().claimHost(host, owner, lost::incrementAndGet);
    nsdb.state().publishPortActive(host, port, new PortState(host, 7), Session.FAIL_FAST);
    await().untilAsserted(() -> assertThat(other.state().portActive(host, port)).isPresent());
    String alive = settings.rootKey() + "/zoom/0/state/" + host + "/Host/" + host + "/alive";
    long session = other.client(Session.NORMAL).checkExists().forPath(alive).getEphemeralOwner();
    try (StateMirror mirror = other.mirrorState(Duration.ofSeconds(10))) {
      for (Session each : Session.values()) {
        Zoo.expire(nsdb, each);
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(other.state().hostAlive(host)).contains(owner);
                assertThat(
                        other
                            .client(Session.NORMAL)
                            .checkExists()
                            .forPath(alive)
                            .getEphemeralOwner())
                    .isNotEqualTo(session);
                assertThat(other.state().portActive(host, port)).contains(new PortState(host, 7));
                assertThat(mirror.current().hostOf(port)).isEqualTo(host);
                assertThat(mirror.current().isAlive(host)).isTrue();
              });
      assertThat(lost).hasValue(0);
    }
  }

  @Test
  void theMirrorFollowsAllHosts() {
    try (StateMirror mirror = other.mirrorState(Duration.ofSeconds(10))) {
      assertThat(mirror.current()).isEqualTo(NetworkState.EMPTY);
      nsdb.state().claimHost(host, owner("gateway1"), () -> {});
      Route route = route("0.0.0.0/0", "198.51.100.1");
      nsdb.state().publishPortActive(host, port, new PortState(host, 9), Session.FAIL_FAST);
      nsdb.state().publishRoutes(host, port, Set.of(route), Session.FAIL_FAST);
      await()
          .untilAsserted(() -> assertThat(mirror.current().routesVia(port)).containsExactly(route));
      await().untilAsserted(() -> assertThat(mirror.current().hostOf(port)).isEqualTo(host));
      assertThat(mirror.current().isAlive(host)).isTrue();
      nsdb.close();
      await().untilAsserted(() -> assertThat(mirror.current()).isEqualTo(NetworkState.EMPTY));
    }
  }
}
