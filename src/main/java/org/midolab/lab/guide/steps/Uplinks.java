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
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.GatewayBgp;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.TcpClient;

/**
 * An uplink as MidoNet's end of the wire sees it: the gateway's BGP speaker, and captures on its
 * interface. The peer is never asked, so that it may be any device.
 */
public final class Uplinks {

  /** Longer than two keepalive intervals of the slowest session in the guide. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(12);

  private final Observer observer;
  private final LabNodes lab;
  private final Topology topology;

  public Uplinks(Observer observer, LabNodes lab, Topology topology) {
    this.observer = observer;
    this.lab = lab;
    this.topology = topology;
  }

  @Then("{nodes} has an established session with the peer {address} of AS {long}")
  public void established(ScenarioNodes gateway, String peer, long number) {
    seeSession(gateway, peer, "uplink-session", Map.of("as", String.valueOf(number)));
  }

  @Then("{nodes}'s session with the peer {address} has hold time {int}")
  public void holdTime(ScenarioNodes gateway, String peer, int seconds) {
    seeSession(gateway, peer, "uplink-hold-time", Map.of("seconds", String.valueOf(seconds)));
  }

  /** Checks capabilities by FRR's names, separated by blanks. */
  @Then("{nodes} and the peer {address} both have the capabilities {string}")
  public void capabilities(ScenarioNodes gateway, String peer, String capabilities) {
    seeSession(gateway, peer, "uplink-capabilities", Map.of("capabilities", capabilities));
  }

  private void seeSession(
      ScenarioNodes gateway, String peer, String rule, Map<String, String> parameters) {
    see(
        Deadline.SESSION_ESTABLISHED,
        "the session of " + gateway + " with " + peer,
        gateway.only(),
        GatewayBgp.sessionCommand(peer),
        assertion(rule, gateway, peer, parameters));
  }

  @Then("{nodes} learns {prefix} from the peer {address} by the AS path {string}")
  public void learns(ScenarioNodes gateway, String prefix, String peer, String path) {
    see(
        Deadline.ROUTE_LEARNED,
        "the paths of " + gateway + " to " + prefix,
        gateway.only(),
        GatewayBgp.routesCommand(),
        assertion("uplink-learned", gateway, peer, Map.of("prefix", prefix, "as-path", path)));
  }

  @Then("{nodes} announces only {prefix} to the peer {address}")
  public void announces(ScenarioNodes gateway, String prefix, String peer) {
    see(
        Deadline.ROUTE_LEARNED,
        "what " + gateway + " announces to " + peer,
        gateway.only(),
        GatewayBgp.announcedCommand(peer),
        assertion("uplink-announced", gateway, peer, Map.of("prefixes", prefix)));
  }

  private void see(
      Deadline deadline, String subject, LabNode node, String line, Assertion assertion) {
    observer.see(deadline, subject, () -> List.of(RawAnswer.shell(node, line)), assertion);
  }

  private static Assertion assertion(
      String rule, ScenarioNodes gateway, String peer, Map<String, String> parameters) {
    var all = new HashMap<>(parameters);
    all.put("gateway", gateway.only().name());
    all.put("peer", peer);
    return new Assertion(rule, all);
  }

  @Then("BGP packets of the peer {address} arrive at {nodes}")
  @OnTheWire
  public void heard(String peer, ScenarioNodes gateway) {
    seeOnWire(gateway, from(peer), "segments-from", Map.of("address", peer));
  }

  @Then("the BGP packets of {nodes} and the peer {address} are signed with MD5, both ways")
  @OnTheWire
  public void signed(ScenarioNodes gateway, String peer) {
    seeOnWire(gateway, from(peer), "segments-signed", Map.of());
    seeOnWire(gateway, "tcp port 179 and dst host " + peer, "segments-signed", Map.of());
  }

  private void seeOnWire(
      ScenarioNodes gateway, String filter, String rule, Map<String, String> parameters) {
    var all = new HashMap<>(parameters);
    all.putAll(
        Map.of("at", gateway.only().name(), "interface", CarryingUplink.UPLINK, "filter", filter));
    observer.see(
        Deadline.SESSION_ESTABLISHED,
        "packets at " + gateway,
        () -> List.of(captured(gateway.only(), filter, List.of())),
        new Assertion(rule, all));
  }

  private static String from(String peer) {
    return "tcp port 179 and src host " + peer;
  }

  private static RawAnswer captured(LabNode node, String filter, List<String> options) {
    var capture = Capture.first(node, CarryingUplink.UPLINK, filter, options, 1, LONGEST_SILENCE);
    return RawAnswer.of(node, CarryingUplink.UPLINK, filter, capture);
  }

  @Then(
      "the peer {address} sends to {address} at the MAC of the port of router {string}, to {nodes}")
  @OnTheWire
  public void resolved(String peer, String address, String router, ScenarioNodes gateway) {
    var filter = from(peer) + " and dst host " + address;
    observer.see(
        Deadline.SESSION_ESTABLISHED,
        "frames of " + peer + " at " + gateway,
        () ->
            List.of(
                topology.raw("/routers"),
                topology.raw("/routers/" + topology.id("/routers", router) + "/ports"),
                captured(gateway.only(), filter, List.of("-e"))),
        new Assertion(
            "frames-to-port",
            Map.of(
                "router",
                router,
                "gateway",
                gateway.only().name(),
                "interface",
                CarryingUplink.UPLINK,
                "filter",
                filter,
                "address",
                address)));
  }

  /** The other end of the path: what the peer passes on to its own upstream. */
  @Then("internet learns {prefix} by the AS path {string} with next hop {address}")
  public void passedOn(String prefix, String path, String nextHop) {
    var internet = lab.node("internet");
    observer.see(
        Deadline.ROUTE_LEARNED,
        "the paths of internet to " + prefix,
        () -> List.of(BgpSpeaker.rawRoutes(internet)),
        BgpAssertion.of(
            internet, "bgp-path", Map.of("prefix", prefix, "as-path", path, "next-hop", nextHop)));
  }

  @Then("internet has no path to {prefix}")
  public void notPassedOn(String prefix) {
    var internet = lab.node("internet");
    observer.see(
        Deadline.ROUTE_LEARNED,
        "the paths of internet to " + prefix,
        () -> List.of(BgpSpeaker.rawRoutes(internet)),
        BgpAssertion.of(internet, "bgp-no-path", Map.of("prefix", prefix)));
  }

  @Then("of {int} TCP connections from internet to {address} each uplink carries some")
  @OnTheWire
  public void shared(int number, String address) {
    var connections = new Connections(lab, address, number);
    observer.see(
        Deadline.REPLY,
        "connections by gateway",
        () -> connections.watched(CarryingUplink.GATEWAYS, TcpClient.attempts(address)),
        connections.sharing(CarryingUplink.GATEWAYS));
  }

  @Then(
      "of the answers to {int} TCP connections from internet to {address} each uplink carries some")
  @OnTheWire
  public void answersShared(int number, String address) {
    var gateways = CarryingUplink.GATEWAYS;
    observer.see(
        Deadline.REPLY,
        "answers by gateway",
        () ->
            new Connections(lab, address, number)
                .watched(gateways, TcpClient.answers(address))
                .subList(0, gateways.size()),
        new Assertion(
            "answers-shared",
            Map.of(
                "at",
                String.join(" ", gateways),
                "interface",
                CarryingUplink.UPLINK,
                "address",
                address,
                "connections",
                String.valueOf(number))));
  }
}
