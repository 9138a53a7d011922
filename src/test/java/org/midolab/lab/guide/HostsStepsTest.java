package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.midolab.lab.guide.Judged.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.guide.steps.Attacks;
import org.midolab.lab.guide.steps.Hosts;
import org.midolab.lab.guide.terminal.OpenTerminals;
import org.midolab.lab.guide.terminal.Operator;

/** Names, wires and processes of the hosts. */
class HostsStepsTest {

  /** Whatever line of shell a look runs. */
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
        .holdsBy(SHELL, "nsdb2=198.18.0.12\nnsdb1=198.18.0.11\n")
        .isRedBy(SHELL, "nsdb1=198.18.0.12\nnsdb2=198.18.0.11\n")
        .isRedBy(SHELL, "nsdb1=198.18.0.11\nnsdb2=\n")
        .isRedBy(SHELL, null)
        .check();
  }

  @Test
  void namesStand() throws Exception {
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

    then(b -> hosts(b).namesStand(b.nodes("gateway1")))
        .holdsBy(SHELL, names)
        .isRedBy(SHELL, names.replace("nsdb3=198.18.0.13", "nsdb3=198.19.0.13"))
        .isRedBy(SHELL, names.replace("gateway1=198.18.0.14", "gateway1=127.0.1.1"))
        .check();
  }

  @Test
  void notLoopback() throws Exception {
    then(b -> hosts(b).notLoopback(b.nodes("nsdb1")))
        .holdsBy("hostname -i", "198.18.0.11 198.19.0.11\n")
        .isRedBy("hostname -i", "127.0.1.1\n")
        .isRedBy("hostname -i", "198.18.0.11 127.0.1.1\n")
        .isRedBy("hostname -i", null)
        .check();
  }

  @Test
  void reachByName() throws Exception {
    then(b -> hosts(b).reachByName()).holdsBy(SHELL, "").isRedBy(SHELL, "nsdb3\n").check();
  }

  @Test
  void reachAcrossUnderlay() throws Exception {
    then(b -> hosts(b).reachAcrossUnderlay())
        .holdsBy(SHELL, "")
        .isRedBy(SHELL, "198.19.0.16\n")
        .isRedBy(SHELL, null)
        .check();
  }

  @Test
  void interfaceUp() throws Exception {
    then(b -> hosts(b).interfaceUp(b.nodes("nsdb1"), "eth1", 1600))
        .holdsBy("ip", LINKS)
        .isRedBy("ip", LINKS.replace(ETH1, ETH1.replace("1650", "1500")))
        .isRedBy("ip", LINKS.replace(ETH1, ETH1.replace("\"UP\",", "")))
        .isRedBy("ip", LINKS.replace(ETH1, ETH1.replace("\"LOWER_UP\"", "\"NO-CARRIER\"")))
        .isRedBy("ip", LINKS.replace("eth1", "eth9"))
        .check();
  }

  @Test
  void interfaceBare() throws Exception {
    var address = "{\"family\":\"inet\",\"local\":\"10.0.0.1\",\"prefixlen\":24}";

    then(b -> hosts(b).interfaceBare(b.nodes("nsdb1"), "eth1"))
        .holdsBy("ip", LINKS)
        .isRedBy("ip", LINKS.replace("\"addr_info\":[]", "\"addr_info\":[" + address + "]"))
        .isRedBy("ip", LINKS.replace(ETH1, ETH1.replace("\"UP\",", "")))
        .isRedBy("ip", LINKS.replace("eth1", "eth9"))
        .check();
  }

  @Test
  void noAddressIn() throws Exception {
    then(b -> hosts(b).noAddressIn(b.nodes("nsdb1"), "192.168.1.0/24"))
        .holdsBy("ip", LINKS)
        .isRedBy("ip", LINKS.replace("198.18.0.11", "192.168.1.11"))
        .isRedBy("ip", null)
        .check();
  }

  @Test
  void selinuxHarmless() throws Exception {
    then(b -> hosts(b).selinuxHarmless()).holdsBy(SHELL, "absent\n").isRedBy(SHELL, "1\n").check();
    then(b -> hosts(b).selinuxHarmless()).holdsBy(SHELL, "0\n").check();
  }

  @Test
  void runsAgain() throws Exception {
    then(b -> hosts(b).runsAgain(b.nodes("nsdb1")))
        .holdsBy("systemctl is-system-running || true", "degraded\n")
        .holdsBy("ip", LINKS)
        .isRedBy("systemctl is-system-running || true", "starting\n")
        .isRedBy("ip", LINKS.replace(ETH1, ETH1.replace("\"LOWER_UP\"", "\"NO-CARRIER\"")))
        .check();
  }

  @Test
  void noProcess() throws Exception {
    then(b -> hosts(b).noProcess(b.nodes("nsdb1"), "midolman"))
        .isRedBy("pgrep -fa midolman", "12 java midolman\n")
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
        .holdsBy(show, "0\n")
        .isRedBy(show, "1\n")
        .isRedBy(show, null)
        .check();
  }
}
