package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TunnelZone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that this host reaches none of the other hosts of its tunnel zones, by heartbeats (docs:
 * contract.md#bgp). {@link Liveness} asks only the hosts that flows use, and judges each of them.
 *
 * <p>While a host answers, only that host is asked. Otherwise all are asked in turn. Unanswered
 * rounds are counted instead of seconds, so that a pause of this process cuts nothing off. For one
 * thread.
 */
public final class UnderlayWatch {

  private static final Logger LOG = LoggerFactory.getLogger(UnderlayWatch.class);

  /** Rounds in a row without an answer of any host after which this host is cut off: 3 s. */
  static final int MISSES = (int) (Duration.ofSeconds(3).toMillis() / Liveness.INTERVAL.toMillis());

  /**
   * Hosts that are asked in one round, so that the number of questions a second does not grow with
   * the zones. With more than {@code MISSES * ASKED_AT_ONCE} hosts, a cut is detected later,
   * because each has to be asked.
   */
  static final int ASKED_AT_ONCE = 16;

  private final UUID host;
  private final Datapath datapath;
  private Topology read = Topology.EMPTY;
  private List<Tunnel> peers = List.of();
  private Tunnel answering;
  private int next;
  private long askedAt;
  private int misses;
  private int askedInVain;

  public UnderlayWatch(UUID host, Datapath datapath) {
    this.host = host;
    this.datapath = datapath;
  }

  /**
   * Checks the answers and asks again. To be called once per {@link
   * ForwardingPlane#beatInterval()}.
   *
   * @param nanoTime current time on the clock of {@link System#nanoTime()}
   * @return whether this host is cut off; never without other hosts in its zones
   */
  public boolean isCutOff(Topology topology, long nanoTime) {
    if (topology != read) {
      read = topology;
      peers = peers(topology);
    }
    if (peers.isEmpty()) {
      forget();
      return false;
    }
    if (askedAt != 0) {
      judge(datapath.heard());
    }
    askedAt = nanoTime;
    if (answering != null && misses == 0) {
      ask(answering);
    } else {
      askInTurn();
    }
    return misses >= MISSES && askedInVain >= peers.size();
  }

  /** Starts anew, as if no host had been asked. */
  public void forget() {
    answering = null;
    askedAt = 0;
    misses = 0;
    askedInVain = 0;
  }

  private void judge(Map<Ip4, Long> heard) {
    answering = null;
    for (Tunnel peer : peers) {
      Long last = heard.get(peer.remote());
      if (last != null && last - askedAt >= 0) {
        answering = peer;
        misses = 0;
        askedInVain = 0;
        return;
      }
    }
    misses++;
  }

  private void askInTurn() {
    int number = Math.min(ASKED_AT_ONCE, peers.size());
    for (int i = 0; i < number; i++) {
      ask(peers.get(next++ % peers.size()));
    }
    next %= peers.size();
    askedInVain = Math.min(peers.size(), askedInVain + number);
  }

  /** A question that cannot be sent is not answered, either: nothing else could be sent. */
  private void ask(Tunnel peer) {
    try {
      datapath.ask(peer);
    } catch (DatapathException e) {
      LOG.debug("no heartbeat could be sent to {}: {}", peer.remote(), e.getMessage());
    }
  }

  private List<Tunnel> peers(Topology topology) {
    List<Tunnel> found = new ArrayList<>();
    for (TunnelZone zone : topology.zonesOf(host)) {
      if (zone.type() != TunnelZone.Type.VTEP) {
        Encapsulation encapsulation = Underlay.encapsulation(zone);
        Ip4 local = Underlay.address(zone, host);
        for (TunnelZone.Member member : zone.members()) {
          if (!member.hostId().equals(host)) {
            found.add(new Tunnel(encapsulation, 0, local, member.address()));
          }
        }
      }
    }
    return List.copyOf(found);
  }
}
