package org.midolab.midonet.nsdb;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Route;

/**
 * What all agents together have published, at one moment.
 *
 * @param hostsAlive who is alive under each host id
 * @param activePorts where each active port is; a port that two hosts claim is where it was claimed
 *     last
 * @param learnedRoutes the learned routes through each port
 * @param bgpStatus the text of each uplink port's BGP status
 */
public record NetworkState(
    Map<UUID, HostOwner> hostsAlive,
    Map<UUID, PortState> activePorts,
    Map<UUID, Set<Route>> learnedRoutes,
    Map<UUID, String> bgpStatus) {

  public static final NetworkState EMPTY = new NetworkState(Map.of(), Map.of(), Map.of(), Map.of());

  public NetworkState {
    hostsAlive = Map.copyOf(hostsAlive);
    activePorts = Map.copyOf(activePorts);
    learnedRoutes = Map.copyOf(learnedRoutes);
    bgpStatus = Map.copyOf(bgpStatus);
  }

  public boolean isAlive(UUID host) {
    return hostsAlive.containsKey(host);
  }

  /** Where a port is active, or null. */
  public UUID hostOf(UUID port) {
    PortState state = activePorts.get(port);
    return state == null ? null : state.hostId();
  }

  public Set<Route> routesVia(UUID port) {
    return learnedRoutes.getOrDefault(port, Set.of());
  }
}
