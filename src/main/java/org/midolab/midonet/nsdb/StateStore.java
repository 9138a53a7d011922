package org.midolab.midonet.nsdb;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Route;

/**
 * What agents find out and tell each other (docs: nsdb.md#paths), under {@code
 * /midonet/zoom/0/state/HOST/CLASS/ID/KEY}.
 *
 * <p>What an agent <em>publishes</em> is ephemeral: it is kept in ZooKeeper, again after a lost
 * session, until it is published otherwise or withdrawn, and vanishes when the process ends.
 * Publishing never blocks and never fails; while ZooKeeper is away it is made up for later. A value
 * that an earlier process of the same host left is replaced.
 */
public interface StateStore {

  /**
   * Declares that this process is the agent of {@code host}, by the ephemeral node {@code
   * Host.alive} on {@link Session#NORMAL}. Takes over at once from an earlier process of the same
   * machine.
   *
   * @param onLost run once, on a thread of the store, when another process has taken over; what was
   *     published for the host is then no longer kept
   * @throws HostTakenException when another machine is alive under that id
   * @throws StorageUnavailableException when ZooKeeper is away
   */
  void claimHost(UUID host, HostOwner owner, Runnable onLost);

  /**
   * Publishes the host's interfaces, each in a node of its own ({@code Host/ID/host/NAME}), so that
   * only those are written that changed: a host may have thousands.
   */
  void publishHostState(UUID host, HostState state);

  /** Publishes that a port is active on its host; {@code null} withdraws it. */
  void publishPortActive(UUID host, UUID port, PortState state, Session session);

  /** Publishes the text of a port's BGP status; {@code null} withdraws it. */
  void publishBgpStatus(UUID host, UUID port, String status, Session session);

  /** Publishes exactly these learned routes of a port, and no others. */
  void publishRoutes(UUID host, UUID port, Set<Route> routes, Session session);

  /** Who is alive under the id, if anybody is. */
  Optional<HostOwner> hostAlive(UUID host);

  /** All hosts that are alive. */
  Map<UUID, HostOwner> hostsAlive();

  Optional<HostState> hostState(UUID host);

  /** Where a port is active; looks under the host that it is bound to. */
  Optional<PortState> portActive(UUID host, UUID port);

  Optional<String> bgpStatus(UUID host, UUID port);

  List<Route> routes(UUID host, UUID port);
}
