package org.midolab.lab.guide.observation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.probe.Api;
import org.midolab.lab.probe.BgpSpeaker;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.NotSeen;
import org.midolab.lab.spec.NodeKind;

/**
 * Diagnoses why a packet does not arrive: checks the conditions that it depends on, in order, and
 * names the first that does not hold.
 *
 * <pre>
 *   host alive → zone member → port bound → port active → session Established → route learned → flow installed → reply seen
 * </pre>
 */
public final class PathDiagnosis {

  private final LabNodes lab;
  private final Journal journal;

  public PathDiagnosis(LabNodes lab, Journal journal) {
    this.lab = lab;
    this.journal = journal;
  }

  /**
   * Makes an observation that needs the whole chain. If it fails, the message starts with the first
   * broken link of the chain and with how far a packet gets. Captures of every node on the path are
   * recorded.
   *
   * @param from the sender, for the captures
   * @param target IPv4 address of the receiver
   */
  public void withDiagnosis(Runnable observation, LabNode from, String target) {
    try {
      observation.run();
    } catch (NotSeen e) {
      throw new AssertionError(
          chain(target) + "\n" + trail(from, target) + "\n" + e.getMessage(), e);
    }
  }

  /**
   * Returns the diagnosis. A failure of the diagnosis is only reported, so that it does not hide
   * the failure of the observation.
   */
  private String chain(String target) {
    try {
      return firstBrokenLink(links(target));
    } catch (RuntimeException e) {
      return "the broken link of the chain is unknown: " + e.getMessage();
    }
  }

  private String trail(LabNode from, String target) {
    try {
      var trail = PacketTrail.of(lab, from, target);
      trail
          .seen()
          .forEach(
              (node, capture) ->
                  journal.note(
                      "packets on %s while %s pings %s".formatted(node, from.name(), target),
                      capture.lines().isEmpty() ? "no packet" : capture.text()));
      return trail.sentence();
    } catch (RuntimeException | AssertionError e) {
      return "how far a packet gets is unknown: " + e.getMessage();
    }
  }

  /** Returns a sentence with the first broken link, and the links before it that hold. */
  static String firstBrokenLink(List<Link> links) {
    var holding = new ArrayList<String>();
    for (var link : links) {
      String fault;
      try {
        fault = link.fault().find();
      } catch (Exception e) {
        fault = "unknown: " + e.getMessage();
      }
      if (!fault.isEmpty()) {
        return "first broken link: "
            + link.name()
            + " ("
            + fault
            + ")"
            + (holding.isEmpty() ? "" : "; holding: " + String.join(" → ", holding));
      }
      holding.add(link.name());
    }
    return "no broken link was found, so the cause is none of these: " + String.join(", ", holding);
  }

  private List<Link> links(String floatingIp) {
    var api =
        Api.on(lab.of(NodeKind.CONTROLLER).getFirst(), "admin", lab.secret("ADMIN_PASS"), "admin");
    return List.of(
        new Link("host alive", () -> deadHosts(api)),
        new Link("zone member", () -> missingMembers(api)),
        new Link("port bound", () -> noPortBound(api)),
        new Link("port active", () -> inactivePorts(api)),
        new Link("session Established", this::sessionsDown),
        new Link("route learned", () -> routeMissing(api, floatingIp)),
        new Link("flow installed", this::noFlows));
  }

  private static String deadHosts(Api api) throws Exception {
    return api.list("/hosts").stream()
        .filter(h -> !h.path("alive").asBoolean())
        .map(h -> h.path("name").asText() + " is not alive")
        .collect(Collectors.joining(", "));
  }

  private static String missingMembers(Api api) throws Exception {
    var members = new ArrayList<String>();
    for (var zone : api.list("/tunnel_zones")) {
      api.list("/tunnel_zones/" + zone.path("id").asText() + "/hosts")
          .forEach(m -> members.add(m.path("hostId").asText()));
    }
    return api.list("/hosts").stream()
        .filter(h -> !members.contains(h.path("id").asText()))
        .map(h -> h.path("name").asText() + " is in no tunnel zone")
        .collect(Collectors.joining(", "));
  }

  private String noPortBound(Api api) throws Exception {
    var computes = lab.of(NodeKind.COMPUTE).stream().map(LabNode::name).toList();
    return noPortBound(computes, api.list("/hosts"), api.list("/ports"));
  }

  /**
   * Returns what is wrong if no port is bound to an interface of a compute node, where the
   * instances are.
   */
  static String noPortBound(List<String> computes, List<JsonNode> hosts, List<JsonNode> ports) {
    var ids =
        hosts.stream()
            .filter(h -> computes.contains(h.path("name").asText()))
            .map(h -> h.path("id").asText())
            .toList();
    return computes.isEmpty()
            || ports.stream().anyMatch(p -> ids.contains(p.path("hostId").asText()))
        ? ""
        : "no port is bound on " + String.join(", ", computes);
  }

  private static String inactivePorts(Api api) throws Exception {
    return api.list("/ports").stream()
        .filter(p -> p.hasNonNull("hostId") && !p.path("active").asBoolean())
        .map((JsonNode p) -> p.path("interfaceName").asText() + " is not active")
        .collect(Collectors.joining(", "));
  }

  private String sessionsDown() throws Exception {
    var faults = new ArrayList<String>();
    for (var peer : lab.of(NodeKind.BGP_PEER)) {
      var gateway = gatewayAddress(peer);
      var session = BgpSpeaker.session(peer, gateway).look();
      if (!session.isEstablished()) {
        faults.add(peer.name() + " with " + gateway + " is " + session.state());
      }
    }
    return faults.size() == lab.of(NodeKind.BGP_PEER).size() ? String.join(", ", faults) : "";
  }

  /**
   * Returns MidoNet's address on the point-to-point link (/30), which is the one after the peer's.
   */
  private static String gatewayAddress(LabNode peer) {
    var own = peer.address("eth1").orElseThrow();
    int dot = own.lastIndexOf('.') + 1;
    return own.substring(0, dot) + (Integer.parseInt(own.substring(dot)) + 1);
  }

  /**
   * Checks the routes in both directions: the route of node internet to the floating IP, and the
   * routers' learned routes.
   */
  private String routeMissing(Api api, String floatingIp) throws Exception {
    if (lab.of(NodeKind.BGP_PEER).isEmpty()) {
      return "";
    }
    if (floatingIp.startsWith("192.0.2.")) {
      var route = lab.node("internet").run("ip", "route", "get", floatingIp).all();
      if (!route.contains("198.51.100.129") && !route.contains("203.0.113.129")) {
        return "internet's route is " + route;
      }
    }
    for (var router : api.list("/routers")) {
      for (var route : api.list("/routers/" + router.path("id").asText() + "/routes")) {
        if (route.path("learned").asBoolean()) {
          return "";
        }
      }
    }
    return "no router has learned a route from its peers";
  }

  private String noFlows() {
    var agents = lab.of(NodeKind.GATEWAY, NodeKind.COMPUTE);
    var empty =
        agents.stream()
            .filter(n -> n.run("mm-dpctl", "flows").out().isBlank())
            .map(LabNode::name)
            .toList();
    return empty.size() == agents.size() ? "no agent has a flow" : "";
  }

  record Link(String name, Fault fault) {}

  @FunctionalInterface
  interface Fault {
    /** Returns what is wrong, or an empty text. */
    String find() throws Exception;
  }
}
