package org.midolab.midonet.nsdb;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Route;

/**
 * An immutable snapshot of the state that all agents have published (docs: nsdb.md#paths).
 *
 * @param hostsAlive the live agent of each host id
 * @param activePorts the state of each active port; if two hosts publish a port, the later
 *     publication counts
 * @param learnedRoutes the learned routes of each port
 * @param bgpStatus the BGP status text of each uplink port
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

  /** Returns whether an agent with this host id is alive. */
  public boolean isAlive(UUID host) {
    return hostsAlive.containsKey(host);
  }

  /** Returns the id of the host on which a port is active, or null if it is not active. */
  public @Nullable UUID hostOf(UUID port) {
    PortState state = activePorts.get(port);
    return state == null ? null : state.hostId();
  }

  /** Returns the learned routes of a port; empty if there are none. */
  public Set<Route> routesVia(UUID port) {
    return learnedRoutes.getOrDefault(port, Set.of());
  }
}
