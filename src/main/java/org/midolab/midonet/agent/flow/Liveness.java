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
 * Which hosts do not forward any more, as seen through the tunnels to them.
 *
 * <pre>
 *   used by flows ──asked──► answers ──{@value #MISSES} questions in vain──► silent
 *                              ▲                                   │
 *                              └──────────── one answer ───────────┘
 * </pre>
 *
 * The datapath of a host answers, not its agent: an agent that is paused, or restarts, is not
 * missed, while a host without power, or behind a cut wire, is known in about a second. What
 * ZooKeeper says of a host is the slow second opinion.
 *
 * <p>Questions in vain are counted, not seconds, so that a pause of this process makes no other
 * host silent. A host that has never answered is not judged. For one thread.
 */
final class Liveness {

  private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);

  /** From one question to the next; the time that an answer has. */
  static final Duration INTERVAL = Duration.ofMillis(250);

  /** Questions in vain after which a host counts as silent. */
  static final int MISSES = 4;

  private static final class Peer {
    private Ip4 remote;
    private long asked;
    private int misses;
    private boolean heard;
  }

  private final Datapath datapath;
  private final LiveTopology topology;
  private final Predicate<UUID> isUsed;
  private final Consumer<Set<UUID>> onSilent;
  private final Map<UUID, Peer> peers = new HashMap<>();
  private Set<UUID> silent = Set.of();

  /**
   * @param isUsed whether traffic goes to a host; others are not asked, so that the number of
   *     questions does not grow with the square of the hosts
   * @param onSilent told of the hosts that are silent, whenever they are others than before
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

  /** Looks who has answered, and asks again; to be called once in {@link #INTERVAL}. */
  void beat(long nanoTime) {
    Set<UUID> hosts = new HashSet<>(topology.activeHosts());
    hosts.remove(topology.host());
    hosts.removeIf(host -> !silent.contains(host) && !isUsed.test(host));
    peers.keySet().retainAll(hosts);
    Map<Ip4, Long> heard = hosts.isEmpty() ? Map.of() : datapath.heard();
    Set<UUID> now = new HashSet<>();
    for (UUID host : hosts) {
      Optional<Underlay.Route> route = Underlay.route(topology.topology(), topology.host(), host);
      if (route.isPresent() && isSilent(host, route.get(), heard, nanoTime)) {
        now.add(host);
      }
    }
    if (!now.equals(silent)) {
      tell(now);
      silent = Set.copyOf(now);
      onSilent.accept(silent);
    }
  }

  private boolean isSilent(UUID host, Underlay.Route route, Map<Ip4, Long> heard, long nanoTime) {
    Peer peer = peers.computeIfAbsent(host, id -> new Peer());
    if (!route.remote().equals(peer.remote)) {
      peer.remote = route.remote();
      peer.asked = 0;
      peer.misses = 0;
      peer.heard = heard.containsKey(peer.remote);
    }
    if (peer.asked != 0) {
      Long last = heard.get(peer.remote);
      boolean answered = last != null && last - peer.asked >= 0;
      peer.heard |= answered;
      peer.misses = answered ? 0 : peer.misses + 1;
    }
    try {
      datapath.ask(new Tunnel(route.encapsulation(), 0, route.local(), route.remote()));
      peer.asked = nanoTime;
    } catch (DatapathException e) {
      // What was not asked cannot be answered.
      LOG.debug("{} is not asked for a sign of life: {}", route.remote(), e.getMessage());
      peer.asked = 0;
    }
    return peer.heard && peer.misses >= MISSES;
  }

  private void tell(Set<UUID> now) {
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
