package org.midolab.midonet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.midolab.midonet.cli.schema.Schema;
import org.midolab.midonet.cluster.Cluster;
import org.midolab.midonet.cluster.ClusterSettings;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/** Replays the guide's sessions with the real API and a real ZooKeeper, with the guide's login. */
class ClusterSessionTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private Nsdb nsdb;
  private Cluster cluster;

  private Rest rest;
  private StringWriter answer;
  private Interpreter interpreter;

  /** Creates a database for each test, with the guide's hosts. */
  @BeforeEach
  void open() {
    nsdb = ZkNsdb.connect(ZOO.fresh());
    cluster = Cluster.start(nsdb, ClusterSettings.onLoopback());
    nsdb.topology()
        .write(
            transaction ->
                List.of("controller", "gateway1", "gateway2", "compute1")
                    .forEach(name -> transaction.create(new Host(UUID.randomUUID(), name, 1))));
    var settings =
        new Settings(
            URI.create(cluster.uri().toString()),
            new Settings.Credentials("admin", "secret", "admin"),
            null,
            true,
            false);
    rest = new Rest(settings, new PrintStream(PrintStream.nullOutputStream()));
    rest.open();
    answer = new StringWriter();
    interpreter =
        new Interpreter(Schema.MIDONET, rest, new Aliases(true), null, new PrintWriter(answer));
  }

  @AfterEach
  void close() {
    rest.close();
    cluster.close();
    nsdb.close();
  }

  private String type(String command) {
    answer.getBuffer().setLength(0);
    interpreter.perform(command);
    return answer.toString().strip();
  }

  /**
   * Lists are in the order of ids, which are random, so the lines of an answer may have any order.
   */
  @ParameterizedTest
  @FieldSource("org.midolab.midonet.cli.session.Transcript#ON_CLUSTER")
  void theClusterAnswersAsRecorded(String name) {
    for (Transcript entry : Transcript.read(name)) {
      assertThat(type(entry.command()).lines())
          .as("%s:%d %s (%s)", name, entry.line(), entry.command(), entry.source())
          .containsExactlyInAnyOrderElementsOf(entry.answer());
    }
  }

  /** Neutron's translation gives a router's load balancer the router's id. */
  @Test
  void objectsWithOneIdAndDifferentTypesAreDistinguished() {
    UUID id = UUID.randomUUID();
    nsdb.topology()
        .write(
            transaction -> {
              transaction.create(new LoadBalancer(id, true));
              transaction.create(
                  RouterBuilder.builder()
                      .id(id)
                      .name("r")
                      .adminStateUp(true)
                      .asNumber(-1)
                      .loadBalancerId(id)
                      .build());
            });
    for (int i = 0; i < 2; i++) {
      assertThat(type("router list")).isEqualTo("router router0 name r state up load-balancer lb0");
      assertThat(type("load-balancer list")).isEqualTo("lb lb0 router router0 state up");
    }
  }

  @Test
  void chapter4RegistersHosts() {
    assertThat(type("tunnel-zone create name tz type vxlan")).isEqualTo("tzone0");
    assertThat(type("list tunnel-zone")).isEqualTo("tzone tzone0 name tz type vxlan");
    for (String host : List.of("controller", "gateway1", "gateway2", "compute1")) {
      String line = type("list host name " + host);
      assertThat(line).matches("host host\\d name " + host + " alive false");
      String alias = line.split(" ")[1];
      String address = "198.19.0." + (alias.charAt(4) - '0' + 1);
      assertThat(type("tunnel-zone tzone0 add member host %s address %s".formatted(alias, address)))
          .isEqualTo("zone tzone0 host %s address %s".formatted(alias, address));
    }
    assertThat(type("tunnel-zone tzone0 list member").lines()).hasSize(4);
    assertThat(type("tunnel-zone tzone0 member host host0 set address 198.19.0.99")).isEmpty();
    assertThat(type("tunnel-zone tzone0 member host host0 show address")).isEqualTo("198.19.0.99");
    assertThat(type("tunnel-zone tzone0 delete member host host0")).isEmpty();
    assertThat(type("tunnel-zone tzone0 list member").lines()).hasSize(3);
    assertThat(type("tunnel-zone tzone0 set name"))
        .isEqualTo("Missing arguments, incomplete command");
    assertThat(type("tunnel-zone create type gre")).startsWith("User error: ").contains("name");
    assertThat(type("list host name nobody")).isEmpty();
  }

  @Test
  void chapter7ConfiguresTheUplinks() {
    type("chain create name pre");
    type("chain create name post");
    assertThat(type("router create name \"Tenant Router\" infilter chain0 outfilter chain1"))
        .isEqualTo("router0");
    assertThat(type("router create name \"Edge Router\"")).isEqualTo("router1");
    assertThat(type("router list").lines())
        .containsExactlyInAnyOrder(
            "router router0 name Tenant Router state up infilter chain0 outfilter chain1",
            "router router1 name Edge Router state up");
    assertThat(
            type(
                "router router1 add port mac fa:16:3e:11:11:11 address 198.51.100.2 net 198.51.100.0/30"))
        .isEqualTo("router1:port0");
    assertThat(
            type(
                "router router1 add port mac fa:16:3e:22:22:22 address 203.0.113.2 net 203.0.113.0/30"))
        .isEqualTo("router1:port1");
    assertThat(type("router router1 port list").lines())
        .containsExactlyInAnyOrder(
            "port port0 device router1 state up plugged no mac fa:16:3e:11:11:11 address 198.51.100.2 net 198.51.100.0/30",
            "port port1 device router1 state up plugged no mac fa:16:3e:22:22:22 address 203.0.113.2 net 203.0.113.0/30");
    type("list host name gateway1");
    assertThat(type("host host0 add binding port router router1 port port0 interface eth1"))
        .isEqualTo("host host0 interface eth1 port router1:port0");
    assertThat(type("host host0 list binding"))
        .isEqualTo("host host0 interface eth1 port router1:port0");
    assertThat(type("router router1 set asn 64512")).isEmpty();
    assertThat(type("router router1 add bgp-peer asn 64513 address 198.51.100.1"))
        .isEqualTo("router1:peer0");
    assertThat(type("router router1 add bgp-peer asn 64514 address 203.0.113.1"))
        .isEqualTo("router1:peer1");
    assertThat(type("router router1 bgp-peer peer0 set password BGP_PASSWORD")).isEmpty();
    assertThat(type("router router1 bgp-peer peer0 set connect-retry 10")).isEmpty();
    assertThat(type("router router1 bgp-peer peer0 set hold-time 5")).isEmpty();
    assertThat(type("router router1 bgp-peer peer0 set keep-alive 5")).isEmpty();
    assertThat(type("router router1 list bgp-peer").lines())
        .containsExactlyInAnyOrder(
            "peer peer0 asn 64513 address 198.51.100.1 keep-alive 5 hold-time 5 connect-retry 10",
            "peer peer1 asn 64514 address 203.0.113.1");
    assertThat(
            type(
                "router router1 route add src 0.0.0.0/0 dst 198.51.100.0/30 port router1:port0 type normal"))
        .isEqualTo("router1:route0");
    assertThat(type("router router1 route route0"))
        .isEqualTo(
            "route route0 type normal src 0.0.0.0/0 dst 198.51.100.0/30 port router1:port0 weight 0");
    assertThat(type("router router1 add bgp-network net 192.0.2.0/24")).isEqualTo("router1:net0");
    assertThat(type("router router1 list bgp-network")).isEqualTo("net net0 net 192.0.2.0/24");
  }

  @Test
  void objectsAreCreatedLinkedAndDeleted() {
    type("bridge create name ext");
    type("router create name t");
    assertThat(type("bridge bridge0 add port")).isEqualTo("bridge0:port0");
    assertThat(type("router router0 add port address 10.1.0.1 net 10.1.0.0/24"))
        .isEqualTo("router0:port0");
    assertThat(type("router router0 port port0 set peer bridge0:port0")).isEmpty();
    assertThat(type("bridge bridge0 port list"))
        .isEqualTo("port port0 device bridge0 state up plugged no peer router0:port0");
    assertThat(type("bridge bridge0 port port0 clear peer")).isEmpty();
    assertThat(type("bridge bridge0 port list"))
        .isEqualTo("port port0 device bridge0 state up plugged no");
    assertThat(type("bridge bridge0 add arp-entry ip 192.0.2.11 mac ac:ca:ba:11:11:11"))
        .isEqualTo("ip 192.0.2.11 mac ac:ca:ba:11:11:11");
    assertThat(type("bridge bridge0 list arp-entry"))
        .isEqualTo("ip 192.0.2.11 mac ac:ca:ba:11:11:11");
    assertThat(type("bridge bridge0 delete arp-entry ip 192.0.2.11")).isEmpty();
    assertThat(type("bridge bridge0 list arp-entry")).isEmpty();
    assertThat(type("chain create name c")).isEqualTo("chain0");
    assertThat(
            type(
                "chain chain0 add rule type dnat action accept target 192.168.1.10 dst 192.0.2.11/32"))
        .isEqualTo("chain0:rule0");
    assertThat(
            type(
                "chain chain0 add rule type drop pos 2 src !10.0.0.0/8 proto 6 dst-port 80:90 in-ports router0:port0"))
        .isEqualTo("chain0:rule1");
    assertThat(type("chain chain0 add rule type rev_snat action accept src 192.0.2.11 pos 3"))
        .isEqualTo("chain0:rule2");
    assertThat(type("chain chain0 list rule").lines())
        .containsExactly(
            "rule rule0 dst 192.0.2.11 fragment-policy any pos 1 type dnat action accept target 192.168.1.10",
            "rule rule1 src !10.0.0.0/8 proto 6 dst-port 80-90 in-ports router0:port0"
                + " fragment-policy header pos 2 type drop",
            "rule rule2 src 192.0.2.11 fragment-policy any pos 3 type rev_snat action accept");
    assertThat(type("router router0 set infilter chain0")).isEmpty();
    assertThat(type("router router0")).isEqualTo("router router0 name t state up infilter chain0");
    assertThat(type("router router0 clear infilter")).isEmpty();
    assertThat(type("router router0")).isEqualTo("router router0 name t state up");
    assertThat(type("port-group create name SPG stateful true")).isEqualTo("pgroup0");
    assertThat(type("port-group pgroup0 add member port router0:port0"))
        .isEqualTo("port-group pgroup0 port router0:port0");
    assertThat(type("port-group pgroup0 list member"))
        .isEqualTo("port-group pgroup0 port router0:port0");
    assertThat(type("port-group pgroup0 delete member port router0:port0")).isEmpty();
    assertThat(type("port-group pgroup0 list member")).isEmpty();
    assertThat(type("show system-state"))
        .isEqualTo("system_state state ACTIVE availability READWRITE");
    assertThat(type("list vtep")).startsWith("User error: this cluster has no vtep objects");
    assertThat(type("delete router router0")).isEmpty();
    assertThat(type("router list name t")).isEmpty();
  }
}
