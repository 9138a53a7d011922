package org.midolab.midonet.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.slf4j.LoggerFactory;

class ConfigStoreTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final String SIMULATION_THREADS = "agent.midolman.simulation_threads";

  private final UUID host = UUID.randomUUID();
  private Nsdb nsdb;
  private ConfigStore store;

  @BeforeEach
  void connect() {
    nsdb = ZkNsdb.connect(ZOO.fresh());
    store = new ConfigStore(nsdb, Schema.shipped());
  }

  @AfterEach
  void close() {
    nsdb.close();
  }

  private void set(Layer layer, String text) {
    store.set(layer, Hocon.parse(text, "test"), false);
  }

  @Test
  void everyDefaultHasTheTypeOfItsKey() {
    Schema schema = Schema.shipped();
    assertThat(schema.check(schema.defaults())).isEmpty();
    assertThat(schema.under(""))
        .allSatisfy(key -> assertThat(key.description()).as(key.path()).isNotBlank());
    for (String template : ConfigStore.SHIPPED_TEMPLATES) {
      assertThat(schema.check(store.read(new Layer.Template(template)))).as(template).isEmpty();
    }
    assertThat(store.effective(host).getBytes("zookeeper.buffer_size")).isEqualTo(4 << 20);
    assertThat(store.effective(host).getDuration("zookeeper.session_gracetime"))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void strongerLayersWin() {
    assertThat(store.effective(host).getInt(SIMULATION_THREADS)).isEqualTo(2);
    store.assign(host, "agent-gateway-large");
    assertThat(store.effective(host).getInt(SIMULATION_THREADS)).isEqualTo(4);
    assertThat(store.effective(UUID.randomUUID()).getInt(SIMULATION_THREADS)).isEqualTo(2);
    set(Layer.DEFAULT, SIMULATION_THREADS + " : 7");
    assertThat(store.effective(host).getInt(SIMULATION_THREADS)).isEqualTo(4);
    assertThat(store.effective(UUID.randomUUID()).getInt(SIMULATION_THREADS)).isEqualTo(7);
    set(new Layer.Node(host), SIMULATION_THREADS + " : 9");
    assertThat(store.effective(host).getInt(SIMULATION_THREADS)).isEqualTo(9);
    assertThat(store.unset(new Layer.Node(host), SIMULATION_THREADS)).isTrue();
    assertThat(store.unset(new Layer.Node(host), SIMULATION_THREADS)).isFalse();
    store.unassign(host);
    assertThat(store.effective(host).getInt(SIMULATION_THREADS)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster.auth.keystone.host : controller",
        "cluster.auth.keystone.host=controller",
        "cluster.auth.keystone.host = \"controller\"",
        "cluster { auth { keystone.host = controller } }",
        "cluster.auth {\n  keystone {\n    host : \"controller\"\n  }\n}\n",
        "{\"cluster\": {\"auth\": {\"keystone\": {\"host\": \"controller\"}}}}"
      })
  void allHoconFormsAreEquivalent(String text) {
    set(Layer.DEFAULT, text);
    assertThat(store.effective(host).getString("cluster.auth.keystone.host"))
        .isEqualTo("controller");
  }

  /** Guide 4.2 steps 3 and 4, and 4.3 step 4. */
  @Test
  void valuesOfTheGuideAreMerged() {
    set(
        Layer.DEFAULT,
        """
        zookeeper {
            zookeeper_hosts = "nsdb1:2181,nsdb2:2181,nsdb3:2181"
        }

        cassandra {
            servers = "nsdb1,nsdb2,nsdb3"
        }
        """);
    set(Layer.DEFAULT, "cassandra.replication_factor : 3\n");
    set(
        Layer.DEFAULT,
        """
        cluster.auth {
            provider_class = "org.midonet.cluster.auth.keystone.v2_0.KeystoneService"
            admin_role = "admin"
            keystone.tenant_name = "admin"
            keystone.admin_token = "ADMIN_TOKEN"
            keystone.host = controller
            keystone.port = 35357
        }
        """);
    set(Layer.DEFAULT, "agent.openstack.metadata.nova_metadata_url : \"http://controller:8775\"\n");
    set(Layer.DEFAULT, "agent.openstack.metadata.shared_secret : shared_secret\n");
    set(Layer.DEFAULT, "agent.openstack.metadata.enabled : true\n");
    Config config = store.effective(host);
    assertThat(config.getString("zookeeper.zookeeper_hosts"))
        .isEqualTo("nsdb1:2181,nsdb2:2181,nsdb3:2181");
    assertThat(config.getString("cassandra.servers")).isEqualTo("nsdb1,nsdb2,nsdb3");
    assertThat(config.getInt("cassandra.replication_factor")).isEqualTo(3);
    assertThat(config.getString("cluster.auth.keystone.host")).isEqualTo("controller");
    assertThat(config.getInt("cluster.auth.keystone.port")).isEqualTo(35357);
    assertThat(config.getString("agent.openstack.metadata.nova_metadata_url"))
        .isEqualTo("http://controller:8775");
    assertThat(config.getBoolean("agent.openstack.metadata.enabled")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cassandra.replication_factor : three",
        "cassandra.replication_factor : 0",
        "cassandra.replication_factor : 1.5",
        "cassandra.replication_factor : [3]",
        "zookeeper.session_timeout : soon",
        "zookeeper.buffer_size : big",
        "agent.midolman.lock_memory : maybe",
        "agent.midolman.input_channel_threading : some",
        "agent.loggers.org.midonet.routing : LOUD",
        "agent.midolman : 3",
        "zookeeper.root_key.x : 3",
        "cassandra.servers : null",
        "cassandra.servers : ${nowhere}"
      })
  void invalidValuesAreRefusedAndChangeNothing(String text) {
    set(Layer.DEFAULT, "cassandra.servers : before");
    assertThatThrownBy(() -> set(Layer.DEFAULT, text)).isInstanceOf(ConfigurationException.class);
    assertThat(store.read(Layer.DEFAULT))
        .isEqualTo(Hocon.parse("cassandra.servers : before", "test"));
  }

  @Test
  void aRefusalReportsKeyValueAndAllowedValues() {
    assertThatThrownBy(() -> set(Layer.DEFAULT, "\n\ncassandra.replication_factor : three"))
        .hasMessage(
            "cassandra.replication_factor cannot be \"three\" (line 3); allowed is a whole number"
                + " from 1 to 16");
    assertThatThrownBy(() -> set(Layer.DEFAULT, "cluster.auth.keystone.admin_token { x : geheim }"))
        .hasMessageNotContaining("geheim");
    assertThatThrownBy(() -> Hocon.parse("a : 1\nb : {\nc : ]\n", "standard input"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("standard input, line 3: ");
    assertThatThrownBy(() -> Hocon.parse("include \"/etc/passwd\"", "standard input"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("include");
  }

  @Test
  void unknownKeysAreStoredAndReported() {
    assertThat(
            store.set(
                Layer.DEFAULT,
                Hocon.parse("agent.novelty : 1, zookeeper.max_retries : 3", "test"),
                false))
        .containsExactly("agent.novelty");
    assertThat(store.effective(host).getInt("agent.novelty")).isEqualTo(1);
  }

  @Test
  void unknownTemplatesAreRefusedAndKnownOnesListed() {
    assertThatThrownBy(() -> store.assign(host, "agent-huge"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("agent-compute-medium");
    assertThat(store.templates())
        .containsExactlyInAnyOrder(
            "default",
            "agent-compute-large",
            "agent-compute-medium",
            "agent-gateway-large",
            "agent-gateway-medium");
    set(new Layer.Template("mine"), "zookeeper.max_retries : 3");
    store.assign(host, "mine");
    assertThat(store.mappings()).isEqualTo(Map.of(host, "mine"));
    assertThat(store.effective(host).getInt("zookeeper.max_retries")).isEqualTo(3);
    assertThatThrownBy(() -> new Layer.Template("../nodes"))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void publishingKeepsStoredValues() throws Exception {
    set(Layer.DEFAULT, "cassandra.replication_factor : 3");
    set(new Layer.Template("agent-gateway-large"), SIMULATION_THREADS + " : 16");
    store.publish();
    store.publish();
    String root = nsdb.settings().rootKey() + "/config";
    assertThat(nsdb.client(Session.NORMAL).getChildren().forPath(root + "/schemas"))
        .containsExactlyInAnyOrder("nsdb", "agent", "cluster");
    assertThat(nsdb.client(Session.NORMAL).getChildren().forPath(root + "/templates")).hasSize(5);
    assertThat(store.effective(host).getInt("cassandra.replication_factor")).isEqualTo(3);
    store.assign(host, "agent-gateway-large");
    assertThat(store.effective(host).getInt(SIMULATION_THREADS)).isEqualTo(16);
    assertThat(store.effective(host).getInt("agent.datapath.max_flow_count")).isEqualTo(2_500_000);
  }

  @Test
  void concurrentChangesAreAllStored() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes =
          IntStream.range(0, 8)
              .mapToObj(
                  i -> threads.submit(() -> set(Layer.DEFAULT, "agent.novelty.k" + i + " : " + i)))
              .toList();
      for (var write : writes) {
        write.get();
      }
    }
    assertThat(store.read(Layer.DEFAULT).getConfig("agent.novelty").entrySet()).hasSize(8);
  }

  @Test
  void aDaemonSeesChangesAndItsIniFileIsStrongest(@TempDir Path directory) throws Exception {
    Path ini = directory.resolve("midolman.conf");
    Files.writeString(
        ini, "# comment\n[zookeeper]\nzookeeper_hosts = a:1\n[midolman]\nsimulation_threads = 5\n");
    try (LiveConfiguration live =
        LiveConfiguration.open(nsdb, host, Optional.of(IniFile.read(ini)))) {
      assertThat(live.integer(SIMULATION_THREADS)).isEqualTo(5);
      assertThat(live.list("zookeeper.zookeeper_hosts")).containsExactly("a:1");
      List<Set<String>> changes = new CopyOnWriteArrayList<>();
      live.onChange(changes::add);
      set(Layer.DEFAULT, SIMULATION_THREADS + " : 8, agent.loggers.org.midonet.routing : DEBUG");
      await()
          .untilAsserted(
              () ->
                  assertThat(changes).containsExactly(Set.of("agent.loggers.org.midonet.routing")));
      assertThat(live.integer(SIMULATION_THREADS)).isEqualTo(5);
      assertThat(live.keysUnder("agent.loggers"))
          .containsExactlyInAnyOrder("agent.loggers.root", "agent.loggers.org.midonet.routing");
      assertThat(live.duration("agent.midolman.bgp_holdtime")).isEqualTo(Duration.ofSeconds(180));
      assertThatThrownBy(() -> live.string("agent.nothing"))
          .isInstanceOf(IllegalArgumentException.class);
      store.assign(host, "agent-compute-medium");
      await()
          .untilAsserted(
              () -> assertThat(live.count("agent.datapath.max_flow_count")).isEqualTo(350_000));
    }
  }

  /** Comments are not part of a value, and invalid values are ignored. */
  @Test
  void anOldIniFileDoesNotKeepADaemonFromStarting(@TempDir Path directory) throws Exception {
    Path ini = directory.resolve("midolman.conf");
    Files.writeString(
        ini,
        "[zookeeper]\nzookeeper_hosts = a:1 ; the lab's\n[midolman]\nsimulation_threads = many\n"
            + "bgp_holdtime = 90 # seconds\n[arptable]\narp_stale_seconds = 7\n");
    Optional<IniFile> old = Optional.of(IniFile.read(ini));
    assertThat(warnings(() -> LiveConfiguration.open(nsdb, host, old).close()))
        .singleElement(STRING)
        .startsWith(ini + ": ")
        .contains(SIMULATION_THREADS)
        .endsWith("the weaker layers' value is used");
    try (LiveConfiguration live = LiveConfiguration.open(nsdb, host, old)) {
      assertThat(live.list("zookeeper.zookeeper_hosts")).containsExactly("a:1");
      assertThat(live.integer(SIMULATION_THREADS)).isEqualTo(2);
      assertThat(live.duration("agent.midolman.bgp_holdtime")).isEqualTo(Duration.ofSeconds(90));
      assertThat(live.duration("agent.arptable.arp_stale")).isEqualTo(Duration.ofSeconds(7));
    }
  }

  /** Returns the warnings of live configurations during some work. */
  private static List<String> warnings(Runnable work) {
    Logger log = (Logger) LoggerFactory.getLogger(LiveConfiguration.class);
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    log.addAppender(seen);
    log.setLevel(Level.WARN);
    log.setAdditive(false);
    try {
      work.run();
    } finally {
      log.detachAppender(seen);
      log.setLevel(null);
      log.setAdditive(true);
    }
    return seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** An Error must end the process, so the executor may not keep it. */
  @Test
  void anErrorOfAListenerIsLetOut() throws Exception {
    BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    try (LiveConfiguration live = LiveConfiguration.open(nsdb, host, Optional.empty())) {
      live.onChange(
          keys -> {
            Thread.currentThread()
                .setUncaughtExceptionHandler((thread, cause) -> uncaught.add(cause));
            throw new NoClassDefFoundError("a class that is gone");
          });
      set(Layer.DEFAULT, SIMULATION_THREADS + " = 3");
      assertThat(uncaught.poll(10, TimeUnit.SECONDS)).isInstanceOf(NoClassDefFoundError.class);
    }
  }

  @Test
  void zookeeperIsFoundInMidoNetsOrder(@TempDir Path directory) throws Exception {
    Path user =
        Files.writeString(
            directory.resolve(".midonetrc"), "[cli]\napi_url = http://controller:8181\n");
    Path cluster =
        Files.writeString(
            directory.resolve("midonet.conf"), "[zookeeper]\nzookeeper_hosts = c1:2181, c2:2181\n");
    Path agent =
        Files.writeString(
            directory.resolve("midolman.conf"),
            "[zookeeper]\nzookeeper_hosts=a:2181\nroot_key = /midonet/v1\n");
    List<Path> files = List.of(user, cluster, agent);
    assertThat(Bootstrap.find(Map.of(), files))
        .isEqualTo(new Bootstrap("c1:2181,c2:2181", "/midonet/v1", cluster.toString()));
    assertThat(
            Bootstrap.find(
                Map.of("MIDO_ZOOKEEPER_HOSTS", "e:1", "MIDO_ZOOKEEPER_ROOT_KEY", "/m"), files))
        .extracting(Bootstrap::hosts, Bootstrap::rootKey)
        .containsExactly("e:1", "/m");
    assertThat(Bootstrap.find(Map.of(), List.of()))
        .extracting(Bootstrap::hosts)
        .isEqualTo("127.0.0.1:2181");
    Path broken = Files.writeString(directory.resolve("broken"), "[zookeeper]\nwhat is this\n");
    assertThatThrownBy(() -> IniFile.read(broken)).hasMessageContaining("line 2");
  }

  @Test
  void aHostKeepsItsId(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("midonet_host_id.properties");
    assertThat(HostId.find(file)).isEmpty();
    UUID id = HostId.create(file);
    assertThat(HostId.find(file)).contains(id);
    assertThat(HostId.create(file)).isEqualTo(id);
    assertThat(Files.readString(file)).isEqualTo("host_uuid=" + id + "\n");
    Files.writeString(file, "host_uuid=nonsense\n");
    assertThatThrownBy(() -> HostId.find(file)).isInstanceOf(ConfigurationException.class);
  }
}
