package org.midolab.midonet.agent.bgp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * FRR's zebra and bgpd of one namespace, run as units {@code midolman-zebra@NAME} and {@code
 * midolman-bgpd@NAME}.
 */
final class Frr {

  private static final long SYSTEMCTL_SECONDS = 15;

  private final String namespace;
  private final Path socket;

  Frr(String namespace) {
    this.namespace = namespace;
    this.socket = Path.of("/run/frr", namespace, "bgpd.vty");
  }

  /** Starts what is not running. */
  void start() throws IOException, InterruptedException {
    systemctl("start", "midolman-zebra@" + namespace, "midolman-bgpd@" + namespace);
  }

  /** Ends the sessions in good order: bgpd tells its peers. */
  void stop() throws IOException, InterruptedException {
    systemctl("stop", "midolman-bgpd@" + namespace, "midolman-zebra@" + namespace);
  }

  /**
   * What came of a configuration.
   *
   * @param commands how many it took; 0 when bgpd ran it already
   * @param refusals what bgpd did not do, one sentence each, without secrets
   */
  record Outcome(int commands, List<String> refusals) {

    Outcome {
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Makes bgpd run this configuration. A command that it refuses keeps none of the others back.
   *
   * @throws IOException when bgpd does not answer
   */
  Outcome configure(FrrConfiguration wanted) throws IOException {
    try (Vty vty = new Vty(socket)) {
      FrrConfiguration running = FrrConfiguration.parse(vty.ask("show running-config"));
      List<String> commands = wanted.changesFrom(running);
      List<String> refusals = new ArrayList<>();
      if (!commands.isEmpty()) {
        vty.ask("configure terminal");
        for (String command : commands) {
          try {
            vty.ask(command);
          } catch (Vty.RefusedException e) {
            refusals.add(e.getMessage());
          }
        }
        vty.ask("end");
      }
      return new Outcome(commands.size(), refusals);
    }
  }

  /** What {@code show bgp neighbors} prints. */
  String neighbors() throws IOException {
    try (Vty vty = new Vty(socket)) {
      return vty.ask("show bgp neighbors");
    }
  }

  private static void systemctl(String verb, String... units)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("systemctl", verb));
    command.addAll(List.of(units));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    if (!process.waitFor(SYSTEMCTL_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " took over " + SYSTEMCTL_SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      throw new IOException(String.join(" ", command) + " failed: " + output);
    }
  }
}
