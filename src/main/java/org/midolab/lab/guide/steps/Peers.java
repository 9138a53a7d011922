package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.BgpReader;
import org.midolab.lab.probe.BgpSpeaker;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.HostRoute;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.RawAnswer;

/** BGP from the view of the peers, and in captures. */
public final class Peers {

  /** Interface of a peer to its gateway. */
  private static final String UPLINK = "eth1";

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
    seeSession(Deadline.SESSION_ESTABLISHED, peer, address, "bgp-session-established", Map.of());
  }

  private void seeSession(
      Deadline deadline,
      ScenarioNodes peer,
      String address,
      String assertion,
      Map<String, String> parameters) {
    var all = new HashMap<>(parameters);
    all.put("neighbour", address);
    observer.expect(
        deadline,
        Probe.of(
            "the BGP session of " + peer + " with " + address,
            () -> List.of(BgpSpeaker.rawSession(peer.only(), address))),
        BgpAssertion.of(peer.only(), assertion, all));
  }

  @Then("{nodes} sees {address} in AS {long}")
  public void speaksFor(ScenarioNodes peer, String address, long number) {
    observer.observe(
        () ->
            seeSession(
                Deadline.SESSION_ESTABLISHED,
                peer,
                address,
                "bgp-session-as",
                Map.of("as", String.valueOf(number))));
  }

  /**
   * Checks the hold time. FRR limits the keepalive interval to a third of the hold time, whatever
   * is configured.
   */
  @Then("{nodes}'s session with {address} has hold time {int}")
  public void holdTime(ScenarioNodes peer, String address, int seconds) {
    observer.observe(
        () ->
            seeSession(
                Deadline.SESSION_ESTABLISHED,
                peer,
                address,
                "bgp-session-hold-time",
                Map.of("seconds", String.valueOf(seconds))));
  }

  @Then("{nodes} requires MD5 authentication from {address}")
  public void authenticates(ScenarioNodes peer, String address) {
    observer.observe(
        () -> seeSession(Deadline.PRESENT, peer, address, "bgp-session-authenticated", Map.of()));
  }

  @Then("the BGP packets from {nodes} to {nodes} are signed with MD5")
  @OnTheWire
  public void signed(ScenarioNodes gateway, ScenarioNodes peer) {
    observer.observe(
        () ->
            observer.expect(
                Deadline.SESSION_ESTABLISHED,
                watch(gateway, peer),
                new Assertion("segments-signed", atTheWire(peer))));
  }

  @Then(
      "between {nodes} and {nodes} there are BGP packets from {address}, with port 179 at either end")
  @OnTheWire
  public void bgpPasses(ScenarioNodes gateway, ScenarioNodes peer, String address) {
    observer.observe(
        () -> {
          var parameters = new HashMap<>(atTheWire(peer));
          parameters.put("address", address);
          observer.expect(
              Deadline.SESSION_ESTABLISHED,
              watch(gateway, peer),
              new Assertion("segments-from", parameters));
        });
  }

  /** Captures the BGP packets of a gateway at its peer's interface. */
  private static Probe<List<RawAnswer>> watch(ScenarioNodes gateway, ScenarioNodes peer) {
    var filter = filter(peer);
    return Probe.of(
        "BGP between " + gateway + " and " + peer,
        () ->
            List.of(
                RawAnswer.of(
                    peer.only(),
                    UPLINK,
                    filter,
                    Capture.first(peer.only(), UPLINK, filter, FEW, LONGEST_SILENCE))));
  }

  private static String filter(ScenarioNodes peer) {
    return "tcp port 179 and not src host " + peer.only().address(UPLINK).orElseThrow();
  }

  /** Returns the parameters of an assertion about such a capture. */
  private static Map<String, String> atTheWire(ScenarioNodes peer) {
    return Map.of("at", peer.only().name(), "interface", UPLINK, "filter", filter(peer));
  }

  @Then("{nodes} learns {prefix} from AS {long} with next hop {address}")
  public void learns(ScenarioNodes peer, String prefix, long number, String nextHop) {
    observer.see(
        Deadline.ROUTE_LEARNED,
        "the BGP paths of " + peer + " to " + prefix,
        () -> List.of(BgpSpeaker.rawRoutes(peer.only())),
        BgpAssertion.of(
            peer.only(),
            "bgp-path",
            Map.of("prefix", prefix, "as-path", String.valueOf(number), "next-hop", nextHop)));
  }

  @Then("{nodes} learns nothing else from AS {long}")
  public void nothingElse(ScenarioNodes peer, long number) {
    observer.see(
        Deadline.ROUTE_LEARNED,
        "prefixes that " + peer + " has from AS " + number,
        () -> List.of(BgpSpeaker.rawRoutes(peer.only())),
        BgpAssertion.of(
            peer.only(),
            "bgp-prefixes",
            Map.of("as", String.valueOf(number), "prefixes", "192.0.2.0/24")));
  }

  @Then("internet has two paths to {prefix}")
  public void twoPaths(String prefix) {
    observer.see(
        Deadline.ROUTE_LEARNED,
        "the next hops of internet to " + prefix,
        () -> List.of(HostRoute.raw(lab.node("internet"), prefix)),
        new Assertion("next-hops", Map.of("node", "internet", "prefix", prefix, "count", "2")));
  }

  @Then("{nodes} has address {address} and is in AS {long}")
  public void ownAs(ScenarioNodes peer, String address, long number) {
    observer.see(
        "address and AS of " + peer,
        () ->
            List.of(
                RawAnswer.shell(
                    peer.only(),
                    BgpSpeaker.ownAsCommand(BgpReader.of(peer.only().software()), UPLINK))),
        BgpAssertion.of(
            peer.only(),
            "own-address-and-as",
            Map.of("interface", UPLINK, "address", address, "as", String.valueOf(number))));
  }

  @Then("{nodes} sees {address} at the MAC of the port of router {string}")
  @OnTheWire
  public void seesMac(ScenarioNodes peer, String address, String router) {
    observer.see(
        Deadline.REPLY,
        "the neighbour " + address + " of " + peer,
        () -> {
          peer.only().run("ping", "-n", "-c", "1", "-W", "1", address);
          return List.of(
              topology.raw("/routers"),
              topology.raw("/routers/" + topology.id("/routers", router) + "/ports"),
              RawAnswer.of(peer.only(), "ip", "neighbour", "show", address, "dev", UPLINK));
        },
        new Assertion(
            "neighbour-at-port",
            Map.of(
                "router",
                router,
                "peer",
                peer.only().name(),
                "interface",
                UPLINK,
                "address",
                address)));
  }

  @Then("on {nodes} a process {string} runs in the namespace of its uplink port")
  public void runsInNamespace(ScenarioNodes where, String process) {
    observer.seeOnEach(
        where,
        Deadline.SESSION_ESTABLISHED,
        node -> process + " in the namespaces of " + node.name(),
        node -> namespaces(node, process),
        Expectation.that(
            "one in a namespace bgp-…",
            text -> text.lines().anyMatch(l -> l.matches("bgp-[0-9a-f]{7} .*"))));
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
  @OnTheWire
  public void cabled(ScenarioNodes from, String out, ScenarioNodes to, String in) {
    observer.see(
        Deadline.REPLY,
        "frames at " + to + " " + in,
        () -> {
          var mac = RawAnswer.of(from.only(), "cat", "/sys/class/net/" + out + "/address");
          var filter = "ether src " + mac.text().strip();
          var capture = Capture.during(to.only(), in, filter, List.of("-e"), () -> send(from, out));
          return List.of(mac, RawAnswer.of(to.only(), in, filter, capture));
        },
        new Assertion(
            "frame-arrives",
            Map.of("from", from.only().name(), "out", out, "to", to.only().name(), "in", in)));
  }

  /** Two frames that everybody on the wire gets. */
  private static void send(ScenarioNodes from, String out) {
    from.only().shell("timeout 0.3 arping -c 2 -w 1 -I " + out + " 198.18.255.254; true");
  }
}
