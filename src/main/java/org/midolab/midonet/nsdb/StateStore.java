package org.midolab.midonet.nsdb;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Route;

/**
 * State that agents discover and share (docs: nsdb.md#paths), below {@code
 * /midonet/zoom/0/state/HOST/CLASS/ID/KEY}.
 *
 * <p>A <em>published</em> value is an ephemeral node. It exists until the process publishes another
 * value, withdraws it or ends. It is written again after a lost session. Publishing never blocks
 * and never fails; if ZooKeeper is not reachable, the value is written later. It replaces the value
 * that an earlier process of the same host left.
 */
public interface StateStore {

  /**
   * Registers this process as the agent of {@code host}: creates the ephemeral node {@code
   * Host.alive} in {@link Session#NORMAL}. Takes the node over at once from an earlier process of
   * the same machine.
   *
   * @param onLost is called once, on a thread of the store, when another process has taken over.
   *     From then on the store no longer writes the state of the host.
   * @throws HostTakenException if an agent on another machine uses that id
   * @throws StorageUnavailableException if ZooKeeper is not reachable
   */
  void claimHost(UUID host, HostOwner owner, Runnable onLost);

  /**
   * Publishes the host's interfaces, each in its own node ({@code Host/ID/host/NAME}). Only changed
   * interfaces are written, because a host may have thousands.
   */
  void publishHostState(UUID host, HostState state);

  /** Publishes that a port is active on its host; {@code null} withdraws it. */
  void publishPortActive(UUID host, UUID port, @Nullable PortState state, Session session);

  /** Publishes the text of a port's BGP status; {@code null} withdraws it. */
  void publishBgpStatus(UUID host, UUID port, @Nullable String status, Session session);

  /** Publishes these learned routes of a port, and withdraws all others of the port. */
  void publishRoutes(UUID host, UUID port, Set<Route> routes, Session session);

  /** Returns the live agent of a host id; empty if there is none. */
  Optional<HostOwner> hostAlive(UUID host);

  /** Returns the live agents by host id. */
  Map<UUID, HostOwner> hostsAlive();

  /** Returns the interfaces that a host has published; empty if it has published none. */
  Optional<HostState> hostState(UUID host);

  /**
   * Returns the state that a host has published for a port; empty if the port is not active there.
   *
   * @param host the host to which the port is bound
   */
  Optional<PortState> portActive(UUID host, UUID port);

  /** Returns the BGP status text that a host has published for a port, if any. */
  Optional<String> bgpStatus(UUID host, UUID port);

  /** Returns the learned routes that a host has published for a port. */
  List<Route> routes(UUID host, UUID port);
}
