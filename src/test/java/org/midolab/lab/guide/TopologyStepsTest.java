package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.ApiHosts;
import org.midolab.lab.guide.steps.BgpSettings;
import org.midolab.lab.guide.steps.Devices;
import org.midolab.lab.guide.steps.Topology;

/** Steps about the topology in the API. */
class TopologyStepsTest {

  private static final String ROUTERS =
      "[{\"id\": \"r1\", \"name\": \"Edge Router\", \"asNumber\": 64512, \"adminStateUp\": true,"
          + " \"inboundFilterId\": \"c1\", \"outboundFilterId\": \"c2\"}]";
  private static final String BRIDGES =
      "[{\"id\": \"b1\", \"name\": \"ext-net\", \"adminStateUp\": true}]";
  private static final String PEERS =
      "[{\"id\": \"p1\", \"address\": \"198.51.100.1\", \"asNumber\": 64513, \"keepAlive\": 1,"
          + " \"holdTime\": 5, \"connectRetry\": 2}]";
  private static final String NETWORKS =
      "[{\"subnetAddress\": \"192.0.2.0\", \"subnetLength\": 24}]";
  private static final String PORT =
      "{\"id\": \"o1\", \"portAddress\": \"192.0.2.1\", \"networkAddress\": \"192.0.2.0\","
          + " \"networkLength\": 24, \"portMac\": \"02:00:00:00:00:01\", \"peerId\": \"o2\","
          + " \"hostId\": \"h1\", \"interfaceName\": \"eth1\", \"active\": true}";
  private static final String ROUTES =
      "[{\"type\": \"Normal\", \"srcNetworkLength\": 0, \"dstNetworkAddr\": \"0.0.0.0\","
          + " \"dstNetworkLength\": 0, \"nextHopGateway\": \"192.0.2.9\","
          + " \"nextHopPort\": \"o1\", \"learned\": false}]";

  private static Devices devices(Bench bench) {
    return new Devices(bench.observer(), new Topology(bench.nodes()));
  }

  private static BgpSettings bgp(Bench bench) {
    return new BgpSettings(bench.observer(), new Topology(bench.nodes()));
  }

  private static ApiHosts cloud(Bench bench) {
    return new ApiHosts(bench.observer(), bench.nodes(), new Topology(bench.nodes()));
  }

  @Test
  void asNumber() throws Exception {
    then(b -> bgp(b).asNumber("Edge Router", 64512))
        .passesWith("GET /routers", ROUTERS)
        .failsWith("GET /routers", ROUTERS.replace("64512", "64513"))
        .failsWith("GET /routers", ROUTERS.replace("Edge", "Other"))
        .check();
  }

  @Test
  void bgpPeer() throws Exception {
    then(b -> bgp(b).bgpPeer("Edge Router", "198.51.100.1", 64513))
        .passesWith("GET /routers", ROUTERS)
        .passesWith("GET /routers/r1/bgp_peers", PEERS)
        .failsWith("GET /routers/r1/bgp_peers", PEERS.replace("64513", "64514"))
        .failsWith("GET /routers/r1/bgp_peers", PEERS.replace("100.1", "100.2"))
        .failsWith("GET /routers/r1/bgp_peers", "[]")
        .check();
  }

  @Test
  void bgpPeerHas() throws Exception {
    then(b -> {
          bgp(b).bgpPeerHas("Edge Router", "198.51.100.1", "keep-alive", 1);
          bgp(b).bgpPeerHas("Edge Router", "198.51.100.1", "hold-time", 5);
          bgp(b).bgpPeerHas("Edge Router", "198.51.100.1", "connect-retry", 2);
        })
        .passesWith("GET /routers", ROUTERS)
        .passesWith("GET /routers/r1/bgp_peers", PEERS)
        .failsWith("GET /routers/r1/bgp_peers", PEERS.replace("Alive\": 1", "Alive\": 60"))
        .failsWith("GET /routers/r1/bgp_peers", PEERS.replace("Time\": 5", "Time\": 180"))
        .failsWith("GET /routers/r1/bgp_peers", PEERS.replace("Retry\": 2", "Retry\": 120"))
        .check();
  }

  @Test
  void advertises() throws Exception {
    then(b -> bgp(b).advertises("Edge Router", "192.0.2.0/24"))
        .passesWith("GET /routers", ROUTERS)
        .passesWith("GET /routers/r1/bgp_networks", NETWORKS)
        .failsWith("GET /routers/r1/bgp_networks", NETWORKS.replace("24", "25"))
        .failsWith("GET /routers/r1/bgp_networks", "[]")
        .check();
  }

  @Test
  void answers() throws Exception {
    then(b -> cloud(b).answers(b.nodes("controller")))
        .passesWith("GET /system_state", "{\"version\": \"5.0\"}")
        .failsWith(FakeApi.WITHOUT_TOKEN, "200")
        .failsWith("GET /system_state", null)
        .check();
  }

