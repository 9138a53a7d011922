package org.midolab.lab.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Signal;
import org.midolab.lab.probe.Wait;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.Node;

/**
 * TCP between two instances across the underlay of {@code labs/pair}, through our datapath's VXLAN
 * and GRE and through the kernel's own bridge and vxlan device, which take turns in every round.
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
   * @param walked a pair
   * @param streams at once, 1 or more
   * @param length of each measurement, in whole seconds
   * @param progress takes a line for each round
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
    try (var _ = KernelBridge.between(one, "tapvm3", other, "tapvm4")) {
      for (int round = 1; round <= rounds; round++) {
        for (String world : order(round)) {
          gbits.get(world).add(measure(world, zones));
        }
        progress.accept(line(round, rounds, gbits));
      }
    } finally {
      zones.become(VXLAN);
    }
    return results(machine, gbits);
  }

  /** The baseline stands in the middle, and its neighbours change sides. */
  private static List<String> order(int round) {
    return round % 2 == 1 ? List.of(VXLAN, KERNEL, GRE) : List.of(GRE, KERNEL, VXLAN);
  }

  private double measure(String world, TunnelZones zones) {
    Node from = lab.node(world.equals(KERNEL) ? "vm3" : "vm1");
    Node to = lab.node(world.equals(KERNEL) ? "vm4" : "vm2");
    if (!world.equals(KERNEL)) {
      zones.become(world);
      seeTunnel(world, from, to);
    }
    return Iperf.tcp(from, to, streams, length);
  }

  /** What is about to be measured is what is in the kernel: the flow's own actions say so. */
  private void seeTunnel(String world, Node from, Node to) {
    Wait.until(
        Signal.REPLY,
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

  private Results results(Machine machine, Map<String, List<Double>> gbits) {
    var kernel = new Series("TCP, " + KERNEL, "Gbit/s", "", gbits.get(KERNEL));
    var vxlan = new Series("TCP, MidoNet over VXLAN", "Gbit/s", "", gbits.get(VXLAN));
    var gre = new Series("TCP, MidoNet over GRE", "Gbit/s", "", gbits.get(GRE));
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
            "TCP: streams at once: %d, of %d s, by cubic; the worlds take turns in each round, ratios are taken within it"
                .formatted(streams, length.toSeconds()),
            netfilter()));
  }

  /** Container engines have every bridge's frames pass the packet filter, which costs it some. */
  private String netfilter() {
    boolean asked =
        lab.node("compute1")
            .exec("cat", "/proc/sys/net/bridge/bridge-nf-call-iptables")
            .out()
            .startsWith("1");
    return "the kernel's bridge "
        + (asked
            ? "passes its frames through netfilter, as on every host with containers"
            : "asks no netfilter");
  }
}
