package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.BgpSpeaker;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.HostRoute;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.Signal;

/** BGP as the peers see it, and on the wire. */
public final class Peers {

  /** A keep-alive or an acknowledgement. */
  private static final int FEW = 1;

  /** Longer than two keep-alives of the slowest session in the guide. */
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
    observer.ready(() -> seeEstablished(peer, address));
  }

  @Then("{nodes} has an established session with {address}")
  public void established(ScenarioNodes peer, String address) {
    observer.look(() -> seeEstablished(peer, address));
  }

  private void seeEstablished(ScenarioNodes peer, String address) {
    seeSession(Signal.SESSION_ESTABLISHED, peer, address, "bgp-session-established", Map.of());
  }

  private void seeSession(
      Signal signal,
      ScenarioNodes peer,
      String address,
      String assertion,
      Map<String, String> parameters) {
    var all = new HashMap<>(parameters);
    all.put("peer", peer.only().name());
    all.put("neighbour", address);
    observer.see(
        signal,
        Probe.of(
            "the BGP session of " + peer + " with " + address,
            () -> List.of(BgpSpeaker.rawSession(peer.only(), address))),
        new Assertion(assertion, all));
  }

  @Then("{nodes} sees {address} speak for AS {long}")
  public void speaksFor(ScenarioNodes peer, String address, long number) {
    observer.look(
        () ->
            seeSession(
                Signal.SESSION_ESTABLISHED,
                peer,
                address,
                "bgp-session-as",
                Map.of("as", String.valueOf(number))));
  }

  /**
   * Keep-alives go at a third of the hold time at most, whatever was asked for: that is FRR's own
   * rule.
   */
  @Then("{nodes}'s session with {address} has hold time {int}")
  public void holdTime(ScenarioNodes peer, String address, int seconds) {
    observer.look(
        () ->
            seeSession(
                Signal.SESSION_ESTABLISHED,
                peer,
                address,
                "bgp-session-hold-time",
                Map.of("seconds", String.valueOf(seconds))));
  }

  @Then("{nodes} asks for MD5 authentication of {address}")
  public void authenticates(ScenarioNodes peer, String address) {
    observer.look(
        () -> seeSession(Signal.STANDING, peer, address, "bgp-session-authenticated", Map.of()));
  }

  @Then("what {nodes} sends to {nodes} for BGP is signed by MD5")
  @OnTheWire
  public void signed(ScenarioNodes gateway, ScenarioNodes peer) {
    observer.look(
        () ->
            observer.see(
                Signal.SESSION_ESTABLISHED,
                watch(gateway, peer),
                new Assertion("segments-signed", Map.of("at", peer.only().name()))));
  }

  @Then("between {nodes} and {nodes} BGP passes from {address}, port 179 at either end")
  @OnTheWire
  public void bgpPasses(ScenarioNodes gateway, ScenarioNodes peer, String address) {
    observer.look(
        () ->
            observer.see(
                Signal.SESSION_ESTABLISHED,
                watch(gateway, peer),
                new Assertion(
                    "segments-from", Map.of("at", peer.only().name(), "address", address))));
  }

  /** What comes out of a gateway for its peer's BGP, watched on the peer's end of the wire. */
  private static Probe<List<RawAnswer>> watch(ScenarioNodes gateway, ScenarioNodes peer) {
    var filter = "tcp port 179 and not src host " + peer.only().address("eth1").orElseThrow();
    return Probe.of(
        "BGP between " + gateway + " and " + peer,
        () ->
            List.of(
                RawAnswer.of(
                    peer.only(),
                    "eth1",
                    filter,
                    Capture.first(peer.only(), "eth1", filter, FEW, LONGEST_SILENCE))));
  }

  @Then("{nodes} learns {prefix} from AS {long}, by {address}")
  public void learns(ScenarioNodes peer, String prefix, long number, String nextHop) {
    observer.look(
        () ->
            observer.see(
                Signal.ROUTE_LEARNED,
                Probe.of(
                    "the BGP paths of " + peer + " to " + prefix,
                    () -> List.of(BgpSpeaker.rawRoutes(peer.only()))),
                new Assertion(
                    "bgp-path",
                    Map.of(
                        "peer",
                        peer.only().name(),
                        "prefix",
                        prefix,
                        "as-path",
                        String.valueOf(number),
                        "next-hop",
                        nextHop))));
  }

  @Then("{nodes} learns nothing else from AS {long}")
  public void nothingElse(ScenarioNodes peer, long number) {
    observer.look(
        () ->
            observer.see(
                Signal.ROUTE_LEARNED,
                Probe.of(
                    "prefixes that " + peer + " has from AS " + number,
                    () -> List.of(BgpSpeaker.rawRoutes(peer.only()))),
                new Assertion(
                    "bgp-prefixes",
                    Map.of(
                        "peer",
                        peer.only().name(),
                        "as",
                        String.valueOf(number),
                        "prefixes",
                        "192.0.2.0/24"))));
  }

  @Then("internet has two paths to {prefix}")
  public void twoPaths(String prefix) {
    observer.look(
        () ->
            observer.see(
                Signal.ROUTE_LEARNED,
                Probe.of(
                    "the next hops of internet to " + prefix,
                    () -> List.of(HostRoute.raw(lab.node("internet"), prefix))),
                new Assertion(
                    "next-hops", Map.of("node", "internet", "prefix", prefix, "count", "2"))));
  }

  @Then("{nodes} has address {address} and speaks for AS {long}")
  public void ownAs(ScenarioNodes peer, String address, long number) {
    observer.look(
        () ->
            observer.see(
                Probe.of(
                    "address and AS of " + peer,
                    () ->
                        List.of(
                            RawAnswer.shell(
                                peer.only(),
                                "ip -br -4 address show eth1; vtysh -c 'show running-config' |"
                                    + " grep '^router bgp'"))),
                new Assertion(
                    "own-address-and-as",
                    Map.of(
                        "peer",
                        peer.only().name(),
                        "address",
                        address,
                        "as",
                        String.valueOf(number)))));
  }

  @Then("{nodes} sees {address} at the MAC of the port of router {string}")
  @OnTheWire
  public void seesMac(ScenarioNodes peer, String address, String router) {
    observer.look(
        () ->
            observer.see(
                Signal.REPLY,
                Probe.of(
                    "the neighbour " + address + " of " + peer,
                    () -> {
                      peer.only().run("ping", "-n", "-c", "1", "-W", "1", address);
                      return List.of(
                          topology.raw("/routers/" + topology.id("/routers", router) + "/ports"),
                          RawAnswer.of(
                              peer.only(), "ip", "neighbour", "show", address, "dev", "eth1"));
                    }),
                new Assertion(
                    "neighbour-at-port", Map.of("peer", peer.only().name(), "address", address))));
  }

  @Then("on {nodes} a process {string} runs in the namespace of its uplink port")
  public void runsInNamespace(ScenarioNodes where, String process) {
    observer.look(
        () ->
            where.each(
                node ->
                    observer.see(
                        Signal.SESSION_ESTABLISHED,
                        Probe.of(
                            process + " in the namespaces of " + node.name(),
                            () -> namespaces(node, process)),
                        Expectation.that(
                            "one in a namespace bgp-…",
                            text -> text.lines().anyMatch(l -> l.matches("bgp-[0-9a-f]{7} .*"))))));
  }

  /** A daemon started for a namespace, and somebody in that namespace who speaks BGP. */
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
  @OnTheWire
  public void cabled(ScenarioNodes from, String out, ScenarioNodes to, String in) {
    observer.look(
        () ->
            observer.see(
                Signal.REPLY,
                Probe.of(
                    "frames at " + to + " " + in,
                    () -> {
                      var mac =
                          RawAnswer.of(from.only(), "cat", "/sys/class/net/" + out + "/address");
                      var filter = "ether src " + mac.text().strip();
                      var capture =
                          Capture.during(
                              to.only(), in, filter, List.of("-e"), () -> send(from, out));
                      return List.of(mac, RawAnswer.of(to.only(), in, filter, capture));
                    }),
                new Assertion(
                    "frame-arrives",
                    Map.of(
                        "from",
                        from.only().name(),
                        "out",
                        out,
                        "to",
                        to.only().name(),
                        "in",
                        in))));
  }

  /** Two frames that everybody on the wire gets. */
  private static void send(ScenarioNodes from, String out) {
    from.only().shell("timeout 0.3 arping -c 2 -w 1 -I " + out + " 198.18.255.254; true");
  }
}
