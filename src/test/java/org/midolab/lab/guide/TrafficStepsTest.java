package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Gateways;
import org.midolab.lab.guide.steps.Traffic;
import org.midolab.lab.guide.steps.Tunnels;

/** Steps about packets, with the output of ping and tcpdump. */
class TrafficStepsTest {

  /** Any shell command line of a probe, including captures. */
  private static final String SHELL = "/bin/sh";

  private static final String PING = "3 packets transmitted, 3 received, 0% packet loss\n";
  private static final String FIP = "192.0.2.11";
  private static final String LISTENER =
      "LISTEN 0 1 0.0.0.0:8080 0.0.0.0:*\nLISTEN 0 1 0.0.0.0:8090 0.0.0.0:*\n";

  private static final String VXLAN =
      """
      12:00:00.1 02:01 > 02:02, ethertype IPv4 (0x0800), length 148: (tos 0x0, ttl 64, proto UDP (17))
          198.19.0.15.40000 > 198.19.0.16.6677: VXLAN, flags [I] (0x08), vni 11
      02:aa > 02:bb, ethertype IPv4 (0x0800), length 98: (tos 0x0, ttl 63, proto ICMP (1))
          192.168.1.11 > 192.168.1.12: ICMP echo request, id 1, seq 1, length 64
      12:00:00.2 02:02 > 02:01, ethertype IPv4 (0x0800), length 148: (tos 0x0, ttl 64, proto UDP (17))
          198.19.0.16.40001 > 198.19.0.15.6677: VXLAN, flags [I] (0x08), vni 12
      02:bb > 02:aa, ethertype IPv4 (0x0800), length 98: (tos 0x0, ttl 63, proto ICMP (1))
          192.168.1.12 > 192.168.1.11: ICMP echo reply, id 1, seq 1, length 64
      """;

  private static final String GRE =
      """
      12:00:00.1 02:01 > 02:02, ethertype IPv4 (0x0800), length 140: (tos 0x0, ttl 64, proto GRE (47))
          198.19.0.15 > 198.19.0.16: GREv0, Flags [key present], key=0xb, proto TEB (0x6558)
      12:00:00.2 02:02 > 02:01, ethertype IPv4 (0x0800), length 140: (tos 0x0, ttl 64, proto GRE (47))
          198.19.0.16 > 198.19.0.15: GREv0, Flags [key present], key=0xc, proto TEB (0x6558)
      """;

  private static final String REQUESTS =
      """
      12:00:00.1 eth1 In IP 192.0.2.11 > 198.51.100.254: ICMP echo request, id 1, seq 1, length 64
      12:00:00.2 eth1 In IP 192.0.2.11 > 198.51.100.254: ICMP echo request, id 1, seq 2, length 64
      """;

  private static final String SYNS =
      """
      12:00:00.1 IP 198.51.100.130.5001 > 192.0.2.11.8080: Flags [S], seq 1, length 0
      12:00:00.2 IP 198.51.100.130.5002 > 192.0.2.11.8080: Flags [S], seq 1, length 0
      """;

  private static Traffic traffic(Bench bench) {
    return new Traffic(bench.observer(), bench.nodes(), bench.diagnosis());
  }

  /** The diagnosis of a failure reads the API, so a fake API must run. */
  private static StepCheck look(BiConsumer<Bench, Traffic> look) {
    return then(b -> look.accept(b, traffic(b))).passesWith("GET /hosts", "[]");
  }

  @Test
  void reaches() throws Exception {
    look((b, steps) -> steps.reaches(b.nodes("vm1"), "198.51.100.254"))
        .passesWith("ping", PING)
        .failsWith("ping", PING.replace("3 received", "2 received"))
        .failsWith("ping", PING.replace("3 received", "0 received"))
        .failsWith("ping", "0 packets transmitted, 0 received\n")
        .failsWith("ping", null)
        .check();
  }

  @Test
  void answered() throws Exception {
    look((b, steps) -> steps.answered(b.nodes("internet"), FIP))
        .passesWith("ping", PING)
        .failsWith("ping", PING.replace("3 received", "2 received"))
        .failsWith("ping", null)
        .check();
  }

  @Test
  void unanswered() throws Exception {
    String silence = PING.replace("3 received", "0 received");
    look((b, steps) -> steps.unanswered(b.nodes("internet"), FIP))
        .passesWith("ping", silence)
        .failsWith("ping", PING)
        .failsWith("ping", PING.replace("3 received", "1 received"))
        .failsWith("ping", null)
        .check();
  }

  @Test
  void tcp() throws Exception {
    look((b, steps) -> steps.tcp(FIP, b.nodes("vm1")))
        .passesWith("ss", LISTENER)
        .passesWith(SHELL, "4000000\n")
        .failsWith("internet: " + SHELL, "3999999\n")
        .failsWith("internet: " + SHELL, "0\n")
        .failsWith("internet: " + SHELL, null)
        .check();
  }

  private static StepCheck tunnels(BiConsumer<Bench, Traffic> more) {
    return look((b, steps) -> {
          steps.vxlan(b.nodes("vm1"), FIP, 6677, b.nodes("gateway2"), b.nodes("compute1"));
          more.accept(b, steps);
        })
        .passesWith(SHELL, VXLAN);
  }