  @Test
  void ready() throws Exception {
    then(b -> cloud(b).ready(b.nodes("controller")))
        .passesWith("GET /system_state", "{\"version\": \"5.0\"}")
        .failsWith(FakeApi.WITHOUT_TOKEN, "503")
        .failsWith("GET /system_state", null)
        .check();
  }

  @Test
  void refuses() throws Exception {
    then(b -> cloud(b).refuses(b.nodes("controller")))
        .passesWith(FakeApi.OTHER_PASSWORD, "401")
        .failsWith(FakeApi.OTHER_PASSWORD, "200")
        .failsWith(FakeApi.OTHER_PASSWORD, "503")
        .check();
  }

  @Test
  void bridge() throws Exception {
    then(b -> devices(b).bridge("ext-net"))
        .passesWith("GET /bridges", BRIDGES)
        .failsWith("GET /bridges", BRIDGES.replace("true", "false"))
        .failsWith("GET /bridges", BRIDGES.replace("ext-net", "ext-net2"))
        .check();
  }

  @Test
  void router() throws Exception {
    then(b -> devices(b).router("Edge Router"))
        .passesWith("GET /routers", ROUTERS)
        .failsWith("GET /routers", ROUTERS.replace("true", "false"))
        .failsWith("GET /routers", "[]")
        .check();
  }

  @Test
  void linked() throws Exception {
    var ports = "[" + PORT + "]";

    then(b -> devices(b).linked("Edge Router", "192.0.2.1", "192.0.2.0/24", "ext-net"))
        .passesWith("GET /routers", ROUTERS)
        .passesWith("GET /routers/r1/ports", ports)
        .passesWith("GET /ports/o2", "{\"deviceId\": \"b1\"}")
        .passesWith("GET /bridges/b1", "{\"name\": \"ext-net\"}")
        .failsWith("GET /bridges/b1", "{\"name\": \"tenant-net\"}")
        .failsWith("GET /ports/o2", null)
        .failsWith("GET /routers/r1/ports", ports.replace("\"o2\"", "null"))
        .failsWith("GET /routers/r1/ports", ports.replace("Length\": 24", "Length\": 25"))
        .check();
  }

  @Test
  void bound() throws Exception {
    var ports = "[" + PORT + "]";

    then(b ->
            devices(b)
                .bound("Edge Router", "192.0.2.1", "192.0.2.0/24", "eth1", b.nodes("gateway1")))
        .passesWith("GET /routers", ROUTERS)
        .passesWith("GET /routers/r1/ports", ports)
        .passesWith("GET /hosts/h1", "{\"name\": \"gateway1\"}")
        .failsWith("GET /hosts/h1", "{\"name\": \"gateway2\"}")
        .failsWith("GET /routers/r1/ports", ports.replace("true", "false"))
        .failsWith("GET /routers/r1/ports", ports.replace("eth1", "eth2"))
        .failsWith("GET /routers/r1/ports", ports.replace("\"h1\"", "null"))
        .check();
  }

  @Test
  void bridgePortBound() throws Exception {
    var ports = "[" + PORT + "]";

    then(b -> devices(b).bridgePortBound("ext-net", "eth1", b.nodes("compute1")))
        .passesWith("GET /bridges", BRIDGES)
        .passesWith("GET /bridges/b1/ports", ports)
        .passesWith("GET /hosts/h1", "{\"name\": \"compute1\"}")
        .failsWith("GET /hosts/h1", "{\"name\": \"gateway2\"}")
        .failsWith("GET /bridges/b1/ports", ports.replace("true", "false"))
        .failsWith("GET /bridges/b1/ports", "[]")
        .check();
  }

  @Test
  void routes() throws Exception {
    var wanted =
        StepCheck.table(
            List.of(List.of("to", "by", "port"), List.of("0.0.0.0/0", "192.0.2.9", "192.0.2.1")));

    then(b -> devices(b).routes("Edge Router", wanted))
        .passesWith("GET /routers", ROUTERS)
        .passesWith("GET /routers/r1/routes", ROUTES)
        .passesWith("GET /ports/o1", PORT)
        .failsWith("GET /routers/r1/routes", ROUTES.replace("false", "true"))
        .failsWith("GET /routers/r1/routes", ROUTES.replace("2.9", "2.8"))
        .failsWith("GET /routers/r1/routes", ROUTES.replace("Normal", "Blackhole"))
        .failsWith("GET /routers/r1/routes", "[]")
        .failsWith("GET /ports/o1", PORT.replace("192.0.2.1\"", "192.0.2.7\""))
        .check();
  }

  @Test
  void arp() throws Exception {
    var table = "[{\"ip\": \"192.0.2.11\", \"mac\": \"02:00:00:00:00:01\"}]";

    then(b -> devices(b).arp("ext-net", "192.0.2.11", "192.0.2.1", "Edge Router"))
        .passesWith("GET /routers", ROUTERS)
        .passesWith("GET /routers/r1/ports", "[" + PORT + "]")
        .passesWith("GET /bridges", BRIDGES)
        .passesWith("GET /bridges/b1/arp_table", table)
        .failsWith("GET /bridges/b1/arp_table", table.replace("00:01", "00:02"))
        .failsWith("GET /bridges/b1/arp_table", table.replace("2.11", "2.12"))
        .failsWith("GET /bridges/b1/arp_table", "[]")
        .check();
  }

