package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.Peers;

/** Sessions and routes as FRR tells them. */
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

  /** Any node does: all of them answer alike. */
  private static Cast peer(Bench bench) {
    return bench.cast("gateway1");
  }

  @Test
  void comesUp() throws Exception {
    then(b -> peers(b).comesUp(peer(b), UPLINK))
        .holdsBy("vtysh", SESSION)
        .isRedBy("vtysh", SESSION.replace("Established", "Active"))
        .check();
  }

  @Test
  void established() throws Exception {
    then(b -> peers(b).established(peer(b), UPLINK))
        .holdsBy("vtysh", SESSION)
        .isRedBy("vtysh", SESSION.replace("Established", "OpenSent"))
        .isRedBy("vtysh", SESSION.replace("100.2", "100.3"))
        .isRedBy("vtysh", null)
        .check();
  }

  @Test
  void speaksFor() throws Exception {
    then(b -> peers(b).speaksFor(peer(b), UPLINK, 64512))
        .holdsBy("vtysh", SESSION)
        .isRedBy("vtysh", SESSION.replace("64512", "64513"))
        .isRedBy("vtysh", SESSION.replace("Established", "Active"))
        .check();
  }

  @Test
  void holdTime() throws Exception {
    then(b -> peers(b).holdTime(peer(b), UPLINK, 5))
        .holdsBy("vtysh", SESSION)
        .isRedBy("vtysh", SESSION.replace("5000", "15000"))
        .isRedBy("vtysh", SESSION.replace("Established", "Active"))
        .check();
  }

  @Test
  void authenticates() throws Exception {
    then(b -> peers(b).authenticates(peer(b), UPLINK))
        .holdsBy("vtysh", SESSION)
        .isRedBy("vtysh", SESSION.replace("Enabled\":1", "Enabled\":0"))
        .isRedBy("vtysh", SESSION.replace(",\n \"authenticationEnabled\":1", ""))
        .check();
  }

  @Test
  void learns() throws Exception {
    then(b -> peers(b).learns(peer(b), "192.0.2.0/24", 64512, UPLINK))
        .holdsBy("vtysh", ROUTES)
        .isRedBy("vtysh", ROUTES.replace("192.0.2.0", "192.0.3.0"))
        .isRedBy("vtysh", ROUTES.replace("\"64512\"", "\"64513 64512\""))
        .isRedBy("vtysh", ROUTES.replace("100.2", "100.3"))
        .check();
  }

  @Test
  void nothingElse() throws Exception {
    then(b -> peers(b).nothingElse(peer(b), 64512))
        .holdsBy("vtysh", ROUTES)
        .isRedBy("vtysh", ROUTES.replace("64599", "64512"))
        .isRedBy("vtysh", ROUTES.replace("64599", "64512 64599"))
        .isRedBy("vtysh", ROUTES.replace("\"64512\"", "\"64513\""))
        .check();
  }

  @Test
  void ownAs() throws Exception {
    var shown = "eth1 UP 198.51.100.1/30\nrouter bgp 64513\n";

    then(b -> peers(b).ownAs(peer(b), "198.51.100.1", 64513))
        .holdsBy("/bin/sh", shown)
        .isRedBy("/bin/sh", shown.replace("100.1", "100.11"))
        .isRedBy("/bin/sh", shown.replace("64513", "64514"))
        .isRedBy("/bin/sh", shown.replace("64513", "645131"))
        .check();
  }

  @Test
  void runsInNamespace() throws Exception {
    then(b -> peers(b).runsInNamespace(peer(b), "bgpd"))
        .holdsBy("/bin/sh", "bgp-0a1b2c3 bgpd\n")
        .isRedBy("/bin/sh", "")
        .isRedBy("/bin/sh", "other bgpd\n")
        .check();
  }
}
