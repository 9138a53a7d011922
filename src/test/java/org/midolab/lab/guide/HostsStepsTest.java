package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.midolab.lab.guide.StepCheck.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.guide.steps.Attacks;
import org.midolab.lab.guide.steps.Hosts;
import org.midolab.lab.guide.terminal.OpenTerminals;
import org.midolab.lab.guide.terminal.Operator;

/** Steps about names, links and processes of the hosts. */
class HostsStepsTest {

  /** Any shell command line of a probe. */
  private static final String SHELL = "/bin/sh";

  private static final String LINKS =
      """
      [{"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,
        "addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8}]},
       {"ifname":"eth0","flags":["UP","LOWER_UP"],"mtu":1500,
        "addr_info":[{"family":"inet","local":"198.18.0.11","prefixlen":24}]},
       {"ifname":"eth1","flags":["UP","LOWER_UP"],"mtu":1650,"addr_info":[]}]
      """;

  private static final String ETH1 = "\"eth1\",\"flags\":[\"UP\",\"LOWER_UP\"],\"mtu\":1650";

  private static Hosts hosts(Bench bench) {
    return new Hosts(
        new Operator(
            Mode.OBSERVE,
            bench.lab(),
            new OpenTerminals(bench.lab()),
            new Journal(new Redactor()),
            bench.glossary()),
        bench.observer(),
        bench.nodes());
  }

  @Test
  void knows() throws Exception {
    then(b -> hosts(b).knows(b.nodes("nsdb1 and nsdb2")))
        .passesWith(SHELL, "nsdb2=198.18.0.12\nnsdb1=198.18.0.11\n")
        .failsWith(SHELL, "nsdb1=198.18.0.12\nnsdb2=198.18.0.11\n")
        .failsWith(SHELL, "nsdb1=198.18.0.11\nnsdb2=\n")
        .failsWith(SHELL, null)
        .check();
  }

  @Test
  void namesResolve() throws Exception {
    var names =
        """
        compute1=198.18.0.16
        controller=198.18.0.10
        gateway1=198.18.0.14
        gateway2=198.18.0.15
        nsdb1=198.18.0.11
        nsdb2=198.18.0.12
        nsdb3=198.18.0.13
        """;

    then(b -> hosts(b).namesResolve(b.nodes("gateway1")))
        .passesWith(SHELL, names)
        .failsWith(SHELL, names.replace("nsdb3=198.18.0.13", "nsdb3=198.19.0.13"))
        .failsWith(SHELL, names.replace("gateway1=198.18.0.14", "gateway1=127.0.1.1"))
        .check();
  }

  @Test
  void notLoopback() throws Exception {
    then(b -> hosts(b).notLoopback(b.nodes("nsdb1")))
        .passesWith("hostname -i", "198.18.0.11 198.19.0.11\n")
        .failsWith("hostname -i", "127.0.1.1\n")
        .failsWith("hostname -i", "198.18.0.11 127.0.1.1\n")
        .failsWith("hostname -i", null)
        .check();
  }

  @Test
  void reachByName() throws Exception {
    then(b -> hosts(b).reachByName()).passesWith(SHELL, "").failsWith(SHELL, "nsdb3\n").check();
  }

  @Test
  void reachAcrossUnderlay() throws Exception {
    then(b -> hosts(b).reachAcrossUnderlay())
        .passesWith(SHELL, "")
        .failsWith(SHELL, "198.19.0.16\n")
        .failsWith(SHELL, null)
        .check();
  }

  @Test
  void interfaceUp() throws Exception {
    then(b -> hosts(b).interfaceUp(b.nodes("nsdb1"), "eth1", 1600))
        .passesWith("ip", LINKS)
        .failsWith("ip", LINKS.replace(ETH1, ETH1.replace("1650", "1500")))
        .failsWith("ip", LINKS.replace(ETH1, ETH1.replace("\"UP\",", "")))
        .failsWith("ip", LINKS.replace(ETH1, ETH1.replace("\"LOWER_UP\"", "\"NO-CARRIER\"")))
        .failsWith("ip", LINKS.replace("eth1", "eth9"))
        .check();
  }

  @Test
  void interfaceBare() throws Exception {
    var address = "{\"family\":\"inet\",\"local\":\"10.0.0.1\",\"prefixlen\":24}";

    then(b -> hosts(b).interfaceBare(b.nodes("nsdb1"), "eth1"))
        .passesWith("ip", LINKS)
        .failsWith("ip", LINKS.replace("\"addr_info\":[]", "\"addr_info\":[" + address + "]"))
        .failsWith("ip", LINKS.replace(ETH1, ETH1.replace("\"UP\",", "")))
        .failsWith("ip", LINKS.replace("eth1", "eth9"))
        .check();
  }

  @Test
  void noAddressIn() throws Exception {
    then(b -> hosts(b).noAddressIn(b.nodes("nsdb1"), "192.168.1.0/24"))
        .passesWith("ip", LINKS)
        .failsWith("ip", LINKS.replace("198.18.0.11", "192.168.1.11"))
        .failsWith("ip", null)
        .check();
  }

  @Test
  void selinuxHarmless() throws Exception {
    then(b -> hosts(b).selinuxHarmless())
        .passesWith(SHELL, "absent\n")
        .failsWith(SHELL, "1\n")
        .check();
    then(b -> hosts(b).selinuxHarmless()).passesWith(SHELL, "0\n").check();
  }

  @Test
  void runsAgain() throws Exception {
    then(b -> hosts(b).runsAgain(b.nodes("nsdb1")))
        .passesWith("systemctl is-system-running || true", "degraded\n")
        .passesWith("ip", LINKS)
        .failsWith("systemctl is-system-running || true", "starting\n")
        .failsWith("ip", LINKS.replace(ETH1, ETH1.replace("\"LOWER_UP\"", "\"NO-CARRIER\"")))
        .check();
  }

  @Test
  void noProcess() throws Exception {
    then(b -> hosts(b).noProcess(b.nodes("nsdb1"), "midolman"))
        .failsWith("pgrep -fa midolman", "12 java midolman\n")
        .check();
  }

  @Test
  void noNode() throws Exception {
    then(b -> hosts(b).noNode("nsdb9")).check();
    assertThatThrownBy(() -> then(b -> hosts(b).noNode("nsdb1")).check())
        .hasMessageContaining("none named nsdb1");
  }

  @Test
  void neverRestarted() throws Exception {
    var show = "systemctl show -p NRestarts --value zookeeper.service";

    then(b -> new Attacks(null, b.observer()).neverRestarted(b.nodes("nsdb1"), "zookeeper.service"))
        .passesWith(show, "0\n")
        .failsWith(show, "1\n")
        .failsWith(show, null)
        .check();
  }
}
