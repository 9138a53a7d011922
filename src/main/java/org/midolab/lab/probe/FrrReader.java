package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.probe.BgpSpeaker.Neighbour;
import org.midolab.lab.probe.BgpSpeaker.Path;
import org.midolab.lab.probe.BgpSpeaker.Session;

/** Asks FRR by {@code vtysh}, which prints JSON. */
final class FrrReader implements BgpReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public List<String> sessionCommand(String neighbour) {
    return vtysh("show bgp neighbors " + neighbour + " json");
  }

  @Override
  public Session session(String neighbour, String printed) throws IOException {
    JsonNode session = JSON.readTree(printed).path(neighbour);
    if (session.isMissingNode()) {
      throw new IllegalStateException(
          "no neighbour " + neighbour + " is configured; the answer was " + printed.strip());
    }
    return new Session(
        session.path("bgpState").asText(),
        session.path("remoteAs").asLong(),
        session.path("bgpTimerHoldTimeMsecs").asLong() / 1000,
        session.path("bgpTimerKeepAliveIntervalMsecs").asLong() / 1000,
        session.path("authenticationEnabled").asInt() == 1,
        session.path("connectionsEstablished").asText());
  }

  @Override
  public List<String> routesCommand() {
    return vtysh("show bgp ipv4 unicast json");
  }

  @Override
  public Map<String, List<Path>> routes(String printed) throws IOException {
    var routes = new TreeMap<String, List<Path>>();
    var table = JSON.readTree(printed).path("routes");
    table
        .fieldNames()
        .forEachRemaining(
            prefix -> {
              var paths = new ArrayList<Path>();
              for (JsonNode path : table.path(prefix)) {
                var nextHops = new ArrayList<String>();
                path.path("nexthops").forEach(hop -> nextHops.add(hop.path("ip").asText()));
                paths.add(new Path(path.path("path").asText(), List.copyOf(nextHops)));
              }
              routes.put(prefix, List.copyOf(paths));
            });
    return routes;
  }

  @Override
  public List<String> neighboursCommand() {
    return vtysh("show bgp ipv4 unicast summary json");
  }

  @Override
  public List<Neighbour> neighbours(String printed) throws IOException {
    var neighbours = new ArrayList<Neighbour>();
    var peers = JSON.readTree(printed).path("peers");
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

  @Override
  public String ownAsCommand() {
    return "vtysh -c 'show running-config' | grep '^router bgp'";
  }

  @Override
  public String ownAsLine(long number) {
    return "router bgp " + number;
  }

  private static List<String> vtysh(String command) {
    return List.of("vtysh", "-c", command);
  }
}
