package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Probes of a BGP router of the lab by {@code vtysh}: the peer's view of MidoNet. */
public final class BgpSpeaker {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String[] ROUTES = {"vtysh", "-c", "show bgp ipv4 unicast json"};

  /** The command of {@link #rawRoutes}. */
  public static final String ROUTES_COMMAND = String.join(" ", ROUTES);

  private BgpSpeaker() {}

  /** Returns the unparsed answer of a node's BGP daemon about a session. */
  public static RawAnswer rawSession(LabNode node, String neighbour) {
    return RawAnswer.of(node, session(neighbour));
  }

  /** Returns the command of {@link #rawSession}. */
  public static String sessionCommand(String neighbour) {
    return String.join(" ", session(neighbour));
  }

  private static String[] session(String neighbour) {
    return new String[] {"vtysh", "-c", "show bgp neighbors " + neighbour + " json"};
  }

  /** Returns the unparsed answer of a node's BGP daemon about all its routes. */
  public static RawAnswer rawRoutes(LabNode node) {
    return RawAnswer.of(node, ROUTES);
  }

  /**
   * Returns the shell command line that prints the IPv4 addresses of an interface, and the line
   * {@code router bgp AS} of the daemon's configuration.
   */
  public static String ownAsCommand(String interfaceName) {
    return "ip -br -4 address show "
        + interfaceName
        + "; vtysh -c 'show running-config' | grep '^router bgp'";
  }

  /** A session as this end sees it. */
  public static Probe<Session> session(LabNode node, String neighbour) {
    return Probe.of(
        "the BGP session of " + node.name() + " with " + neighbour,
        () -> parseSession(neighbour, rawSession(node, neighbour).text()));
  }

  /** Returns every session that is configured on a node, up or not. */
  public static Probe<List<Neighbour>> neighbours(LabNode node) {
    return Probe.of(
        "the BGP sessions of " + node.name(),
        () -> parseNeighbours(node.run("vtysh", "-c", "show bgp ipv4 unicast summary json").out()));
  }

  /**
   * The session with a neighbour in what {@code show bgp neighbors NEIGHBOUR json} printed.
   *
   * @throws IllegalStateException when no such neighbour is configured
   */
  public static Session parseSession(String neighbour, String json) throws IOException {
    JsonNode session = JSON.readTree(json).path(neighbour);
    if (session.isMissingNode()) {
      throw new IllegalStateException(
          "no neighbour " + neighbour + " is configured; the answer was " + json.strip());
    }
    return new Session(
        session.path("bgpState").asText(),
        session.path("remoteAs").asLong(),
        session.path("bgpTimerHoldTimeMsecs").asLong() / 1000,
        session.path("bgpTimerKeepAliveIntervalMsecs").asLong() / 1000,
        session.path("authenticationEnabled").asInt() == 1,
        session.path("connectionsEstablished").asInt());
  }

  static List<Neighbour> parseNeighbours(String json) throws IOException {
    var neighbours = new ArrayList<Neighbour>();
    var peers = JSON.readTree(json).path("peers");
    peers
        .fieldNames()
        .forEachRemaining(
            address -> {
              var peer = peers.path(address);
              neighbours.add(
                  new Neighbour(
                      address,
                      peer.path("remoteAs").asLong(),
                      peer.path("state").asText(),
                      peer.path("pfxRcd").asInt()));
            });
    return List.copyOf(neighbours);
  }

  /** Prefixes with their paths in what {@code show bgp ipv4 unicast json} printed. */
  public static Map<String, List<Path>> parseRoutes(String json) throws IOException {
    var routes = new TreeMap<String, List<Path>>();
    var table = JSON.readTree(json).path("routes");
    table
        .fieldNames()
        .forEachRemaining(
            prefix -> {
              var paths = new ArrayList<Path>();
              for (JsonNode path : table.path(prefix)) {
                var nextHops = new ArrayList<String>();
                path.path("nexthops").forEach(hop -> nextHops.add(hop.path("ip").asText()));
                paths.add(
                    new Path(
                        path.path("path").asText(),
                        List.copyOf(nextHops),
                        path.path("bestpath").asBoolean() || path.path("multipath").asBoolean()));
              }
              routes.put(prefix, List.copyOf(paths));
            });
    return routes;
  }

  /**
   * A BGP session.
   *
   * @param state by FRR's names: {@code Established}, {@code Active}, …
   * @param holdTime the negotiated hold time in seconds
   * @param keepAlive the keepalive interval in use, in seconds
   * @param established how often the session was established since the daemon started
   */
  public record Session(
      String state,
      long remoteAs,
      long holdTime,
      long keepAlive,
      boolean authenticated,
      int established) {

    public boolean isEstablished() {
      return state.equals("Established");
    }
  }

  /**
   * A configured neighbour.
   *
   * @param state by FRR's names
   * @param prefixes number of prefixes that the neighbour announced
   */
  public record Neighbour(String address, long as, String state, int prefixes) {}

  /**
   * A path to a prefix.
   *
   * @param asPath AS numbers, nearest first, separated by blanks
   * @param used whether it is the best path, or a path that shares the traffic with it
   */
  public record Path(String asPath, List<String> nextHops, boolean used) {

    /** Returns the first AS number of the path, which is that of the neighbour; may be empty. */
    public String neighbourAs() {
      return asPath.split(" ")[0];
    }
  }
}
