package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.BgpSpeaker;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.HostRoute;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Probe;

/** BGP from the view of the peers, and in captures. */
public final class Peers {

  /** Number of packets to capture: a keepalive or an acknowledgement. */
  private static final int FEW = 1;

  /**
   * Time limit of a capture: longer than two keepalive intervals of the slowest session in the
   * guide.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(12);

  private final Observer observer;
  private final LabNodes lab;
  private final Topology topology;

  public Peers(Observer observer, LabNodes lab, Topology topology) {
    this.observer = observer;
    this.lab = lab;
    this.topology = topology;
  }

  @Then("{nodes}'s session with {address} comes up")
  public void comesUp(ScenarioNodes peer, String address) {
    observer.awaitReady(() -> seeEstablished(peer, address));
  }

  @Then("{nodes} has an established session with {address}")
  public void established(ScenarioNodes peer, String address) {
    observer.observe(() -> seeEstablished(peer, address));
  }

  private void seeEstablished(ScenarioNodes peer, String address) {
    observer.expect(
        Deadline.SESSION_ESTABLISHED,
        BgpSpeaker.session(peer.only(), address),
        Expectation.that("Established", BgpSpeaker.Session::isEstablished));
  }

  @Then("{nodes} sees {address} in AS {long}")
  public void speaksFor(ScenarioNodes peer, String address, long number) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.SESSION_ESTABLISHED,
                BgpSpeaker.session(peer.only(), address),
                Expectation.that(
                    "Established with AS " + number,
                    (BgpSpeaker.Session s) -> s.isEstablished() && s.remoteAs() == number)));
  }

  /**
   * Checks the hold time. FRR limits the keepalive interval to a third of the hold time, whatever
   * is configured.
   */
  @Then("{nodes}'s session with {address} has hold time {int}")
  public void holdTime(ScenarioNodes peer, String address, int seconds) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.SESSION_ESTABLISHED,
                BgpSpeaker.session(peer.only(), address),
                Expectation.that(
                    "negotiated hold time " + seconds,
                    (BgpSpeaker.Session s) -> s.isEstablished() && s.holdTime() == seconds)));
  }

  @Then("{nodes} requires MD5 authentication from {address}")
  public void authenticates(ScenarioNodes peer, String address) {
    observer.observe(
        () ->
            observer.expect(
                BgpSpeaker.session(peer.only(), address),
                Expectation.that("with authentication", BgpSpeaker.Session::authenticated)));
  }

  @Then("the BGP packets from {nodes} to {nodes} are signed with MD5")
  public void signed(ScenarioNodes gateway, ScenarioNodes peer) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.SESSION_ESTABLISHED,
                watch(gateway, peer),
                Expectation.that(
                    "TCP options with md5",
                    (Capture c) ->
                        c.lines().stream().allMatch(l -> l.contains("md5"))
                            && !c.lines().isEmpty())));
  }

  @Then(
      "between {nodes} and {nodes} there are BGP packets from {address}, with port 179 at either end")
  public void bgpPasses(ScenarioNodes gateway, ScenarioNodes peer, String address) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.SESSION_ESTABLISHED,
                watch(gateway, peer),
                Expectation.that(
                    "segments from " + address, (Capture c) -> c.shows("IP " + address + "."))));
  }

  /** Returns a probe of the gateway's BGP packets, captured on the peer's end of the link. */
  private static Probe<Capture> watch(ScenarioNodes gateway, ScenarioNodes peer) {
    return Probe.of(
        "BGP between " + gateway + " and " + peer,
        () ->
            Capture.first(
                peer.only(),
                "eth1",
                "tcp port 179 and not src host " + peer.only().address("eth1").orElseThrow(),
                FEW,
                LONGEST_SILENCE));
  }

  @Then("{nodes} learns {prefix} from AS {long} with next hop {address}")
  public void learns(ScenarioNodes peer, String prefix, long number, String nextHop) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.ROUTE_LEARNED,
                BgpSpeaker.paths(peer.only(), prefix),
                Expectation.<List<BgpSpeaker.Path>>that(
                    "a path " + number + " by " + nextHop,
                    paths ->
                        paths.stream()
                            .anyMatch(
                                p ->
                                    p.asPath().equals(String.valueOf(number))
                                        && p.nextHops().contains(nextHop)))));
  }

  @Then("{nodes} learns nothing else from AS {long}")
  public void nothingElse(ScenarioNodes peer, long number) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.ROUTE_LEARNED,
                Probe.of(
                    "prefixes that " + peer + " learned from AS " + number,
                    () -> {
                      Map<String, List<BgpSpeaker.Path>> routes =
                          BgpSpeaker.routes(peer.only()).look();
                      return routes.entrySet().stream()
                          .filter(
                              e ->
                                  e.getValue().stream()
                                      .anyMatch(p -> p.asPath().startsWith(number + "")))
                          .map(Map.Entry::getKey)
                          .toList();
                    }),
                Expectation.equalTo(List.of("192.0.2.0/24"))));
  }

  @Then("internet has two paths to {prefix}")
  public void twoPaths(String prefix) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.ROUTE_LEARNED,
                HostRoute.nextHops(lab.node("internet"), prefix),
                Expectation.<List<String>>that("two next hops", hops -> hops.size() == 2)));
  }

  @Then("{nodes} has address {address} and is in AS {long}")
  public void ownAs(ScenarioNodes peer, String address, long number) {
    observer.observe(
        () ->
            observer.expect(
                Probe.of(
                    "address and AS of " + peer,
                    () ->
                        peer.only()
                            .shell(
                                "ip -br -4 address show eth1; vtysh -c 'show running-config' | grep"
                                    + " '^router bgp'")
                            .text()),
                Expectation.that(
                    address + ", router bgp " + number,
                    text ->
                        text.contains(" " + address + "/")
                            && text.lines().anyMatch(("router bgp " + number)::equals))));
  }

  @Then("{nodes} sees {address} at the MAC of the port of router {string}")
  public void seesMac(ScenarioNodes peer, String address, String router) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.REPLY,
                Probe.of(
                    "the neighbour " + address + " of " + peer,
                    () -> {
                      peer.only().run("ping", "-n", "-c", "1", "-W", "1", address);
                      var wanted = topology.port(router, address).path("portMac").asText();
                      var line =
                          peer.only().run("ip", "neighbour", "show", address, "dev", "eth1").text();
                      return isLearned(line, wanted)
                          ? "at the port's MAC"
                          : (line.isEmpty() ? "no entry" : line) + ", the port has " + wanted;
                    }),
                Expectation.equalTo("at the port's MAC")));
  }

  /** Reports whether the kernel resolved the entry. A permanent entry does not show who answers. */
  private static boolean isLearned(String entry, String mac) {
    var words = List.of(entry.split("\\s+"));
    int at = words.indexOf("lladdr");
    return at >= 0
        && at + 1 < words.size()
        && words.get(at + 1).equalsIgnoreCase(mac)
        && !words.contains("PERMANENT");
  }

  @Then("on {nodes} a process {string} runs in the namespace of its uplink port")
  public void runsInNamespace(ScenarioNodes where, String process) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        Deadline.SESSION_ESTABLISHED,
                        Probe.of(
                            process + " in the namespaces of " + node.name(),
                            () -> namespaces(node, process)),
                        Expectation.that(
                            "one in a namespace bgp-…",
                            text -> text.lines().anyMatch(l -> l.matches("bgp-[0-9a-f]{7} .*"))))));
  }

  /** Finds the daemons that were started for a namespace in which a process speaks BGP. */
  private static String namespaces(LabNode node, String process) {
    return node.shell(
            "for n in $(ip netns list | awk '{print $1}'); do"
                + " pgrep -a -x "
                + process
                + " | grep -q -e \"-N $n\""
                + " && nsenter --net=/run/netns/$n ss -H -t -a -n | grep -q ':179 '"
                + " && echo $n "
                + process
                + "; done; true")
        .text();
  }

  @Then("a frame from {nodes} {word} arrives at {nodes} {word}")
  public void cabled(ScenarioNodes from, String out, ScenarioNodes to, String in) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.REPLY,
                Probe.of(
                    "frames at " + to + " " + in,
                    () -> {
                      var mac = from.only().shell("cat /sys/class/net/" + out + "/address").text();
                      var capture =
                          Capture.during(
                              to.only(),
                              in,
                              "ether src " + mac,
                              List.of("-e"),
                              () ->
                                  from.only()
                                      .shell(
                                          "timeout 0.3 arping -c 2 -w 1 -I "
                                              + out
                                              + " 198.18.255.254; true"));
                      return !mac.isEmpty() && capture.shows(" " + mac + " > ")
                          ? "from its MAC"
                          : mac.isEmpty() ? out + " has no MAC" : capture.toString();
                    }),
                Expectation.equalTo("from its MAC")));
  }
}
