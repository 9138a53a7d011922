package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.lab.guide.StepCheck.then;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.NeutronTopology;
import org.midolab.lab.guide.steps.Topology;

/** Tests of the steps about Neutron's objects and what MidoNet has of them. */
class NeutronTopologyStepsTest {

  private static final String NETWORKS = "neutron /networks";
  private static final String SUBNETS = "neutron /subnets";
  private static final String PORTS = "neutron /ports";
  private static final String ROUTERS = "neutron /routers";
  private static final String FLOATING = "neutron /floatingips";

  private static final String TWO_NETWORKS =
      json(
          "{'networks': [{'id': 'n1', 'name': 'ext-net', 'provider:network_type': 'midonet',"
              + " 'router:external': true}, {'id': 'n2', 'name': 'uplink1',"
              + " 'provider:network_type': 'uplink', 'router:external': false}]}");
  private static final String BRIDGES = json("[{'id': 'n1', 'name': 'ext-net'}]");
  private static final String ONE_ROUTER = json("{'routers': [{'id': 'r1', 'name': 'Edge'}]}");

  private static NeutronTopology neutron(Bench bench) {
    return new NeutronTopology(bench.observer(), bench.nodes(), new Topology(bench.nodes()));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void networks() throws Exception {
    var table =
        StepCheck.table(
            List.of(
                List.of("name", "type", "", "bridge"),
                List.of("ext-net", "midonet", "external", "ext-net"),
                List.of("uplink1", "uplink", "internal", "none")));

    then(b -> neutron(b).networks(table))
        .passesWith(NETWORKS, TWO_NETWORKS)
        .passesWith("GET /bridges", BRIDGES)
        .failsWith(NETWORKS, null)
        .failsWith(FakeKeystone.NEUTRON, "503")
        .failsWith(NETWORKS, TWO_NETWORKS.replace("uplink1", "uplink2"))
        .failsWith(NETWORKS, TWO_NETWORKS.replace("uplink1", "ext-net"))
        .failsWith(NETWORKS, TWO_NETWORKS.replace("\"midonet\"", "\"uplink\""))
        .failsWith(NETWORKS, TWO_NETWORKS.replace("true", "false"))
        .failsWith(NETWORKS, TWO_NETWORKS.replace("false", "true"))
        .failsWith("GET /bridges", "[]")
        .failsWith("GET /bridges", BRIDGES.replace("n1", "n3"))
        .failsWith("GET /bridges", BRIDGES.replace("n1", "n2"))
        .failsWith("GET /bridges", BRIDGES.replace("ext-net", "other"))
        .check();
  }

  @Test
  void subnets() throws Exception {
    var subnets =
        json(
            "{'subnets': [{'cidr': '192.0.2.0/24', 'network_id': 'n1', 'gateway_ip': '192.0.2.1',"
                + " 'enable_dhcp': false}, {'cidr': '198.51.100.0/30', 'network_id': 'n2',"
                + " 'gateway_ip': '198.51.100.1', 'enable_dhcp': false}]}");
    var dhcp = json("[{'subnetPrefix': '192.0.2.0', 'subnetLength': 24, 'enabled': false}]");
    var table =
        StepCheck.table(
            List.of(
                List.of("prefix", "network", "gateway", "DHCP", "MidoNet's DHCP"),
                List.of("192.0.2.0/24", "ext-net", "192.0.2.1", "off", "off"),
                List.of("198.51.100.0/30", "uplink1", "198.51.100.1", "off", "none")));

    then(b -> neutron(b).subnets(table))
        .passesWith(NETWORKS, TWO_NETWORKS)
        .passesWith(SUBNETS, subnets)
        .passesWith("GET /bridges", BRIDGES)
        .passesWith("GET /bridges/n1/dhcp", dhcp)
        .failsWith(SUBNETS, subnets.replace("100.0/30", "100.0/29"))
        .failsWith(SUBNETS, subnets.replace("n2", "n1"))
        .failsWith(SUBNETS, subnets.replace("192.0.2.1", "192.0.2.254"))
        .failsWith(SUBNETS, subnets.replace("false}]", "true}]"))
        .failsWith("GET /bridges/n1/dhcp", dhcp.replace("false", "true"))
        .failsWith("GET /bridges/n1/dhcp", dhcp.replace("24", "25"))
        .failsWith("GET /bridges/n1/dhcp", "[]")
        .check();
  }

  @Test
  void agents() throws Exception {
    var agents =
        json(
            "{'agents': [{'host': 'compute1', 'agent_type': 'MidoNet agent', 'alive': true},"
                + " {'host': 'gateway1', 'agent_type': 'MidoNet agent', 'alive': false}]}");
    var table =
        StepCheck.table(
            List.of(
                List.of("host", "type", "state"),
                List.of("compute1", "MidoNet agent", "alive"),
                List.of("gateway1", "MidoNet agent", "dead")));

    then(b -> neutron(b).agents(table))
        .passesWith("neutron /agents", agents)
        .failsWith("neutron /agents", "{\"agents\": []}")
        .failsWith("neutron /agents", agents.replace("compute1", "gateway1"))
        .failsWith("neutron /agents", agents.replace("MidoNet agent", "DHCP agent"))
        .failsWith("neutron /agents", agents.replace("true", "false"))
        .failsWith("neutron /agents", agents.replace("false", "true"))
        .check();
  }

  @Test
  void boundPorts() throws Exception {
    var port =
        json(
            "{'ports': [{'fixed_ips': [{'ip_address': '198.51.100.2'}], 'network_id': 'n2',"
                + " 'binding:host_id': 'gateway1', 'binding:profile': {'interface_name': 'eth1'}}]}");
    var table =
        StepCheck.table(
            List.of(
                List.of("address", "network", "host", "interface"),
                List.of("198.51.100.2", "uplink1", "gateway1", "eth1")));

    then(b -> neutron(b).boundPorts(table))
        .passesWith(NETWORKS, TWO_NETWORKS)
        .passesWith(PORTS, port)
        .failsWith(PORTS, "{\"ports\": []}")
        .failsWith(PORTS, port.replace("100.2", "100.1"))
        .failsWith(PORTS, port.replace("n2", "n1"))
        .failsWith(PORTS, port.replace("gateway1", "gateway2"))
        .failsWith(PORTS, port.replace("eth1", "eth2"))
        .check();
  }

  @Test
  void portStatus() throws Exception {
    var port =
        json("{'ports': [{'fixed_ips': [{'ip_address': '192.168.1.11'}], 'status': 'ACTIVE'}]}");

    then(b -> neutron(b).portStatus("192.168.1.11", "ACTIVE"))
        .passesWith(PORTS, port)
        .failsWith(PORTS, "{\"ports\": []}")
        .failsWith(PORTS, port.replace("1.11", "1.12"))
        .failsWith(PORTS, port.replace("ACTIVE", "DOWN"))
        .check();
  }

  @Test
  void routerPort() throws Exception {
    var port =
        json(
            "{'ports': [{'fixed_ips': [{'ip_address': '192.0.2.1'}], 'network_id': 'n1',"
                + " 'device_owner': 'network:router_interface', 'device_id': 'r1'}]}");

    then(b -> neutron(b).routerPort("Edge", "192.0.2.1", "ext-net"))
        .passesWith(NETWORKS, TWO_NETWORKS)
        .passesWith(ROUTERS, ONE_ROUTER)
        .passesWith(PORTS, port)
        .failsWith(PORTS, port.replace("2.1", "2.2"))
        .failsWith(PORTS, port.replace("n1", "n2"))
        .failsWith(PORTS, port.replace("network:router", "compute:nova"))
        .failsWith(ROUTERS, ONE_ROUTER.replace("Edge", "Tenant"))
        .failsWith(ROUTERS, ONE_ROUTER.replace("r1", "r2"))
        .check();
  }

  @Test
  void floatingIps() throws Exception {
    var floating =
        json(
            "{'floatingips': [{'floating_ip_address': '192.0.2.11', 'fixed_ip_address':"
                + " '192.168.1.11', 'router_id': 'r1', 'status': 'ACTIVE'}]}");
    var table =
        StepCheck.table(
            List.of(
                List.of("floating IP", "fixed IP", "router", "status"),
                List.of("192.0.2.11", "192.168.1.11", "Edge", "ACTIVE")));

    then(b -> neutron(b).floatingIps(table))
        .passesWith(ROUTERS, ONE_ROUTER)
        .passesWith(FLOATING, floating)
        .failsWith(FLOATING, floating.replace("0.2.11", "0.2.12"))
        .failsWith(FLOATING, floating.replace("1.11", "1.12"))
        .failsWith(FLOATING, floating.replace("\"r1\"", "null"))
        .failsWith(FLOATING, floating.replace("ACTIVE", "DOWN"))
        .failsWith(ROUTERS, ONE_ROUTER.replace("Edge", "Tenant"))
        .check();
  }

  @Test
  void sameRouter() throws Exception {
    then(b -> neutron(b).sameRouter("Edge"))
        .passesWith(ROUTERS, ONE_ROUTER)
        .passesWith("GET /routers", json("[{'id': 'r1', 'name': 'Edge'}]"))
        .failsWith("GET /routers", json("[{'id': 'r2', 'name': 'Edge'}]"))
        .failsWith("GET /routers", json("[{'id': 'r1', 'name': 'Tenant'}]"))
        .failsWith(ROUTERS, "{\"routers\": []}")
        .check();
  }

  @Test
  void noOtherRouter() throws Exception {
    then(b -> neutron(b).noOtherRouter())
        .passesWith(ROUTERS, ONE_ROUTER)
        .passesWith("GET /routers", json("[{'id': 'r1', 'name': 'Edge'}]"))
        .failsWith("GET /routers", json("[{'id': 'r1', 'name': 'Edge'}, {'id': 'r2'}]"))
        .failsWith("GET /routers", "[]")
        .failsWith(ROUTERS, "{\"routers\": []}")
        .failsWith(FakeKeystone.NEUTRON, "503")
        .check();
  }

  @Test
  void aPlaceholderMayBeAnIdThatIsLookedUpInNeutron() throws Exception {
    then(b -> {
          var glossary = b.glossary();
          glossary.define("<EDGE_ID>", "the id of Neutron's router named Edge");
          glossary.define("<PORT_ID>", "the id of Neutron's port with the address 192.0.2.1");
          assertThat(glossary.resolved("interface-add <EDGE_ID> port=<PORT_ID>"))
              .as("expected ids")
              .isEqualTo("interface-add r1 port=p1");
        })
        .passesWith(ROUTERS, ONE_ROUTER)
        .passesWith(
            PORTS, json("{'ports': [{'id': 'p1', 'fixed_ips': [{'ip_address': '192.0.2.1'}]}]}"))
        .failsWith(ROUTERS, ONE_ROUTER.replace("Edge", "Tenant"))
        .failsWith(ROUTERS, ONE_ROUTER.replace("r1", "r2"))
        .failsWith(ROUTERS, null)
        .failsWith(PORTS, "{\"ports\": []}")
        .check();
  }

  @Test
  void anExpiredTokenIsReplaced() throws Exception {
    then(b -> neutron(b).noOtherRouter())
        .passesWith(ROUTERS, ONE_ROUTER)
        .passesWith("GET /routers", json("[{'id': 'r1', 'name': 'Edge'}]"))
        .passesWith(FakeKeystone.NEUTRON, "401" + FakeAnswers.THEN + "200")
        .failsWith(FakeKeystone.NEUTRON, "401")
        .check();
  }
}
