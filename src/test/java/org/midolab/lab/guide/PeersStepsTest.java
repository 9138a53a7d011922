package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.steps.Peers;
import org.midolab.lab.guide.steps.Topology;

/** Steps about BGP sessions and routes, as FRR reports them. */
class PeersStepsTest {

  private static final String UPLINK = "198.51.100.2";

  private static final String SESSION =
      """
      {"198.51.100.2":{"remoteAs":64512,"bgpState":"Established","bgpTimerHoldTimeMsecs":5000,
       "authenticationEnabled":1}}
      """;

  private static final String ROUTES =
      """
      {"routes":{"192.0.2.0/24":[{"path":"64512","nexthops":[{"ip":"198.51.100.2"}]}],
        "10.0.0.0/8":[{"path":"64599","nexthops":[{"ip":"198.51.100.9"}]}]}}
      """;

  private static Peers peers(Bench bench) {
    return new Peers(bench.observer(), bench.nodes(), null);
  }

  /** Returns some node; all give the same answers. */
  private static ScenarioNodes peer(Bench bench) {
    return bench.nodes("gateway1");
  }

  @Test
  void comesUp() throws Exception {
    then(b -> peers(b).comesUp(peer(b), UPLINK))
        .passesWith("vtysh", SESSION)
        .failsWith("vtysh", SESSION.replace("Established", "Active"))
        .check();
  }

  @Test
  void established() throws Exception {
    then(b -> peers(b).established(peer(b), UPLINK))
        .passesWith("vtysh", SESSION)
        .failsWith("vtysh", SESSION.replace("Established", "OpenSent"))
        .failsWith("vtysh", SESSION.replace("100.2", "100.3"))
        .failsWith("vtysh", null)
        .check();
  }

  @Test
  void speaksFor() throws Exception {
    then(b -> peers(b).speaksFor(peer(b), UPLINK, 64512))
        .passesWith("vtysh", SESSION)
        .failsWith("vtysh", SESSION.replace("64512", "64513"))
        .failsWith("vtysh", SESSION.replace("Established", "Active"))
        .check();
  }

  @Test
  void holdTime() throws Exception {
    then(b -> peers(b).holdTime(peer(b), UPLINK, 5))
        .passesWith("vtysh", SESSION)
        .failsWith("vtysh", SESSION.replace("5000", "15000"))
        .failsWith("vtysh", SESSION.replace("Established", "Active"))
        .check();
  }

  @Test
  void authenticates() throws Exception {
    then(b -> peers(b).authenticates(peer(b), UPLINK))
        .passesWith("vtysh", SESSION)
        .failsWith("vtysh", SESSION.replace("Enabled\":1", "Enabled\":0"))
        .failsWith("vtysh", SESSION.replace(",\n \"authenticationEnabled\":1", ""))
        .check();
  }

  @Test
  void learns() throws Exception {
    then(b -> peers(b).learns(peer(b), "192.0.2.0/24", 64512, UPLINK))
        .passesWith("vtysh", ROUTES)
        .failsWith("vtysh", ROUTES.replace("192.0.2.0", "192.0.3.0"))
        .failsWith("vtysh", ROUTES.replace("\"64512\"", "\"64513 64512\""))
        .failsWith("vtysh", ROUTES.replace("100.2", "100.3"))
        .check();
  }

  @Test
  void nothingElse() throws Exception {
    then(b -> peers(b).nothingElse(peer(b), 64512))
        .passesWith("vtysh", ROUTES)
        .failsWith("vtysh", ROUTES.replace("64599", "64512"))
        .failsWith("vtysh", ROUTES.replace("64599", "64512 64599"))
        .failsWith("vtysh", ROUTES.replace("\"64512\"", "\"64513\""))
        .check();
  }

  @Test
  void ownAs() throws Exception {
    var shown = "eth1 UP 198.51.100.1/30\nrouter bgp 64513\n";

    then(b -> peers(b).ownAs(peer(b), "198.51.100.1", 64513))
        .passesWith("/bin/sh", shown)
        .failsWith("/bin/sh", shown.replace("100.1", "100.11"))
        .failsWith("/bin/sh", shown.replace("64513", "64514"))
        .failsWith("/bin/sh", shown.replace("64513", "645131"))
        .check();
  }

  @Test
  void runsInNamespace() throws Exception {
    then(b -> peers(b).runsInNamespace(peer(b), "bgpd"))
        .passesWith("/bin/sh", "bgp-0a1b2c3 bgpd\n")
        .failsWith("/bin/sh", "")
        .failsWith("/bin/sh", "other bgpd\n")
        .check();
  }