  @Test
  void chains() throws Exception {
    var wanted =
        StepCheck.table(
            List.of(
                List.of("chain", "rule", "target"),
                List.of("PRE", "dnat", "192.168.1.11"),
                List.of("POST", "snat", "192.0.2.11")));
    var dnat = "[{\"type\": \"dnat\", \"natTargets\": [{\"addressFrom\": \"192.168.1.11\"}]}]";

    then(b -> devices(b).chains("Edge Router", wanted))
        .passesWith("GET /routers", ROUTERS)
        .passesWith("GET /chains/c1", "{\"name\": \"PRE\"}")
        .passesWith("GET /chains/c2", "{\"name\": \"POST\"}")
        .passesWith("GET /chains/c1/rules", dnat)
        .passesWith(
            "GET /chains/c2/rules",
            "[{\"type\": \"snat\", \"natTargets\": [{\"addressFrom\": \"192.0.2.11\"}]}]")
        .failsWith("GET /chains/c1/rules", dnat.replace("1.11", "1.12"))
        .failsWith("GET /chains/c1/rules", dnat.replace("dnat", "rev_dnat"))
        .failsWith("GET /chains/c2/rules", "[]")
        .failsWith("GET /routers", ROUTERS.replace("c1", "c0").replace("c2", "c1"))
        .check();
  }

  @Test
  void portGroup() throws Exception {
    var group = "[{\"id\": \"g1\", \"name\": \"OS_PORT_GROUP_r1\", \"stateful\": true}]";

    then(b -> devices(b).portGroup("Edge Router", "192.0.2.1", "192.0.2.5"))
        .passesWith("GET /routers", ROUTERS)
        .passesWith("GET /port_groups", group)
        .passesWith("GET /port_groups/g1/ports", "[{\"portId\": \"o1\"}, {\"portId\": \"o5\"}]")
        .passesWith("GET /ports/o1", PORT)
        .passesWith("GET /ports/o5", "{\"portAddress\": \"192.0.2.5\"}")
        .failsWith("GET /port_groups", group.replace("true", "false"))
        .failsWith("GET /port_groups", "[]")
        .failsWith("GET /port_groups/g1/ports", "[{\"portId\": \"o1\"}]")
        .check();
  }

  private static final String HOSTS =
      "[{\"id\": \"h1\", \"name\": \"gateway1\", \"alive\": true},"
          + " {\"id\": \"h2\", \"name\": \"compute1\", \"alive\": true}]";
  private static final String STALE = "{\"id\": \"h0\", \"name\": \"compute1\", \"alive\": false}";
  private static final String ALIVE = "ephemeral /midonet/zoom/0/state/h%1$d/Host/h%1$d/alive";

  /** Prepares the API and the agents' own nodes in ZooKeeper. */
  private static StepCheck hosts(Consumer<Bench> look) {
    return then(look)
        .passesWith("GET /hosts", HOSTS)
        .passesWith(ALIVE.formatted(1), "")
        .passesWith(ALIVE.formatted(2), "")
        .failsWith("GET /hosts", HOSTS.replace("compute1", "compute2"))
        .failsWith("GET /hosts", HOSTS.replace("true}]", "false}]"))
        // Of two hosts with the same name one is dead, in any order.
        .failsWith("GET /hosts", HOSTS.replace("]", ", " + STALE + "]"))
        .failsWith("GET /hosts", HOSTS.replace("[", "[" + STALE + ", "))
        .failsWith("GET /hosts", "[]")
        .failsWith("GET /hosts", null)
        .failsWith(ALIVE.formatted(2), null);
  }

  @Test
  void agentsAlive() throws Exception {
    hosts(b -> cloud(b).agentsAlive(b.nodes("gateway1 and compute1"))).check();
  }

  @Test
  void listsHost() throws Exception {
    hosts(b -> cloud(b).listsHost("compute1")).check();
  }

  @Test
  void listsHosts() throws Exception {
    hosts(b -> cloud(b).listsHosts("gateway1", "compute1")).check();
  }

  @Test
  void listsExactly() throws Exception {
    hosts(
            b ->
                cloud(b)
                    .listsExactly(
                        StepCheck.table(List.of(List.of("compute1"), List.of("gateway1")))))
        .failsWith(
            "GET /hosts",
            HOSTS.replace("]", ", {\"id\": \"h1\", \"name\": \"gateway9\", \"alive\": true}]"))
        .failsWith(
            "GET /hosts",
            HOSTS.replace("]", ", {\"id\": \"h1\", \"name\": \"gateway1\", \"alive\": true}]"))
        .check();
  }

  /** A node that is not ephemeral does not show that the agent is alive. */
  @Test
  void aliveWithoutASession() throws Exception {
    then(b -> cloud(b).listsHost("compute1"))
        .passesWith("GET /hosts", HOSTS)
        .passesWith(ALIVE.formatted(2).replace("ephemeral", "znode"), "")
        .checkFails();
  }
}
