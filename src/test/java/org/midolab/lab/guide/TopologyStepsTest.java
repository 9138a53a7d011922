package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.then;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.BgpSettings;
import org.midolab.lab.guide.steps.Cloud;
import org.midolab.lab.guide.steps.Devices;
import org.midolab.lab.guide.steps.Topology;

/** The topology as the API tells it. */
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

  private static Cloud cloud(Bench bench) {
    return new Cloud(bench.observer(), bench.nodes(), new Topology(bench.nodes()));
  }

  @Test
  void asNumber() throws Exception {
    then(b -> bgp(b).asNumber("Edge Router", 64512))
        .holdsBy("GET /routers", ROUTERS)
        .isRedBy("GET /routers", ROUTERS.replace("64512", "64513"))
        .isRedBy("GET /routers", ROUTERS.replace("Edge", "Other"))
        .check();
  }

  @Test
  void bgpPeer() throws Exception {
    then(b -> bgp(b).bgpPeer("Edge Router", "198.51.100.1", 64513))
        .holdsBy("GET /routers", ROUTERS)
        .holdsBy("GET /routers/r1/bgp_peers", PEERS)
        .isRedBy("GET /routers/r1/bgp_peers", PEERS.replace("64513", "64514"))
        .isRedBy("GET /routers/r1/bgp_peers", PEERS.replace("100.1", "100.2"))
        .isRedBy("GET /routers/r1/bgp_peers", "[]")
        .check();
  }

  @Test
  void bgpPeerHas() throws Exception {
    then(b -> {
          bgp(b).bgpPeerHas("Edge Router", "198.51.100.1", "keep-alive", 1);
          bgp(b).bgpPeerHas("Edge Router", "198.51.100.1", "hold-time", 5);
          bgp(b).bgpPeerHas("Edge Router", "198.51.100.1", "connect-retry", 2);
        })
        .holdsBy("GET /routers", ROUTERS)
        .holdsBy("GET /routers/r1/bgp_peers", PEERS)
        .isRedBy("GET /routers/r1/bgp_peers", PEERS.replace("Alive\": 1", "Alive\": 60"))
        .isRedBy("GET /routers/r1/bgp_peers", PEERS.replace("Time\": 5", "Time\": 180"))
        .isRedBy("GET /routers/r1/bgp_peers", PEERS.replace("Retry\": 2", "Retry\": 120"))
        .check();
  }

  @Test
  void advertises() throws Exception {
    then(b -> bgp(b).advertises("Edge Router", "192.0.2.0/24"))
        .holdsBy("GET /routers", ROUTERS)
        .holdsBy("GET /routers/r1/bgp_networks", NETWORKS)
        .isRedBy("GET /routers/r1/bgp_networks", NETWORKS.replace("24", "25"))
        .isRedBy("GET /routers/r1/bgp_networks", "[]")
        .check();
  }

  @Test
  void answers() throws Exception {
    then(b -> cloud(b).answers(b.nodes("controller")))
        .holdsBy("GET /system_state", "{\"version\": \"5.0\"}")
        .isRedBy(PaperApi.WITHOUT_TOKEN, "200")
        .isRedBy("GET /system_state", null)
        .check();
  }

  @Test
  void ready() throws Exception {
    then(b -> cloud(b).ready(b.nodes("controller")))
        .holdsBy("GET /system_state", "{\"version\": \"5.0\"}")
        .isRedBy(PaperApi.WITHOUT_TOKEN, "503")
        .isRedBy("GET /system_state", null)
        .check();
  }

  @Test
  void refuses() throws Exception {
    then(b -> cloud(b).refuses(b.nodes("controller")))
        .holdsBy(PaperApi.OTHER_PASSWORD, "401")
        .isRedBy(PaperApi.OTHER_PASSWORD, "200")
        .isRedBy(PaperApi.OTHER_PASSWORD, "503")
        .check();
  }

  @Test
  void bridge() throws Exception {
    then(b -> devices(b).bridge("ext-net"))
        .holdsBy("GET /bridges", BRIDGES)
        .isRedBy("GET /bridges", BRIDGES.replace("true", "false"))
        .isRedBy("GET /bridges", BRIDGES.replace("ext-net", "ext-net2"))
        .check();
  }

  @Test
  void router() throws Exception {
    then(b -> devices(b).router("Edge Router"))
        .holdsBy("GET /routers", ROUTERS)
        .isRedBy("GET /routers", ROUTERS.replace("true", "false"))
        .isRedBy("GET /routers", "[]")
        .check();
  }

  @Test
  void linked() throws Exception {
    var ports = "[" + PORT + "]";

    then(b -> devices(b).linked("Edge Router", "192.0.2.1", "192.0.2.0/24", "ext-net"))
        .holdsBy("GET /routers", ROUTERS)
        .holdsBy("GET /routers/r1/ports", ports)
        .holdsBy("GET /ports/o2", "{\"deviceId\": \"b1\"}")
        .holdsBy("GET /bridges/b1", "{\"name\": \"ext-net\"}")
        .isRedBy("GET /bridges/b1", "{\"name\": \"tenant-net\"}")
        .isRedBy("GET /ports/o2", null)
        .isRedBy("GET /routers/r1/ports", ports.replace("\"o2\"", "null"))
        .isRedBy("GET /routers/r1/ports", ports.replace("Length\": 24", "Length\": 25"))
        .check();
  }

  @Test
  void bound() throws Exception {
    var ports = "[" + PORT + "]";

    then(b ->
            devices(b)
                .bound("Edge Router", "192.0.2.1", "192.0.2.0/24", "eth1", b.nodes("gateway1")))
        .holdsBy("GET /routers", ROUTERS)
        .holdsBy("GET /routers/r1/ports", ports)
        .holdsBy("GET /hosts/h1", "{\"name\": \"gateway1\"}")
        .isRedBy("GET /hosts/h1", "{\"name\": \"gateway2\"}")
        .isRedBy("GET /routers/r1/ports", ports.replace("true", "false"))
        .isRedBy("GET /routers/r1/ports", ports.replace("eth1", "eth2"))
        .isRedBy("GET /routers/r1/ports", ports.replace("\"h1\"", "null"))
        .check();
  }

  @Test
  void bridgePortBound() throws Exception {
    var ports = "[" + PORT + "]";

    then(b -> devices(b).bridgePortBound("ext-net", "eth1", b.nodes("compute1")))
        .holdsBy("GET /bridges", BRIDGES)
        .holdsBy("GET /bridges/b1/ports", ports)
        .holdsBy("GET /hosts/h1", "{\"name\": \"compute1\"}")
        .isRedBy("GET /hosts/h1", "{\"name\": \"gateway2\"}")
        .isRedBy("GET /bridges/b1/ports", ports.replace("true", "false"))
        .isRedBy("GET /bridges/b1/ports", "[]")
        .check();
  }

  @Test
  void routes() throws Exception {
    var wanted =
        Judged.table(
            List.of(List.of("to", "by", "port"), List.of("0.0.0.0/0", "192.0.2.9", "192.0.2.1")));

    then(b -> devices(b).routes("Edge Router", wanted))
        .holdsBy("GET /routers", ROUTERS)
        .holdsBy("GET /routers/r1/routes", ROUTES)
        .holdsBy("GET /ports/o1", PORT)
        .isRedBy("GET /routers/r1/routes", ROUTES.replace("false", "true"))
        .isRedBy("GET /routers/r1/routes", ROUTES.replace("2.9", "2.8"))
        .isRedBy("GET /routers/r1/routes", ROUTES.replace("Normal", "Blackhole"))
        .isRedBy("GET /routers/r1/routes", "[]")
        .isRedBy("GET /ports/o1", PORT.replace("192.0.2.1\"", "192.0.2.7\""))
        .check();
  }

  @Test
  void arp() throws Exception {
    var table = "[{\"ip\": \"192.0.2.11\", \"mac\": \"02:00:00:00:00:01\"}]";

    then(b -> devices(b).arp("ext-net", "192.0.2.11", "192.0.2.1", "Edge Router"))
        .holdsBy("GET /routers", ROUTERS)
        .holdsBy("GET /routers/r1/ports", "[" + PORT + "]")
        .holdsBy("GET /bridges", BRIDGES)
        .holdsBy("GET /bridges/b1/arp_table", table)
        .isRedBy("GET /bridges/b1/arp_table", table.replace("00:01", "00:02"))
        .isRedBy("GET /bridges/b1/arp_table", table.replace("2.11", "2.12"))
        .isRedBy("GET /bridges/b1/arp_table", "[]")
        .check();
  }

  @Test
  void chains() throws Exception {
    var wanted =
        Judged.table(
            List.of(
                List.of("chain", "rule", "target"),
                List.of("PRE", "dnat", "192.168.1.11"),
                List.of("POST", "snat", "192.0.2.11")));
    var dnat = "[{\"type\": \"dnat\", \"natTargets\": [{\"addressFrom\": \"192.168.1.11\"}]}]";

    then(b -> devices(b).chains("Edge Router", wanted))
        .holdsBy("GET /routers", ROUTERS)
        .holdsBy("GET /chains/c1", "{\"name\": \"PRE\"}")
        .holdsBy("GET /chains/c2", "{\"name\": \"POST\"}")
        .holdsBy("GET /chains/c1/rules", dnat)
        .holdsBy(
            "GET /chains/c2/rules",
            "[{\"type\": \"snat\", \"natTargets\": [{\"addressFrom\": \"192.0.2.11\"}]}]")
        .isRedBy("GET /chains/c1/rules", dnat.replace("1.11", "1.12"))
        .isRedBy("GET /chains/c1/rules", dnat.replace("dnat", "rev_dnat"))
        .isRedBy("GET /chains/c2/rules", "[]")
        .isRedBy("GET /routers", ROUTERS.replace("c1", "c0").replace("c2", "c1"))
        .check();
  }

  @Test
  void portGroup() throws Exception {
    var group = "[{\"id\": \"g1\", \"name\": \"OS_PORT_GROUP_r1\", \"stateful\": true}]";

    then(b -> devices(b).portGroup("Edge Router", "192.0.2.1", "192.0.2.5"))
        .holdsBy("GET /routers", ROUTERS)
        .holdsBy("GET /port_groups", group)
        .holdsBy("GET /port_groups/g1/ports", "[{\"portId\": \"o1\"}, {\"portId\": \"o5\"}]")
        .holdsBy("GET /ports/o1", PORT)
        .holdsBy("GET /ports/o5", "{\"portAddress\": \"192.0.2.5\"}")
        .isRedBy("GET /port_groups", group.replace("true", "false"))
        .isRedBy("GET /port_groups", "[]")
        .isRedBy("GET /port_groups/g1/ports", "[{\"portId\": \"o1\"}]")
        .check();
  }

  private static final String HOSTS =
      "[{\"id\": \"h1\", \"name\": \"gateway1\", \"alive\": true},"
          + " {\"id\": \"h2\", \"name\": \"compute1\", \"alive\": true}]";
  private static final String STALE = "{\"id\": \"h0\", \"name\": \"compute1\", \"alive\": false}";
  private static final String ALIVE = "ephemeral /midonet/zoom/0/state/h%1$d/Host/h%1$d/alive";

  /** The API, and the agents' own nodes in ZooKeeper. */
  private static Judged hosts(Consumer<Bench> look) {
    return then(look)
        .holdsBy("GET /hosts", HOSTS)
        .holdsBy(ALIVE.formatted(1), "")
        .holdsBy(ALIVE.formatted(2), "")
        .isRedBy("GET /hosts", HOSTS.replace("compute1", "compute2"))
        .isRedBy("GET /hosts", HOSTS.replace("true}]", "false}]"))
        // One of two hosts that say the same name is dead, whichever of them comes first.
        .isRedBy("GET /hosts", HOSTS.replace("]", ", " + STALE + "]"))
        .isRedBy("GET /hosts", HOSTS.replace("[", "[" + STALE + ", "))
        .isRedBy("GET /hosts", "[]")
        .isRedBy("GET /hosts", null)
        .isRedBy(ALIVE.formatted(2), null);
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
                    .listsExactly(Judged.table(List.of(List.of("compute1"), List.of("gateway1")))))
        .isRedBy(
            "GET /hosts",
            HOSTS.replace("]", ", {\"id\": \"h1\", \"name\": \"gateway9\", \"alive\": true}]"))
        .isRedBy(
            "GET /hosts",
            HOSTS.replace("]", ", {\"id\": \"h1\", \"name\": \"gateway1\", \"alive\": true}]"))
        .check();
  }

  /** A node that outlives the agent's session says nothing of the agent. */
  @Test
  void aliveWithoutASession() throws Exception {
    then(b -> cloud(b).listsHost("compute1"))
        .holdsBy("GET /hosts", HOSTS)
        .holdsBy(ALIVE.formatted(2).replace("ephemeral", "znode"), "")
        .checkRed();
  }
}
