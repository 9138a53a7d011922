package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * MidoNet's end of a BGP session: FRR, which the agent of a gateway runs in a namespace {@code
 * bgp-…} for each uplink port. It shows what the peer sent, whatever the peer is, so that a device
 * whose own state cannot be read is judged like a node of the lab.
 */
public final class GatewayBgp {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Number of looks of {@link #watchCommand}. */
  public static final int LOOKS = 5;

  /** FRR's word for a capability that both ends named in their OPEN messages. */
  private static final String BOTH = "advertisedAndReceived";

  /** Precedes the question of an answer that was given before an action. */
  public static final String BEFORE = "before: ";

  private GatewayBgp() {}

  /** Returns the shell command line that prints the session with a peer. */
  public static String sessionCommand(String peer) {
    return ask("show bgp neighbors " + peer + " json");
  }

  /** Returns the shell command line that prints all routes. */
  public static String routesCommand() {
    return ask("show bgp ipv4 unicast json");
  }

  /** Returns the shell command line that prints what is announced to a peer. */
  public static String announcedCommand(String peer) {
    return ask("show bgp ipv4 unicast neighbors " + peer + " advertised-routes json");
  }

  /**
   * Returns the shell command line that prints the session with a peer {@value #LOOKS} times in ten
   * seconds.
   */
  public static String watchCommand(String peer) {
    return "for i in $(seq " + LOOKS + "); do " + sessionCommand(peer) + "; sleep 2; done";
  }

  /** Returns the shell command line that asks a peer for its routes again (RFC 2918). */
  public static String refreshCommand(String peer) {
    return ask("clear bgp ipv4 " + peer + " soft in");
  }

  /** Returns the shell command line that resets the session with a peer. */
  public static String resetCommand(String peer) {
    return ask("clear bgp ipv4 " + peer);
  }

  private static String ask(String command) {
    return "for n in $(ls /run/netns | grep '^bgp-'); do vtysh -N $n -c '" + command + "'; done";
  }

  /** Returns a probe of the session of a gateway with a peer. */
  public static Probe<Session> session(LabNode gateway, String peer) {
    return Probe.of(
        "the session of " + gateway.name() + " with " + peer,
        () -> session(peer, gateway.shell(sessionCommand(peer)).out()));
  }

  /**
   * Returns the session in what {@link #sessionCommand} printed.
   *
   * @throws IllegalStateException if no namespace has such a peer
   */
  public static Session session(String peer, String printed) throws IOException {
    return sessions(peer, printed).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no speaker has the peer " + peer + "; the answer was " + printed.strip()));
  }

  /** Returns the session at each time that {@link #watchCommand} printed it. */
  public static List<Session> sessions(String peer, String printed) throws IOException {
    return answers(printed).stream()
        .filter(answer -> answer.has(peer))
        .map(answer -> session(answer.path(peer)))
        .toList();
  }

  private static Session session(JsonNode session) {
    var capabilities = new TreeSet<String>();
    session
        .path("neighborCapabilities")
        .properties()
        .forEach(
            each -> {
              if (isNegotiated(each.getValue())) {
                capabilities.add(each.getKey());
              }
            });
    return new Session(
        session.path("bgpState").asText(),
        session.path("remoteAs").asLong(),
        session.path("bgpTimerHoldTimeMsecs").asLong() / 1000,
        session.path("bgpTimerKeepAliveIntervalMsecs").asLong() / 1000,
        capabilities,
        session.path("connectionsEstablished").asLong(),
        session.path("messageStats").path("routeRefreshSent").asLong(),
        session.path("messageStats").path("updatesRecv").asLong());
  }

  /** A capability is a word, or a mapping of address families to words. */
  private static boolean isNegotiated(JsonNode capability) {
    return capability.asText().startsWith(BOTH)
        || capability.path("ipv4Unicast").path(BOTH).asBoolean();
  }

  /**
   * Returns the paths to each prefix in what {@link #routesCommand} printed. Those that the gateway
   * itself announces have an empty AS path.
   */
  public static Map<String, List<BgpSpeaker.Path>> routes(String printed) throws IOException {
    var routes = new TreeMap<String, List<BgpSpeaker.Path>>();
    for (var answer : answers(printed)) {
      new FrrReader().routes(answer.toString()).forEach(routes::putIfAbsent);
    }
    return routes;
  }

  /** Returns the prefixes in what {@link #announcedCommand} printed. */
  public static Set<String> announced(String printed) throws IOException {
    var prefixes = new TreeSet<String>();
    for (var answer : answers(printed)) {
      answer.path("advertisedRoutes").fieldNames().forEachRemaining(prefixes::add);
    }
    return prefixes;
  }

  /** One JSON text for each namespace, one after another. */
  private static List<JsonNode> answers(String printed) throws IOException {
    var answers = new ArrayList<JsonNode>();
    try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(printed)) {
      while (values.hasNextValue()) {
        answers.add(values.nextValue());
      }
    }
    return answers;
  }

  /**
   * A session as the gateway sees it.
   *
   * @param state by the names of RFC 4271
   * @param holdTime the negotiated hold time in seconds
   * @param keepAlive the keepalive interval in use, in seconds
   * @param capabilities FRR's names of the capabilities that both ends have (RFC 5492), such as
   *     {@code 4byteAs} and {@code routeRefresh}
   * @param established how often it was established since the daemon started
   * @param refreshes number of ROUTE-REFRESH messages that were sent
   * @param updates number of UPDATE messages that were received
   */
  public record Session(
      String state,
      long peerAs,
      long holdTime,
      long keepAlive,
      Set<String> capabilities,
      long established,
      long refreshes,
      long updates) {

    public boolean isEstablished() {
      return state.equals("Established");
    }
  }
}
