package org.midolab.midonet.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Zoo;
import picocli.CommandLine;

/** Tests the whole command line, with its exit codes, against a real ZooKeeper. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class MnConfTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private final UUID host = UUID.randomUUID();
  private final InputStream stdin = System.in;
  private Bootstrap bootstrap;

  /** Result of one command. */
  private record Outcome(int exit, String out, String err) {}

  @BeforeEach
  void fresh() {
    NsdbSettings settings = ZOO.fresh();
    bootstrap = new Bootstrap(settings.hosts(), settings.rootKey(), "the test");
  }

  @AfterEach
  void restore() {
    System.setIn(stdin);
  }

  private Outcome run(String... arguments) {
    return run(bootstrap, arguments);
  }

  private static Outcome run(Bootstrap bootstrap, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = MnConf.commandLine(bootstrap, arguments);
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new Outcome(commandLine.execute(arguments), out.toString(), err.toString());
  }

  private Outcome pipe(String text, String... arguments) {
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return run(arguments);
  }

  private void succeeds(Outcome outcome) {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void standardInputIsStored() {
    succeeds(pipe("cassandra.replication_factor : 3\n", "set", "-t", "default"));
    assertThat(run("get", "-t", "default", "cassandra.replication_factor"))
        .isEqualTo(new Outcome(0, "cassandra.replication_factor = 3\n", ""));
    assertThat(run("get", "-h", host.toString(), "cassandra").out())
        .isEqualTo(
            """
            cassandra.cluster = "midonet"
            cassandra.replication_factor = 3
            cassandra.servers = ""
            """);
    assertThat(run("dump", "-t", "default", "-H").out())
        .isEqualTo("cassandra.replication_factor : 3\n");
    assertThat(run("get", "-s", "cassandra.replication_factor").out()).endsWith(" = 1\n");
    assertThat(run("dump", "-t", "default").out()).isEqualTo("cassandra.replication_factor : 3\n");
    assertThat(run("dump", "-h", host.toString()).out())
        .contains("zookeeper.zookeeper_hosts : \"127.0.0.1:2181\"\n")
        .doesNotContain("_description", "_type");
  }

  @Test
  void argumentsMergeAndClearReplaces() {
    succeeds(run("set", "-h", host.toString(), "zookeeper.max_retries : 4"));
    succeeds(run("set", "-h", host.toString(), "zookeeper { root_key = /other }"));
    assertThat(run("dump", "-h", host.toString(), "-H").out())
        .isEqualTo("zookeeper.max_retries : 4\nzookeeper.root_key : \"/other\"\n");
    succeeds(run("set", "-c", "-h", host.toString(), "zookeeper.max_retries = 5"));
    assertThat(run("dump", "-h", host.toString(), "-H").out())
        .isEqualTo("zookeeper.max_retries : 5\n");
    succeeds(run("unset", "-h", host.toString(), "zookeeper.max_retries"));
    assertThat(run("unset", "-h", host.toString(), "zookeeper.max_retries").exit()).isEqualTo(11);
    assertThat(run("get", "-h", host.toString(), "zookeeper.max_retries").out())
        .endsWith(" = 10\n");
  }

  @Test
  void invalidInputIsReportedAndChangesNothing() {
    assertThat(pipe("a : 1\nb : ]\n", "set", "-t", "default"))
        .satisfies(
            outcome -> {
              assertThat(outcome.exit()).isEqualTo(2);
              assertThat(outcome.err())
                  .startsWith("mn-conf: standard input, line 2: ")
                  .hasLineCount(1);
            });
    assertThat(run("set", "-t", "default", "zookeeper.session_timeout : soon"))
        .isEqualTo(
            new Outcome(
                2,
                "",
                "mn-conf: zookeeper.session_timeout cannot be \"soon\" (line 1); allowed is a"
                    + " duration, such as 250ms, 30s, 5m or 1 day\n"));
    assertThat(pipe("", "set", "-t", "default").exit()).isEqualTo(2);
    assertThat(run("template-set", "-h", host.toString(), "-t", "agent-huge").exit()).isEqualTo(2);
    assertThat(run("get", "-h", "gateway1", "zookeeper").exit()).isEqualTo(2);
    assertThat(run("get", "-h", host.toString(), "-t", "default", "zookeeper").exit()).isEqualTo(2);
    assertThat(run("list").exit()).isEqualTo(2);
    assertThat(run().exit()).isEqualTo(2);
    assertThat(run("get", "-t", "default", "no.such.key").exit()).isEqualTo(11);
    assertThat(run("dump", "-t", "default", "-H").out()).isEmpty();
    assertThat(run("set", "-t", "default", "novel.key : 1").err()).contains("novel.key");
  }

  /**
   * Lists the subcommands and their flags; each also has {@code --help} (docs:
   * contract.md#configuration).
   */
  @ParameterizedTest
  @CsvSource({
    "dump, -h -t -s -H -j -c",
    "get, -h -t -s -H -j -c",
    "set, -h -t -c",
    "unset, -h -t",
    "import, -h -t -a -f",
    "template-list, ''",
    "template-get, -h -a",
    "template-set, -h -t",
    "template-clear, -h",
    "hosts, ''",
    "doc, ''",
    "dump-bundled-config, ''",
    "deploy, ''",
  })
  void everyCommandHasItsFlags(String command, String flags) {
    List<String> found =
        MnConf.commandLine(bootstrap)
            .getSubcommands()
            .get(command)
            .getCommandSpec()
            .options()
            .stream()
            .map(option -> option.shortestName())
            .filter(name -> !name.equals("--help"))
            .toList();
    assertThat(found).containsExactlyInAnyOrder(flags.isEmpty() ? new String[0] : flags.split(" "));
    assertThat(MnConf.commandLine(bootstrap).getSubcommands()).hasSize(13);
  }

  @Test
  void getWithoutAKeyIsDump() {
    succeeds(run("set", "-t", "default", "zookeeper.max_retries : 4"));
    assertThat(run("get", "-t", "default", "-H").out()).isEqualTo("zookeeper.max_retries = 4\n");
    assertThat(run("get", "-s").out().replace(" = ", " : ")).isEqualTo(run("dump", "-s").out());
    assertThat(run("dump", "-t", "default", "zookeeper.max_retries").out())
        .isEqualTo("zookeeper.max_retries : 4\n");
  }

  @Test
  void theSchemaHasMidoNetsKeysAndDefaults() throws Exception {
    List<String> expected;
    try (InputStream file = getClass().getResourceAsStream("defaults.txt")) {
      expected =
          new String(file.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
    }
    assertThat(run("dump", "-s").out().lines()).containsExactlyElementsOf(expected);
  }

  @Test
  void everyDifferentDefaultHasAReason() throws Exception {
    try (InputStream file = getClass().getResourceAsStream("schema-differences.txt")) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", -1))
          .forEach(
              row -> {
                assertThat(row).as(row[0]).hasSize(4);
                assertThat(row[3]).as(row[0]).hasSizeGreaterThan(20);
                assertThat(row[1]).as(row[0]).isNotEqualTo(row[2]);
                assertThat(run("get", "-s", row[0]).out())
                    .isEqualTo(row[2].equals("-") ? "" : row[0] + " = " + row[2] + "\n");
              });
    }
  }

  /**
   * Lists the templates' values (docs: contract.md#configuration). Template "small" is newer than
   * 5.0 and not shipped.
   */
  @ParameterizedTest
  @CsvSource({
    "agent-compute-medium, 2, 2, 350000,  16384, 4096, 256,  128, 32,  128, 262144,  512",
    "agent-compute-large,  2, 2, 1500000, 16384, 4096, 256,  128, 32,  128, 262144,  512",
    "agent-gateway-medium, 4, 2, 1500000, 24576, 4096, 512,  256, 256, 256, 1048576, 1024",
    "agent-gateway-large,  4, 2, 2500000, 24576, 4096, 1024, 512, 512, 512, 1048576, 2048",
  })
  void shippedTemplatesHoldMidoNetsValues(ArgumentsAccessor row) {
    List<String> keys =
        List.of(
            "agent.midolman.simulation_threads",
            "agent.midolman.output_channels",
            "agent.datapath.max_flow_count",
            "agent.datapath.send_buffer_pool_max_size",
            "agent.datapath.send_buffer_pool_initial_size",
            "agent.datapath.global_incoming_burst_capacity",
            "agent.datapath.tunnel_incoming_burst_capacity",
            "agent.datapath.vm_incoming_burst_capacity",
            "agent.datapath.vtep_incoming_burst_capacity",
            "agent.minions.flow_state.block_size",
            "agent.minions.flow_state.blocks_per_port");
    succeeds(run("template-set", "-h", host.toString(), "-t", row.getString(0)));
    for (int i = 0; i < keys.size(); i++) {
      assertThat(run("get", "-h", host.toString(), keys.get(i)).out())
          .isEqualTo(keys.get(i) + " = " + row.getString(i + 1) + "\n");
    }
  }

  @Test
  void templatesAreAssignedAndRemoved() {
    assertThat(run("template-list").out())
        .isEqualTo(
            """
            agent-compute-large
            agent-compute-medium
            agent-gateway-large
            agent-gateway-medium
            default
            """);
    assertThat(run("template-get", "-h", host.toString()).out()).isEqualTo(host + "  default\n");
    succeeds(run("template-set", "-h", host.toString(), "-t", "agent-compute-large"));
    assertThat(run("template-get", "-h", host.toString()).out())
        .isEqualTo(host + "  agent-compute-large\n");
    assertThat(run("template-list").out()).startsWith("agent-compute-large\n    " + host + "\n");
    assertThat(run("template-get", "-a").out()).isEqualTo(host + "  agent-compute-large\n");
    assertThat(run("get", "-h", host.toString(), "agent.datapath.max_flow_count").out())
        .endsWith(" = 1500000\n");
    assertThat(run("hosts").out()).isEqualTo(host + "  -  agent-compute-large\n");
    succeeds(run("template-clear", "-h", host.toString()));
    assertThat(run("template-get", "-a").out()).isEmpty();
  }

  @Test
  void keysAreExplainedWithoutZookeeper() {
    Bootstrap nowhere = new Bootstrap("127.0.0.1:1", "/midonet", "the test");
    assertThat(run(nowhere, "doc", "agent.datapath.attach").out())
        .contains("agent.datapath.attach", "one of auto, tcx, clsact", "default: \"auto\"");
    assertThat(run(nowhere, "doc", "agent.datapath").out())
        .contains("agent.datapath.max_flow_count");
    assertThat(run(nowhere, "doc", "agent.loggers.org.midonet.routing").out()).contains("TRACE");
    assertThat(run(nowhere, "doc", "no.such").exit()).isEqualTo(11);
    assertThat(run(nowhere, "doc").out())
        .contains(
            "agent.datapath.max_flow_count", "cassandra.servers", "cluster.rest_api.http_port");
    assertThat(run(nowhere, "dump-bundled-config").out())
        .contains("# Bundled schema agent:", "# Bundled template agent-gateway-large:");
    for (String command : MnConf.commandLine(nowhere).getSubcommands().keySet()) {
      assertThat(run(nowhere, command, "--help").out()).contains("mn-conf " + command);
    }
  }

  @Test
  void unreachableZookeeperIsReportedWithASolution() {
    assertThat(
            run(
                    new Bootstrap("127.0.0.1:1", "/midonet", "/etc/midonet/midonet.conf"),
                    "get",
                    "-s",
                    "zookeeper")
                .exit())
        .isZero();
    Outcome outcome =
        run(
            new Bootstrap("127.0.0.1:1", "/midonet", "/etc/midonet/midonet.conf"),
            "get",
            "-t",
            "default",
            "zookeeper");
    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("127.0.0.1:1", "/etc/midonet/midonet.conf", "MIDO_ZOOKEEPER_HOSTS")
        .doesNotContain("\tat ");
  }

  @Test
  void anIniFileIsImported(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("midolman.conf"),
            "[zookeeper]\n"
                + "zookeeper_hosts = a:2181,b:2181\n"
                + "session_timeout = 30s\n"
                + "[midolman]\n"
                + "simulation_threads = 3\n");
    assertThat(run("import", "-t", "default", "-f", file.toString()).out())
        .isEqualTo("zookeeper.zookeeper_hosts\nagent.midolman.simulation_threads\n");
    assertThat(run("dump", "-t", "default", "-H").out())
        .isEqualTo(
            "agent.midolman.simulation_threads : \"3\"\n"
                + "zookeeper.zookeeper_hosts : \"a:2181,b:2181\"\n");
    assertThat(run("import", "-t", "default", "-f", directory.resolve("absent").toString()).exit())
        .isEqualTo(2);
  }

  @Test
  void valuesArePrintedAsJsonAndWithComments() throws Exception {
    succeeds(run("set", "-t", "default", "cassandra.replication_factor : 3"));
    var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
    assertThat(mapper.readTree(run("dump", "-j", "-t", "default").out()).toString())
        .isEqualTo("{\"cassandra\":{\"replication_factor\":3}}");
    assertThat(
            mapper
                .readTree(run("get", "--json", "-h", host.toString(), "cassandra").out())
                .at("/cassandra/cluster")
                .asText())
        .isEqualTo("midonet");
    assertThat(run("get", "-c", "-t", "default", "cassandra.replication_factor").out().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("# On how many nodes");
  }

  @Test
  void schemaAndTemplatesAreDeployedOnce() {
    assertThat(run("deploy").out())
        .contains("deployed schema agent\n", "deployed template default\n");
    assertThat(run("deploy").out()).contains("nothing to do").hasLineCount(1);
  }

  /** Legacy files have durations without units, under former names. */
  @Test
  void durationsOfAnIniFileKeepTheirUnits(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("midolman.conf"),
            """
            \ufeff[zookeeper]
            session_timeout = 20000 ; milliseconds
            midolman_root_key = /midonet/v1
            [midolman]
            bgp_holdtime = 90   # seconds
            bgp_keepalive = 30s
            [arptable]
            arp_retry_interval_seconds = 7
            arp_stale_seconds = 1800
            [bridge]
            mac_port_mapping_expire_millis = 30000
            """);
    assertThat(run("import", "-t", "default", "-f", file.toString()).exit()).isZero();
    assertThat(run("dump", "-t", "default").out())
        .isEqualTo(
            """
            agent.arptable.arp_retry_interval : "7s"
            agent.arptable.arp_stale : "1800s"
            agent.bridge.mac_port_mapping_expire : "30000ms"
            agent.midolman.bgp_holdtime : "90s"
            agent.midolman.bgp_keepalive : "30s"
            zookeeper.root_key : "/midonet/v1"
            zookeeper.session_timeout : "20000ms"
            """);
  }
}
