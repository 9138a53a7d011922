package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.observation.PathDiagnosis;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.FailoverTrial;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Ping;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.TcpClient;
import org.midolab.lab.probe.TcpServer;

/** Packets from end to end, and what they look like in between. */
@OnTheWire
public final class Traffic {

  private static final int TCP_PORT = Connections.PORT;
  private static final String INTERNET = FailoverTrial.INTERNET_ADDRESS;
  private static final int BYTES = 4 * 1000 * 1000;
  private static final Pattern TIME = Pattern.compile("\\d+:\\d+:\\d+\\.\\d+ ");
  private static final Pattern TENANT = Pattern.compile("\\b192\\.168\\.1\\.\\d+");

  private final Observer observer;
  private final LabNodes lab;
  private final PathDiagnosis diagnosis;
  private Capture tunnelled = new Capture("");

  public Traffic(Observer observer, LabNodes lab, PathDiagnosis diagnosis) {
    this.observer = observer;
    this.lab = lab;
    this.diagnosis = diagnosis;
  }

  @Then("{nodes} reaches {address}")
  public void reaches(ScenarioNodes from, String target) {
    observer.observe(() -> seeReplies(from.only(), target));
  }

  @Then("echo requests from {nodes} to {address} are answered")
  public void answered(ScenarioNodes from, String target) {
    observer.awaitReady(() -> seeReplies(from.only(), target));
  }

  @Then("echo requests from {nodes} to {address} are not answered")
  public void unanswered(ScenarioNodes from, String target) {
    observer.observe(
        () ->
            observer.expect(
                Ping.from(from.only(), target),
                Expectation.that("no reply to any", ping -> !ping.isAnswered())));
  }

  private void seeReplies(LabNode from, String target) {
    diagnosis.withDiagnosis(
        () ->
            observer.expect(
                Deadline.REPLY,
                Probe.of(
                    "echo replies to " + from.name() + " from " + target,
                    () -> List.of(Ping.raw(from, target))),
                new Assertion("echo-replies", Map.of("from", from.name(), "target", target))),
        from,
        target);
  }

  @Then("internet gets 4 MB by TCP through {address} from {nodes}")
  public void tcp(String address, ScenarioNodes instance) {
    observer.observe(
        () ->
            diagnosis.withDiagnosis(
                () ->
                    observer.expect(
                        Deadline.REPLY,
                        Probe.of(
                            "bytes that internet got from " + address + ":" + TCP_PORT,
                            () -> {
                              TcpServer.sendOnce(
                                  instance.only(), "head -c " + BYTES + " /dev/zero", TCP_PORT);
                              return List.of(
                                  RawAnswer.shell(
                                      lab.node("internet"),
                                      TcpClient.countBytes(address, TCP_PORT)));
                            }),
                        new Assertion(
                            "bytes-received",
                            Map.of(
                                "by",
                                "internet",
                                "address",
                                address,
                                "port",
                                String.valueOf(TCP_PORT),
                                "bytes",
                                String.valueOf(BYTES)))),
                lab.node("internet"),
                address));
  }

  @Then(
      "while {nodes} pings {address}, VXLAN on UDP port {int} passes the underlay between {nodes}"
          + " and {nodes}")
  public void vxlan(
      ScenarioNodes from, String address, int port, ScenarioNodes some, ScenarioNodes other) {
    observer.observe(
        () ->
            seeTunnels(
                from.only(),
                address,
                other.only(),
                bothWays(
                    "VXLAN on UDP port " + port,
                    some,
                    other,
                    (capture, one, another) ->
                        shows(capture, "%s\\.\\d+ > %s\\." + port + ": VXLAN", one, another))));
  }

  /** Checks GRE packets. The key is that of the egress port and never zero. */
  @Then(
      "while {nodes} pings {address}, GRE with a key passes the underlay between {nodes} and"
          + " {nodes}")
  public void gre(ScenarioNodes from, String address, ScenarioNodes some, ScenarioNodes other) {
    observer.observe(
        () ->
            seeTunnels(
                from.only(),
                address,
                other.only(),
                bothWays("GRE with a key", some, other, Traffic::gre)));
  }

  /**
   * Expects packets in both directions. There may be several paths, and a reply may take another
   * path than its request.
   */
  private static Expectation<Capture> bothWays(
      String what, ScenarioNodes some, ScenarioNodes other, Passing passing) {
    var here = underlay(some);
    var there = underlay(other);
    return Expectation.that(
        what + " both ways between " + some + " " + here + " and " + other + " " + there,
        (Capture capture) ->
            any(capture, here, there, passing) && any(capture, there, here, passing));
  }

  private static boolean any(Capture capture, List<String> from, List<String> to, Passing passing) {
    return from.stream()
        .anyMatch(one -> to.stream().anyMatch(another -> passing.seen(capture, one, another)));
  }

  private static List<String> underlay(ScenarioNodes hosts) {
    return hosts.nodes().stream().map(n -> n.address("eth2").orElseThrow()).toList();
  }

