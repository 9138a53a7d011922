package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.spec.LabFile;

/** Each program gets the same sessions from the same plan. */
class BgpConfigTest {

  @TempDir private Path directory;

  private BgpConfig config(String lab) throws IOException {
    var plan = LabFile.plan(lab, Files.readString(Path.of("labs", lab, "lab.yaml")));
    var node = plan.node("bgp1").orElseThrow();
    return BgpConfig.of(node, new Secrets(directory.resolve("secrets.json"))).orElseThrow();
  }

  private String password() {
    return new Secrets(directory.resolve("secrets.json")).bgp("198.51.100.1", "198.51.100.2");
  }

  @Test
  void frr() throws IOException {
    var config = config("quickstart");

    assertThat(config.directory() + "/" + config.file()).isEqualTo("/etc/frr/frr.conf");
    assertThat(config.text())
        .contains(
            "router bgp 64513",
            "neighbor 198.51.100.2 remote-as 64512",
            "neighbor 198.51.100.2 timers 5 15",
            "neighbor 198.51.100.2 password " + password());
  }

  @Test
  void bird() throws IOException {
    var config = config("uplink-bird");

    assertThat(config.directory() + "/" + config.file()).isEqualTo("/etc/bird/bird.conf");
    assertThat(config.text())
        .contains("timeformat protocol iso long ms;")
        .contains(
            """
            protocol bgp n198_51_100_2 {
              local 198.51.100.1 as 64513;
              neighbor 198.51.100.2 as 64512;
              password "%s";
              hold time 15;
              keepalive time 5;
              connect retry time 1;
              connect delay time 1;
              graceful restart off;
              long lived graceful restart off;
              error wait time 1, 2;
            """
                .formatted(password()));
  }
}
