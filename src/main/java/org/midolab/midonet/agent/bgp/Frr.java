package org.midolab.midonet.agent.bgp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Controls FRR's zebra and bgpd of one namespace, which run as the systemd units {@code
 * midolman-zebra@NAME} and {@code midolman-bgpd@NAME}.
 */
final class Frr {

  private static final long SYSTEMCTL_SECONDS = 15;

  private final String namespace;
  private final Path socket;

  Frr(String namespace) {
    this(namespace, Path.of("/run/frr", namespace, "bgpd.vty"));
  }

  /**
   * @param socket bgpd's vty
   */
  Frr(String namespace, Path socket) {
    this.namespace = namespace;
    this.socket = socket;
  }

  /**
   * Starts the daemons that are not running.
   *
   * @throws IOException when systemctl fails or takes too long
   */
  void start() throws IOException, InterruptedException {
    systemctl("start", "midolman-zebra@" + namespace, "midolman-bgpd@" + namespace);
  }

  /**
   * Stops the daemons; bgpd sends its peers a Cease notification (RFC 4271 §6.7).
   *
   * @throws IOException when systemctl fails or takes too long
   */
  void stop() throws IOException, InterruptedException {
    systemctl("stop", "midolman-bgpd@" + namespace, "midolman-zebra@" + namespace);
  }

  /**
   * The result of a configuration.
   *
   * @param commands number of commands sent; 0 when bgpd had the configuration already
   * @param refusals the commands that bgpd refused, one sentence each, without secrets
   */
  record Outcome(int commands, List<String> refusals) {

    Outcome {
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Applies the configuration to bgpd. After a refused command the others are still sent.
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

  /** Returns the output of {@code show bgp neighbors}. */
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
