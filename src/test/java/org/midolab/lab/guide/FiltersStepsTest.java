package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Filters;
import org.midolab.lab.guide.steps.Topology;

/** Tests of the steps about filters of ports and security groups. */
class FiltersStepsTest {

  private static Filters filters(Bench bench) {
    return new Filters(bench.observer(), new Topology(bench.nodes()));
  }

  @Test
  void port() throws Exception {
    var arp = "[{\"ip\": \"10.0.0.5\", \"mac\": \"fa:16:3e:00:00:05\"}]";
    var macs = "[{\"macAddr\": \"FA:16:3E:00:00:05\", \"portId\": \"p1\"}]";
    var port = "{\"id\": \"p1\", \"inboundFilterId\": \"c1\", \"outboundFilterId\": \"c2\"}";

    then(b -> filters(b).port("net", "10.0.0.5"))
        .passesWith("GET /bridges", "[{\"id\": \"b1\", \"name\": \"net\"}]")
        .passesWith("GET /bridges/b1/arp_table", arp)
        .passesWith("GET /bridges/b1/mac_table", macs)
        .passesWith("GET /ports/p1", port)
        .passesWith("GET /chains/c1", "{\"name\": \"OS_PORT_p1_INBOUND\"}")
        .passesWith("GET /chains/c2", "{\"name\": \"OS_PORT_p1_OUTBOUND\"}")
        .failsWith("GET /bridges/b1/arp_table", arp.replace("0.5", "0.6"))
        .failsWith("GET /bridges/b1/mac_table", macs.replace("00:05", "00:06"))
        .failsWith("GET /bridges/b1/mac_table", macs.replace("p1", "p2"))
        .failsWith("GET /ports/p1", port.replace("c2", "c1"))
        .failsWith("GET /chains/c1", "{\"name\": \"OS_PORT_p2_INBOUND\"}")
        .check();
  }

  @Test
  void letsIn() throws Exception {
    var rules = "[{\"type\": \"drop\"}, {\"type\": \"accept\", \"nwProto\": 1}]";
    var chains =
        "[{\"id\": \"c1\", \"name\": \"OS_SG_g1_EGRESS\"},"
            + " {\"id\": \"c2\", \"name\": \"OS_SG_g1_INGRESS\"}]";

    then(b -> filters(b).letsIn("web", "ICMP"))
        .passesWith("GET /ip_addr_groups", "[{\"id\": \"g1\", \"name\": \"web\"}]")
        .passesWith("GET /chains", chains)
        .passesWith("GET /chains/c1/rules", "[]")
        .passesWith("GET /chains/c2/rules", rules)
        .failsWith("GET /ip_addr_groups", "[{\"id\": \"g2\", \"name\": \"web\"}]")
        .failsWith("GET /chains", chains.replace("INGRESS", "OTHER"))
        .failsWith("GET /chains", chains.replace("c2", "c1"))
        .failsWith("GET /chains/c2/rules", rules.replace("accept", "drop"))
        .failsWith("GET /chains/c2/rules", rules.replace("1}", "6}"))
        .failsWith("GET /chains/c2/rules", rules.replace("1}", "1, \"dlType\": 34525}"))
        .failsWith(
            "GET /chains/c2/rules", rules.replace("1}", "1, \"nwSrcAddress\": \"10.0.0.0\"}"))
        .failsWith("GET /chains/c2/rules", rules.replace("1}", "1, \"ipAddrGroupSrc\": \"g1\"}"))
        .failsWith("GET /chains/c2/rules", rules.replace("1}", "1, \"tpDst\": {\"start\": 1}}"))
        .check();
    then(b -> filters(b).letsIn("web", "TCP"))
        .passesWith("GET /ip_addr_groups", "[{\"id\": \"g1\", \"name\": \"web\"}]")
        .passesWith("GET /chains", chains)
        .passesWith("GET /chains/c2/rules", rules.replace("1}", "6}"))
        .failsWith("GET /chains/c2/rules", rules)
        .check();
  }
}
