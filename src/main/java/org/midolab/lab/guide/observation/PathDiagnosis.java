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
 * Why a packet does not come through: walks the chain that carries it and names the first link that
 * is broken.
 *
 * <pre>
 *   host alive → zone member → port active → session Established → route learned → flow installed → reply seen
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
   * Looks at something that needs the whole chain. When it is not seen, the failure begins with the
   * first broken link and with how far a packet comes; captures from every node of the way are
   * kept.
   *
   * @param from who sends, for the captures
   * @param target whom to, an IPv4 address
   */
  public void explained(Runnable observation, LabNode from, String target) {
    try {
      observation.run();
    } catch (NotSeen e) {
      throw new AssertionError(
          chain(target) + "\n" + trail(from, target) + "\n" + e.getMessage(), e);
    }
  }

  /** The observation's own failure is never lost to one of its explanation. */
  private String chain(String target) {
    try {
      return firstBrokenLink(target);
    } catch (RuntimeException e) {
      return "which link of the chain is broken cannot be told: " + e.getMessage();
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
      return "how far a packet comes cannot be told: " + e.getMessage();
    }
  }

  /** A sentence with the first broken link, after those that hold. */
  String firstBrokenLink(String floatingIp) {
    var holding = new ArrayList<String>();
    for (var link : links(floatingIp)) {
      String fault;
      try {
        fault = link.fault().find();
      } catch (Exception e) {
        fault = "cannot be told: " + e.getMessage();
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
    return "every link holds up to the reply itself: " + String.join(" → ", holding);
  }

  private List<Link> links(String floatingIp) {
    var api =
        Api.on(lab.of(NodeKind.CONTROLLER).getFirst(), "admin", lab.secret("ADMIN_PASS"), "admin");
    return List.of(
        new Link("host alive", () -> deadHosts(api)),
        new Link("zone member", () -> missingMembers(api)),
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

  /** On a point-to-point link of /30 MidoNet has the address after the peer's. */
  private static String gatewayAddress(LabNode peer) {
    var own = peer.address("eth1").orElseThrow();
    int dot = own.lastIndexOf('.') + 1;
    return own.substring(0, dot) + (Integer.parseInt(own.substring(dot)) + 1);
  }

  /** Both ways: internet's route to the floating IP, and what the routers know of the internet. */
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

  private record Link(String name, Fault fault) {}

  @FunctionalInterface
  private interface Fault {
    /** What is wrong, or an empty text. */
    String find() throws Exception;
  }
}