  /** Any shell command line of a probe, including captures. */
  private static final String SHELL = "/bin/sh";

  private static final String SEGMENT =
      "12:00:00.1 IP 198.51.100.2.179 > 198.51.100.1.40000: Flags [.], ack 20, win 500, options"
          + " [nop,nop,md5 shared secret not supplied with -M, can't check - 0a1b], length 0\n";

  @Test
  void signed() throws Exception {
    then(b -> peers(b).signed(b.nodes("gateway1"), b.nodes("bgp1")))
        .passesWith(SHELL, SEGMENT)
        .failsWith(SHELL, SEGMENT.replace("md5 shared secret", "eol shared secret"))
        .failsWith(SHELL, SEGMENT + SEGMENT.replace("md5 shared secret", "eol shared secret"))
        .failsWith(SHELL, "")
        .failsWith(SHELL, null)
        .check();
  }

  @Test
  void bgpPasses() throws Exception {
    then(b -> peers(b).bgpPasses(b.nodes("gateway1"), b.nodes("bgp1"), UPLINK))
        .passesWith(SHELL, SEGMENT)
        .failsWith(SHELL, SEGMENT.replace("IP 198.51.100.2.", "IP 198.51.100.22."))
        .failsWith(SHELL, SEGMENT.replace("IP 198.51.100.2.", "IP 198.19.0.14."))
        .failsWith(SHELL, "")
        .check();
  }

  @Test
  void twoPaths() throws Exception {
    var route =
        """
        192.0.2.0/24 proto bgp metric 20
        \tnexthop via 198.51.100.129 dev eth1 weight 1
        \tnexthop via 203.0.113.129 dev eth2 weight 1
        """;

    then(b -> peers(b).twoPaths("192.0.2.0/24"))
        .passesWith("ip", route)
        .failsWith("ip", "192.0.2.0/24 via 198.51.100.129 dev eth1 proto bgp metric 20\n")
        .failsWith("ip", route.replaceFirst("weight 1", "weight 1 dead linkdown"))
        .failsWith("ip", route.replace("203.0.113.129 dev eth2", "198.51.100.129 dev eth1"))
        .failsWith("ip", "")
        .failsWith("ip", null)
        .check();
  }

  @Test
  void seesMac() throws Exception {
    var port = "[{\"portAddress\": \"198.51.100.2\", \"portMac\": \"ac:ca:ba:00:00:01\"}]";
    var entry = "198.51.100.2 dev eth1 lladdr ac:ca:ba:00:00:01 REACHABLE\n";

    then(b ->
            new Peers(b.observer(), b.nodes(), new Topology(b.nodes()))
                .seesMac(b.nodes("bgp1"), UPLINK, "Edge Router"))
        .passesWith("GET /routers", "[{\"id\": \"r1\", \"name\": \"Edge Router\"}]")
        .passesWith("GET /routers/r1/ports", port)
        .passesWith("ip", entry)
        .failsWith("ip", entry.replace("00:01", "00:02"))
        .failsWith("ip", entry.replace("lladdr ac:ca:ba:00:00:01 REACHABLE", "FAILED"))
        .failsWith("ip", entry.replace("REACHABLE", "PERMANENT"))
        .failsWith("ip", "")
        .failsWith("ip", null)
        .failsWith("GET /routers/r1/ports", port.replace("ac:ca:ba:00:00:01", ""))
        .failsWith("GET /routers/r1/ports", port.replace("portMac", "mac"))
        .failsWith("GET /routers/r1/ports", "[]")
        .check();
  }

  @Test
  void cabled() throws Exception {
    var frame = "12:00:00.1 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806)\n";

    then(b -> peers(b).cabled(b.nodes("gateway1"), "eth1", b.nodes("bgp1"), "eth1"))
        .passesWith("cat /sys/class/net/eth1/address", "02:00:00:00:00:01\n")
        .passesWith(SHELL, frame)
        .failsWith("bgp1: " + SHELL, "")
        .failsWith("bgp1: " + SHELL, null)
        .failsWith("bgp1: cat /tmp/capture.eth1", "tcpdump: eth1: No such device exists")
        .failsWith("gateway1: cat /sys/class/net/eth1/address", "")
        .failsWith("gateway1: cat /sys/class/net/eth1/address", "02:00:00:00:00:99\n")
        .check();
  }
}
