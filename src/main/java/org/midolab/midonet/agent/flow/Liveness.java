package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.model.Ip4;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects hosts that do not forward any more, by heartbeats through the tunnels to them (docs:
 * datapath.md#control-keys).
 *
 * <pre>
 *   used by flows ──request──► answers ──{@value #MISSES} requests unanswered──► silent
 *                                ▲                                     │
 *                                └───────────── one answer ────────────┘
 * </pre>
 *
 * A host's datapath answers, not its agent. An agent that is paused or restarts therefore does not
 * make its host silent, and a host without power or network is detected in about a second.
 * ZooKeeper detects it later, when the host's session ends.
 *
 * <p>Unanswered requests are counted instead of seconds, so that a pause of this process makes no
 * other host silent. A host that has never answered is never silent. For one thread.
 */
final class Liveness {

  private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);

  /** Time between two requests, which is also the time limit of an answer. */
  static final Duration INTERVAL = Duration.ofMillis(250);

  /** Unanswered requests after which a host counts as silent. */
  static final int MISSES = 4;

  private static final class Peer {
    private Ip4 remote;
    private long asked;
    private int misses;
    private boolean hasAnswered;
  }

  private final Datapath datapath;
  private final LiveTopology topology;
  private final Predicate<UUID> isUsed;
  private final Consumer<Set<UUID>> onSilent;
  private final Map<UUID, Peer> peers = new HashMap<>();
  private Set<UUID> silent = Set.of();

  /**
   * @param isUsed whether traffic goes to a host; other hosts get no requests, so that the number
   *     of requests does not grow with the square of the number of hosts
   * @param onSilent receives the silent hosts whenever they change
   */
  Liveness(
      Datapath datapath,
      LiveTopology topology,
      Predicate<UUID> isUsed,
      Consumer<Set<UUID>> onSilent) {
    this.datapath = datapath;
    this.topology = topology;
    this.isUsed = isUsed;
    this.onSilent = onSilent;
  }

  /** Checks the answers and sends requests again. To be called once per {@link #INTERVAL}. */
  void beat(long nanoTime) {
    Set<UUID> hosts = new HashSet<>(topology.activeHosts());
    hosts.remove(topology.host());
    hosts.removeIf(host -> !silent.contains(host) && !isUsed.test(host));
    peers.keySet().retainAll(hosts);
    Map<Ip4, Long> lastAnswers = hosts.isEmpty() ? Map.of() : datapath.heard();
    Set<UUID> now = new HashSet<>();
    for (UUID host : hosts) {
      Optional<Underlay.Route> route = Underlay.route(topology.topology(), topology.host(), host);
      if (route.isPresent() && isSilent(host, route.get(), lastAnswers, nanoTime)) {
        now.add(host);
      }
    }
    if (!now.equals(silent)) {
      logChanges(now);
      silent = Set.copyOf(now);
      onSilent.accept(silent);
    }
  }

  private boolean isSilent(
      UUID host, Underlay.Route route, Map<Ip4, Long> lastAnswers, long nanoTime) {
    Peer peer = peers.computeIfAbsent(host, id -> new Peer());
    if (!route.remote().equals(peer.remote)) {
      peer.remote = route.remote();
      peer.asked = 0;
      peer.misses = 0;
      peer.hasAnswered = lastAnswers.containsKey(peer.remote);
    }
    if (peer.asked != 0) {
      Long last = lastAnswers.get(peer.remote);
      boolean answered = last != null && last - peer.asked >= 0;
      peer.hasAnswered |= answered;
      peer.misses = answered ? 0 : peer.misses + 1;
    }
    try {
      datapath.ask(new Tunnel(route.encapsulation(), 0, route.local(), route.remote()));
      peer.asked = nanoTime;
    } catch (DatapathException e) {
      // No request was sent, so a missing answer does not count.
      LOG.debug("no heartbeat could be sent to {}: {}", route.remote(), e.getMessage());
      peer.asked = 0;
    }
    return peer.hasAnswered && peer.misses >= MISSES;
  }

  private void logChanges(Set<UUID> now) {
    for (UUID host : now) {
      if (!silent.contains(host)) {
        LOG.warn(
            "host {} at {} does not answer through the tunnel; nothing is sent there until it does",
            host,
            peers.get(host).remote);
      }
    }
    for (UUID host : silent) {
      if (!now.contains(host)) {
        LOG.info("host {} answers through the tunnel again, or has no active port any more", host);
      }
    }
  }
}
