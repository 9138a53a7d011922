package org.midolab.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Signal;
import org.midolab.lab.probe.Wait;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * How many new flows a second a gateway's agent sets up, of packets that take the whole way of a
 * floating IP: uplink, edge router, external bridge, tenant router with its chains and NAT, tenant
 * bridge, tunnel, instance.
 *
 * <pre>
 *   bgp1 ── UDP, each packet of a new flow ──► gateway1 ══ tunnel ══► compute1 ──► vm1 counts what arrives
 *                                              mm-dpctl: flows, drops by reason
 * </pre>
 *
 * Two rules that drop what nobody sends make the simulation read both ports, so that no flow covers
 * another. A rate is lossless when every packet that was sent arrives: whatever loses one, ring,
 * bucket, queue or wire, is seen.
 */
public final class FlowBench {

  private static final String TARGET = "192.0.2.11";
  private static final List<Integer> RATES =
      List.of(1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000, 12_000, 15_000, 20_000);
  private static final int WARM_UP_RATE = 2500;
  private static final int WARM_UP_SECONDS = 16;
  private static final int STEP_SECONDS = 4;

  /** A machine that others use may stumble once. */
  private static final int TRIES = 3;

  /** More flows than these in the table before a step are those of the step before. */
  private static final long FEW = 100;

  /** How often to look again while nothing more arrives; a look takes some tens of milliseconds. */
  private static final int LOOKS = 15;

  /** The share of a step's time after its end in which a lossless step's last packet may arrive. */
  private static final double LATE = 0.1;

  private final Consumer<String> progress;
  private final CommandLine cli;
  private final Node gateway;
  private final Node instance;
  private final Generator generator;

  /**
   * @param walked a quickstart
   * @param progress takes a line for each step
   */
  public FlowBench(WalkedLab walked, Consumer<String> progress) {
    Lab lab = walked.lab();
    this.progress = progress;
    this.cli = new CommandLine(lab.node("controller"));
    this.gateway = lab.node("gateway1");
    this.instance = lab.node("vm1");
    this.generator = new Generator(lab.node("bgp1"), TARGET);
  }

  /**
   * One step.
   *
   * @param sent packets, each of a new flow, in so many seconds
   * @param arrived of those
   * @param settled seconds from the first sent to the last arrived
   * @param flows in the gateway's table that were not there before
   * @param drops at the gateway, by reason
   */
  record Step(
      Generator.Sent sent, long arrived, double settled, long flows, Map<String, Long> drops) {

    long lost() {
      return sent.packets() - arrived;
    }

    /** Flows set up a second, waiting included. */
    double rate() {
      return Math.min(arrived, flows) / settled;
    }

    boolean isLossless() {
      return lost() == 0 && drops.isEmpty() && settled <= sent.seconds() * (1 + LATE);
    }

    String sentence() {
      return String.format(
          Locale.ROOT,
          "offered %,.0f/s: %s, %,d of %,d arrived, %,d flows, %,.0f/s set up%s%s",
          sent.rate(),
          isLossless() ? "lossless" : "lossy",
          arrived,
          sent.packets(),
          flows,
          rate(),
          settled > sent.seconds() * (1 + LATE)
              ? String.format(Locale.ROOT, ", the last %.1f s late", settled - sent.seconds())
              : "",
          drops.isEmpty() ? "" : ", dropped " + drops);
    }
  }

  public Results run() {
    Machine machine = Machine.here();
    try (var rules = new PortRules(cli)) {
      rules.renew();
      seeNewFlows();
      progress.accept("warming up: %d/s for %d s".formatted(WARM_UP_RATE, WARM_UP_SECONDS));
      generator.offer(WARM_UP_RATE, WARM_UP_RATE * WARM_UP_SECONDS);
      return results(machine, steps(rules));
    }
  }

  /** The floating IP answers, and each packet to another port makes a flow of its own. */
  private void seeNewFlows() {
    Wait.until(
        Signal.REPLY,
        Probe.of(
            "flows of gateway1 that ten packets more make",
            () -> {
              long before = DatapathCounters.of(gateway).flows();
              generator.offer(10, 10);
              return DatapathCounters.of(gateway).flows() - before;
            }),
        Expectation.that("10", (Long more) -> more >= 10));
  }

  /** Ever faster, until twice in a row nothing goes through without a loss. */
  private List<Step> steps(PortRules rules) {
    var steps = new ArrayList<Step>();
    int lossy = 0;
    for (int rate : RATES) {
      if (lossy == 2) {
        break;
      }
      Step best = step(rules, rate);
      for (int more = 1; more < TRIES && !best.isLossless(); more++) {
        Step again = step(rules, rate);
        best = again.isLossless() || again.lost() < best.lost() ? again : best;
      }
      progress.accept(best.sentence());
      steps.add(best);
      lossy = best.isLossless() ? 0 : lossy + 1;
    }
    return steps;
  }

  private Step step(PortRules rules, int rate) {
    rules.renew();
    Wait.until(
        Signal.FLOW_INSTALLED,
        Probe.of("flows of gateway1", () -> DatapathCounters.of(gateway).flows()),
        Expectation.that("few", (Long flows) -> flows < FEW));
    DatapathCounters before = DatapathCounters.of(gateway);
    long arrivedBefore = arrived();
    long start = System.nanoTime();
    Generator.Sent sent = generator.offer(rate, rate * STEP_SECONDS);
    double overhead = seconds(start) - sent.seconds();
    long arrived = arrived();
    double settled = seconds(start) - overhead;
    int inVain = 0;
    while (inVain < LOOKS && arrived - arrivedBefore < sent.packets()) {
      long more = arrived();
      if (more > arrived) {
        settled = seconds(start) - overhead;
        arrived = more;
        inVain = 0;
      } else {
        inVain++;
      }
    }
    DatapathCounters after = DatapathCounters.of(gateway);
    return new Step(
        sent,
        arrived - arrivedBefore,
        Math.max(settled, sent.seconds()),
        after.flows() - before.flows(),
        after.dropsSince(before));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** UDP packets that have reached the instance, whoever listens there. */
  private long arrived() {
    return udpPackets(instance.exec("cat", "/proc/net/snmp").out());
  }

  /**
   * @param snmp the text of {@code /proc/net/snmp}: for each protocol a line of names and one of
   *     numbers
   */
  static long udpPackets(String snmp) {
    var lines = snmp.lines().filter(line -> line.startsWith("Udp: ")).toList();
    if (lines.size() != 2) {
      throw new LabFailure("no counters of UDP in: " + snmp);
    }
    var names = List.of(lines.get(0).split(" "));
    var numbers = List.of(lines.get(1).split(" "));
    return Stream.of("InDatagrams", "NoPorts", "InErrors")
        .mapToLong(name -> Long.parseLong(numbers.get(names.indexOf(name))))
        .sum();
  }

  static Results results(Machine machine, List<Step> steps) {
    var lossless = steps.stream().filter(Step::isLossless).map(Step::rate).max(Double::compare);
    var fastest = steps.stream().map(Step::rate).max(Double::compare);
    return Results.of(
        "flows",
        machine,
        List.of(
            new Series(
                "new flows, highest rate without a loss",
                "/s",
                "≥ 5000",
                List.of(lossless.orElse(0.0))),
            new Series("new flows, highest rate", "/s", "", List.of(fastest.orElse(0.0)))),
        Stream.concat(
                Stream.of(
                    "a rate at which something was lost was offered up to %d times; its best is reported"
                        .formatted(TRIES)),
                steps.stream().map(Step::sentence))
            .toList());
  }
}
