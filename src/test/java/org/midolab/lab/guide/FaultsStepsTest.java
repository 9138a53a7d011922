package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.after;
import static org.midolab.lab.guide.StepCheck.then;

import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Attacks;
import org.midolab.lab.guide.steps.Faults;

/** Steps about the effects of faults. */
class FaultsStepsTest {

  private static final String SHELL = "/bin/sh";
  private static final String ROUTE =
      "192.0.2.0/24\n\tnexthop via 198.51.100.129 dev eth1\n\tnexthop via 203.0.113.129 dev eth2\n";
  private static final String SESSION =
      "{\"198.51.100.2\": {\"bgpState\": \"Established\", \"connectionsEstablished\": 3}}";

  /** Replies to requests 1 to 25, and the time when they are read. */
  private static String replies() {
    var text = new StringBuilder();
    for (int i = 1; i <= 25; i++) {
      text.append(
          "[%d.%d] 64 bytes from 192.0.2.11: icmp_seq=%d ttl=60\n".formatted(i / 10, i % 10, i));
    }
    return text.append("[2.6] now\n").toString();
  }

  /** Requests pass the first gateway: the first peer sees them, the second does not. */
  private static StepCheck probedAddress(BiConsumer<Bench, Faults> look) {
    return after(
            b -> {
              var faults = new Faults(b.operator(), b.observer(), b.nodes(), b.diagnosis());
              faults.probing("192.0.2.11");
              return faults;
            },
            look)
        .passesWith("ip", ROUTE)
        .passesWith("vtysh", SESSION)
        .passesWith(SHELL, replies())
        .passesWith(
            "gateway1: " + SHELL, "12:00 IP 198.51.100.130 > 192.0.2.11: ICMP echo request\n")
        .passesWith("gateway2: " + SHELL, "");
  }

  @Test
  void sessionStayed() throws Exception {
    probedAddress((b, faults) -> faults.sessionStayed())
        .failsWith("vtysh", SESSION.replace("3", "4"))
        .failsWith("vtysh", SESSION.replace("Established\",", "Active\","))
        .failsWith("vtysh", SESSION.replace("100.2", "100.3"))
        .failsWith("bgp1: vtysh", null)
        .check();
  }

  @Test
  void mended() throws Exception {
    probedAddress((b, faults) -> faults.mended())
        .failsWith("vtysh", SESSION.replace("Established\",", "Active\","))
        .failsWith("vtysh", SESSION.replace("100.2", "100.3"))
        .failsWith("bgp1: vtysh", null)
        .check();
  }

  /** Two moves, one second apart. Each place logs its own. */
  @Test
  void followed() throws Exception {
    var here = "moved 1.0\ngot 1.3\n";
    var there = "moved 2.0\ngot 2.4\n";

    then(b -> {
          var attacks = new Attacks(b.operator(), b.observer());
          attacks.stationMoves(2, b.nodes("vm1"), b.nodes("vm2"), b.nodes("gateway1"));
          attacks.followed(1);
        })
        .passesWith("perl", "")
        .passesWith("vm1: perl", here)
        .passesWith("vm2: perl", there)
        .failsWith("vm2: perl", "moved 2.0\ngot 3.4\n")
        .failsWith("vm2: perl", "moved 2.0\n")
        .failsWith("vm1: perl", here + "got 2.5\n")
        // One of the places logged no move.
        .failsWith("vm2: perl", "")
        .failsWith("vm1: perl", "")
        .check();
  }
}