  /** Reports whether a capture has a packet of some kind from one address to another. */
  @FunctionalInterface
  private interface Passing {
    boolean seen(Capture capture, String from, String to);
  }

  private static boolean gre(Capture capture, String from, String to) {
    return shows(capture, "%s > %s: GREv0, .*key=0x0*[1-9a-f]", from, to);
  }

  /**
   * Reports whether a capture has a matching line.
   *
   * @param format a pattern with a placeholder for each of the addresses
   */
  private static boolean shows(Capture capture, String format, String from, String to) {
    var packet =
        Pattern.compile("(?<!\\S)" + format.formatted(Pattern.quote(from), Pattern.quote(to)));
    return capture.lines().stream().anyMatch(line -> packet.matcher(line).find());
  }

  private void seeTunnels(
      LabNode from, String target, LabNode at, Expectation<Capture> expectation) {
    var seen = new AtomicReference<>(new Capture(""));
    diagnosis.withDiagnosis(
        () ->
            observer.expect(
                Deadline.REPLY,
                Probe.of(
                    "tunnels at " + at + " eth2",
                    () -> {
                      seen.set(
                          Capture.during(
                              at,
                              "eth2",
                              "udp or icmp or ip proto 47",
                              List.of("-e", "-v", "-T", "vxlan"),
                              () ->
                                  from.run(
                                      "ping", "-n", "-c", "5", "-i", "0.05", "-W", "1", target)));
                      return seen.get();
                    }),
                expectation),
        from,
        target);
    tunnelled = seen.get();
  }

  @Then("no VXLAN passes on UDP port {int}")
  public void notOnPort(int port) {
    observer.see(
        "the same capture",
        () -> tunnelled,
        Expectation.that(
            "nothing on UDP port " + port,
            (Capture c) ->
                !c.lines().isEmpty()
                    && c.lines().stream().noneMatch(l -> l.contains("." + port + ":"))));
  }

  @Then("the tunnelled packets have a tunnel key, and no tenant address in the outer header")
  public void keyed() {
    observer.see(
        "the same capture",
        () -> tunnelled,
        Expectation.that(
            "a VXLAN network identifier other than 0, outer addresses of the underlay only",
            Traffic::isKeyed));
  }

  /**
   * Reports whether all tunnelled packets have a key. In tcpdump's output, the first line of a
   * packet starts with the time; the second has the outer addresses and, for VXLAN, the key; the
   * inner packet follows.
   */
  private static boolean isKeyed(Capture capture) {
    var lines = capture.lines();
    var outer =
        IntStream.range(1, lines.size())
            .filter(i -> TIME.matcher(lines.get(i - 1)).lookingAt())
            .mapToObj(lines::get)
            .toList();
    var tunnelled = outer.stream().filter(l -> l.contains(": VXLAN")).toList();
    return !tunnelled.isEmpty()
        && tunnelled.stream().allMatch(l -> l.matches(".*vni [1-9]\\d*.*"))
        && outer.stream().noneMatch(l -> TENANT.matcher(l).find());
  }

  @Then("internet sees the echo requests of {nodes} come from {address}")
  public void comesFrom(ScenarioNodes instance, String address) {
    observer.observe(
        () -> {
          var internet = lab.node("internet");
          diagnosis.withDiagnosis(
              () ->
                  observer.expect(
                      Deadline.REPLY,
                      Probe.of(
                          "echo requests that reach internet",
                          () ->
                              Capture.during(
                                  internet,
                                  "any",
                                  "icmp[icmptype] == icmp-echo and dst host " + INTERNET,
                                  List.of(),
                                  () ->
                                      instance
                                          .only()
                                          .run(
                                              "ping", "-n", "-c", "3", "-i", "0.05", "-W", "1",
                                              INTERNET))),
                      Expectation.that(
                          "all from " + address,
                          (Capture c) ->
                              !c.lines().isEmpty()
                                  && c.lines().stream()
                                      .allMatch(
                                          l ->
                                              l.contains(
                                                  " IP " + address + " > " + INTERNET + ":")))),
              instance.only(),
              INTERNET);
        });
  }

  @Then("of {int} TCP connections from internet to {address} each gateway carries some")
  public void shared(int number, String address) {
    observer.observe(
        () -> {
          var peers = List.of("bgp1", "bgp2");
          var connections = new Connections(lab, address, number);
          var carried = new AtomicReference<List<RawAnswer>>(List.of());
          observer.expect(
              Deadline.REPLY,
              Probe.of(
                  "connections to " + address + " that each gateway's uplink carries",
                  () -> {
                    carried.set(connections.watched(peers, TcpClient.attempts(address)));
                    return carried.get();
                  }),
              connections.sharing(peers));
          observer.note(
              "figure: connections carried by gateway1, gateway2",
              carried.get().stream()
                  .limit(2)
                  .map(capture -> new Capture(capture.text()).lines().size())
                  .toList()
                  .toString());
        });
  }
}
