package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.midolab.lab.junit.MidoLab;
import org.midolab.lab.spec.LabName;

/** A small lab with every kind of link is booted, used, broken, restored and removed completely. */
class LabIT {

  private static final String FILE = "src/test/resources/org/midolab/lab/runtime/lab.yaml";
  private static final MidoLab TINY = new MidoLab(FILE).named("xtiny");

  private static Lab lab;

  @BeforeAll
  static void up() {
    TINY.start();
    lab = TINY.lab();
  }

  @AfterAll
  static void downLeavesNothing() {
    TINY.stop();
    try (Engine engine = Engine.connect()) {
      assertThat(HostInventory.take(engine).of("xtiny")).isEmpty();
    }
    assertThat(LabHome.find().state(new LabName("xtiny"))).doesNotExist();
  }

  @Test
  void commandsKeepTheirStreamsApartAndTheirExitCode() {
    ExecResult result =
        lab.node("gate")
            .exec(
                Duration.ofSeconds(5),
                List.of("sh", "-c", "cat; echo err >&2; exit 7"),
                "in".getBytes(StandardCharsets.UTF_8));
    assertThat(result).isEqualTo(new ExecResult(7, "in", "err\n"));
  }

  @Test
  void aCommandThatHangsIsKilled() {
    Node gate = lab.node("gate");
    assertThatThrownBy(() -> gate.exec(Duration.ofMillis(300), List.of("sleep", "4242")))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("did not end within 0.3 s");
    await().atMost(Duration.ofSeconds(5)).until(() -> !gate.exec("pgrep", "-f", "sleep 4242").ok());
  }

  @Test
  void aTerminalIsATtyOfTheGivenSize() throws IOException {
    try (Terminal terminal = lab.node("gate").terminal(List.of("bash"), 100, 40)) {
      terminal.keyboard().write("tty; stty size; exit 3\n".getBytes(StandardCharsets.US_ASCII));
      String shown = new String(terminal.screen().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(shown).contains("/dev/pts/").contains("40 100");
      assertThat(terminal.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void nothingLeavesTheMachine() {
    assertThat(lab.node("peer").exec("ip", "route", "show", "default").out()).isEmpty();
    assertThat(lab.node("peer").read("/etc/resolv.conf")).isEmpty();
    assertThat(lab.node("gate").exec("apt-get", "-qq", "update").orFail("apt").ok()).isTrue();
    assertThat(lab.node("gate").shell("cat /etc/apt/sources.list /etc/apt/sources.list.d/*").out())
        .doesNotContain("http");
  }

  @Test
  void routersUseThePasswordThatOnlyTheLabKnows() throws IOException {
    established();
    String password = lab.secrets().bgp("198.51.100.129", "198.51.100.130");
    assertThat(lab.node("far").read("/etc/frr/frr.conf")).contains("password " + password);
    Path secrets = lab.directory().resolve("secrets.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
        .isEqualTo("rw-------");
    assertThat(lab.node("far").shell("cat /proc/*/cmdline").out()).doesNotContain(password);
  }

  @Test
  void aCutRemovesTheCarrierAndMendingRestoresIt() {
    LinkHandle link = lab.link("gate", "eth1");
    link.cut();
    await().atMost(Duration.ofSeconds(5)).until(() -> carrier("gate", "eth1").equals("0"));
    link.mend();
    await().atMost(Duration.ofSeconds(5)).until(() -> carrier("gate", "eth1").equals("1"));
  }

  @Test
  void aDropKeepsTheCarrierAndDropsAllPackets() {
    await().atMost(Duration.ofSeconds(5)).until(() -> pings("one", "198.19.0.2"));
    LinkHandle link = lab.link("one", "eth0");
    link.drop();
    assertThat(pings("one", "198.19.0.2")).isFalse();
    assertThat(carrier("one", "eth0")).isEqualTo("1");
    link.mend();
    assertThat(pings("one", "198.19.0.2")).isTrue();
  }

  @Test
  void aSegmentCarriesItsMtu() {
    assertThat(
            lab.node("one").exec("ping", "-c1", "-W2", "-M", "do", "-s", "1622", "198.19.0.2").ok())
        .isTrue();
  }

  @Test
  void linksOutliveTheirNode() {
    Node gate = lab.node("gate");
    String before = gate.exec("ip", "link").out();
    gate.shell("touch /run/gone-after-a-boot");
    gate.reboot();
    assertThat(gate.exec("ip", "link").out()).contains("eth1").isEqualTo(before);
    assertThat(gate.exec("test", "-e", "/run/gone-after-a-boot").ok()).isFalse();
    gate.kill();
    assertThat(gate.isRunning()).isFalse();
    gate.start();
    assertThat(gate.exec("ip", "link", "show", "eth1").ok()).isTrue();
  }

  @Test
  void aSecondLabOfTheSameNameIsRefused() {
    assertThatThrownBy(() -> LabBuilder.of(LabHome.find(), FILE).named(new LabName("xtiny")).boot())
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("is up already");
    assertThat(lab.isComplete()).isTrue();
  }

  private static void established() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                lab.node("peer")
                    .exec("ip", "-o", "route", "show", "198.51.100.254")
                    .out()
                    .contains("proto bgp"));
  }

  private static boolean pings(String node, String address) {
    return lab.node(node).exec("ping", "-c1", "-W1", address).ok();
  }

  private static String carrier(String node, String iface) {
    return Optional.of(lab.node(node).exec("cat", "/sys/class/net/" + iface + "/carrier"))
        .filter(ExecResult::ok)
        .map(result -> result.out().strip())
        .orElse("0");
  }
}