  @Test
  void vxlan() throws Exception {
    tunnels((b, steps) -> {})
        .failsWith(SHELL, VXLAN.replace("6677", "4789"))
        .failsWith(SHELL, VXLAN.replace("198.19.0.15.6677", "198.19.0.14.6677"))
        .failsWith(SHELL, VXLAN.replace("198.19.0.16.40001", "198.19.0.160.40001"))
        .failsWith(SHELL, VXLAN.lines().limit(4).reduce("", (a, b) -> a + b + "\n"))
        // The source port of a tunnel can be any port: these are two packets in the same direction.
        .failsWith(
            SHELL,
            VXLAN
                .replace("0.15.40000", "0.15.6677")
                .replace(
                    "198.19.0.16.40001 > 198.19.0.15.6677", "198.19.0.15.6677 > 198.19.0.16.6677"))
        .failsWith(SHELL, "")
        .failsWith(SHELL, null)
        .check();
  }

  @Test
  void gre() throws Exception {
    look((b, steps) -> steps.gre(b.nodes("vm1"), FIP, b.nodes("gateway2"), b.nodes("compute1")))
        .passesWith(SHELL, GRE)
        .failsWith(SHELL, GRE.replace("key=0xc", "key=0x0"))
        .failsWith(SHELL, GRE.replace("[key present], key=0xc", "[none]"))
        .failsWith(SHELL, GRE.lines().limit(2).reduce("", (a, b) -> a + b + "\n"))
        .failsWith(SHELL, VXLAN)
        .failsWith(SHELL, null)
        .check();
  }

  @Test
  void notOnPort() throws Exception {
    var other = VXLAN.replaceFirst("16.6677", "16.4789");

    tunnels((b, steps) -> steps.notOnPort(4789)).failsWith(SHELL, VXLAN + other).check();
    // An empty capture does not pass.
    look((b, steps) -> steps.notOnPort(4789)).checkFails();
  }

  @Test
  void keyed() throws Exception {
    var untunnelled =
        "12:00:00.3 02:01 > 02:02, ethertype IPv4 (0x0800), length 98: (tos 0x0, proto ICMP (1))\n"
            + "    192.168.1.11 > 192.168.1.12: ICMP echo request, id 1, seq 1, length 64\n";

    tunnels((b, steps) -> steps.keyed())
        .failsWith(SHELL, VXLAN.replace("vni 12", "vni 0").replace("vni 11", "vni 0"))
        .failsWith(SHELL, VXLAN.replace("vni 12", "vni 0"))
        .failsWith(
            SHELL,
            VXLAN
                + VXLAN
                    .lines()
                    .limit(2)
                    .reduce("", (a, b) -> a + b + "\n")
                    .replace("198.19.0.15.", "192.168.1.11."))
        .failsWith(SHELL, VXLAN + untunnelled)
        .check();
    look((b, steps) -> steps.keyed()).checkFails();
  }

  @Test
  void comesFrom() throws Exception {
    look((b, steps) -> steps.comesFrom(b.nodes("vm1"), FIP))
        .passesWith(SHELL, REQUESTS)
        .failsWith(SHELL, REQUESTS.replace(FIP, "192.0.2.12"))
        .failsWith(SHELL, REQUESTS.replace(FIP, "192.168.1.11"))
        .failsWith(SHELL, REQUESTS.replaceFirst(FIP, "192.0.2.1"))
        .failsWith(SHELL, REQUESTS.replace(FIP, "92.0.2.11"))
        .failsWith(SHELL, "")
        .failsWith(SHELL, null)
        .check();
  }

  @Test
  void shared() throws Exception {
    look((b, steps) -> steps.shared(4, FIP))
        .passesWith("ss", LISTENER)
        .passesWith(SHELL, SYNS)
        .passesWith("internet: " + SHELL, "4\n")
        .failsWith("bgp1: " + SHELL, "")
        .failsWith("bgp2: " + SHELL, SYNS.lines().findFirst().orElseThrow())
        .failsWith("internet: " + SHELL, "3\n")
        .failsWith("internet: " + SHELL, "0\n")
        .check();
  }

  @Test
  void gatewaysReach() throws Exception {
    var route = "ip route get 192.0.2.11";
    var greeting = "timeout 3 nc -w 2 192.0.2.11 8090 < /dev/null";

    then(b ->
            new Gateways(b.observer(), b.nodes(), b.diagnosis())
                .reaches(b.nodes("bgp1"), "198.51.100.2", Map.of(FIP, "vm1", "192.0.2.12", "vm2")))
        .passesWith("GET /hosts", "[]")
        .passesWith("ip", "192.0.2.12 via 198.51.100.2 dev eth1 src 198.51.100.1\n")
        .passesWith("ping", PING)
        .passesWith("ss", LISTENER)
        .passesWith(SHELL, "")
        .passesWith(greeting, "vm1\n")
        .passesWith(greeting.replace("2.11", "2.12"), "vm2\n")
        .failsWith(route, "192.0.2.11 via 198.51.100.130 dev eth2\n")
        .failsWith(route, "192.0.2.11 dev eth1\n")
        .failsWith("ping", PING.replace("3 received", "2 received"))
        .failsWith("ping", null)
        .failsWith(greeting, "vm2\n")
        .failsWith(greeting, "")
        .failsWith(greeting, null)
        .check();
  }

  @Test
  void takes() throws Exception {
    then(b -> new Tunnels(b.observer()).takes(b.nodes("gateway1, gateway2 and compute1"), 6677))
        .passesWith("bash", "")
        .passesWith(SHELL, "10\n5\n" + FakeAnswers.THEN + "50\n5\n")
        .failsWith("gateway2: " + SHELL, "10\n5\n" + FakeAnswers.THEN + "30\n5\n")
        .failsWith("gateway2: " + SHELL, "10\n5\n")
        .failsWith("gateway2: " + SHELL, null)
        .failsWith("gateway1: bash", null)
        .check();
  }
}
