package org.midolab.lab.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Wait;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.Node;

/**
 * Measures TCP between two instances across the underlay of {@code labs/pair}: through our datapath
 * with VXLAN and with GRE, and through the kernel's own bridge and vxlan device. Every round
 * measures all three.
 */
public final class TcpBench {

  private static final String KERNEL = "kernel bridge + vxlan";
  private static final String VXLAN = "vxlan";
  private static final String GRE = "gre";

  private final Lab lab;
  private final int streams;
  private final Duration length;
  private final Consumer<String> progress;

  /**
   * @param walked a lab {@code pair}
   * @param streams number of parallel streams, 1 or more
   * @param length of each measurement, in whole seconds
   * @param progress receives a line for each round
   */
  public TcpBench(WalkedLab walked, int streams, Duration length, Consumer<String> progress) {
    this.lab = walked.lab();
    this.streams = streams;
    this.length = length;
    this.progress = progress;
  }

  public Results run(int rounds) {
    Machine machine = Machine.here();
    Map<String, List<Double>> gbits = new LinkedHashMap<>();
    List.of(KERNEL, VXLAN, GRE).forEach(world -> gbits.put(world, new ArrayList<>()));
    Node one = lab.node("compute1");
    Node other = lab.node("compute2");
    var zones = new TunnelZones(new CommandLine(lab.node("controller")), List.of(one, other));
    try (var _ = KernelBridge.create(one, "tapvm3", other, "tapvm4")) {
      for (int round = 1; round <= rounds; round++) {
        for (String world : order(round)) {
          of(world, gbits).add(measure(world, zones));
        }
        progress.accept(line(round, rounds, gbits));
      }
    } finally {
      zones.setType(VXLAN);
    }
    return results(machine, gbits);
  }

  /**
   * Returns the order of the measurements in a round. The baseline is in the middle; the two others
   * swap places in each round.
   */
  private static List<String> order(int round) {
    return round % 2 == 1 ? List.of(VXLAN, KERNEL, GRE) : List.of(GRE, KERNEL, VXLAN);
  }

  private double measure(String world, TunnelZones zones) {
    Node from = lab.node(world.equals(KERNEL) ? "vm3" : "vm1");
    Node to = lab.node(world.equals(KERNEL) ? "vm4" : "vm2");
    if (!world.equals(KERNEL)) {
      zones.setType(world);
      checkTunnel(world, from, to);
    }
    return Iperf.tcp(from, to, streams, length);
  }

  /**
   * Checks that flows in the kernel use the tunnel type that is to be measured, by the actions of a
   * flow.
   */
  private void checkTunnel(String world, Node from, Node to) {
    Wait.until(
        Deadline.REPLY,
        Probe.of(
            "flows of compute1 while " + from.name() + " pings " + to.name(),
            () -> {
              String address = to.address("eth0").orElseThrow();
              int exit = from.exec("ping", "-n", "-c", "1", "-W", "1", address).exit();
              return exit == 0 ? lab.node("compute1").exec("mm-dpctl", "flows").out() : "no reply";
            }),
        Expectation.that("an action " + world, flows -> flows.contains("actions:" + world + "(")));
  }

  private static String line(int round, int rounds, Map<String, List<Double>> gbits) {
    var text = new StringBuilder("round %d of %d:".formatted(round, rounds));
    gbits.forEach(
        (world, values) ->
            text.append(String.format(Locale.ROOT, "  %s %.2f", world, values.getLast())));
    return text + " Gbit/s";
  }

  private static List<Double> of(String world, Map<String, List<Double>> gbits) {
    return Objects.requireNonNull(
        gbits.get(world), "a list for each world is there from the start");
  }

  private Results results(Machine machine, Map<String, List<Double>> gbits) {
    var kernel = new Series("TCP, " + KERNEL, "Gbit/s", "", of(KERNEL, gbits));
    var vxlan = new Series("TCP, MidoNet over VXLAN", "Gbit/s", "", of(VXLAN, gbits));
    var gre = new Series("TCP, MidoNet over GRE", "Gbit/s", "", of(GRE, gbits));
    return Results.of(
        "datapath",
        machine,
        List.of(
            kernel,
            vxlan,
            gre,
            vxlan.over(kernel, "VXLAN against the kernel's", "≥ 0.9"),
            gre.over(kernel, "GRE against the kernel's", "≥ 1.1")),
        List.of(
            "TCP: parallel streams: %d, of %d s, with CUBIC; each round measures all three, ratios are within a round"
                .formatted(streams, length.toSeconds()),
            netfilter()));
  }

  /**
   * Reports whether the frames of bridges pass netfilter, which makes a bridge slower. Container
   * engines turn this on.
   */
  private String netfilter() {
    boolean asked =
        lab.node("compute1")
            .exec("cat", "/proc/sys/net/bridge/bridge-nf-call-iptables")
            .out()
            .startsWith("1");
    return "the kernel's bridge "
        + (asked
            ? "passes its frames through netfilter, as on every host with containers"
            : "does not use netfilter");
  }
}
