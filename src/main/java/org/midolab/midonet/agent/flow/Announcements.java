package org.midolab.midonet.agent.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.VirtualTopology;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Topology;

/**
 * Tells the stations behind this host's ports that an address has another owner, so that what they
 * have cached is not used until it expires (RFC 5227 §3): an entry of a network's {@code
 * ip4_mac_table} has come or changed, as when a floating IP moves to another router; a router's
 * port has another address or MAC; or such a port has become active on this host.
 *
 * <p>Each host tells only those behind its own exterior ports. Thread safe.
 */
final class Announcements {

  /** RFC 5227 §1.1, ANNOUNCE_NUM: how often each is sent. */
  static final int TIMES = 2;

  /** RFC 5227 §1.1, ANNOUNCE_INTERVAL: between two of them. */
  static final long INTERVAL_NANOS = 2_000_000_000L;

  /**
   * Addresses of one device that are announced a second in the long run; beyond it neighbours find
   * out by themselves. Each is one broadcast frame for every port of the device on this host.
   */
  static final int RATE = 20;

  /** Addresses of one device that may be announced at once: a router's floating IPs. */
  static final int BURST = 250;

  /** Sends an announcement out of an exterior port of this host. */
  @FunctionalInterface
  interface Speaker {
    void announce(UUID portId, Ip4 address, Mac owner);
  }

  /**
   * @param deviceId network or router that answers for the address
   */
  private record Key(UUID deviceId, Ip4 address) {}

  private static final class Pending {
    private final Mac owner;
    private int left = TIMES;
    private long due;

    private Pending(Mac owner, long due) {
      this.owner = owner;
      this.due = due;
    }
  }

  private record Due(Key key, Mac owner) {}

  private final VirtualTopology topology;
  private final LocalPorts local;
  private final Speaker speaker;
  private final Shares<UUID> shares = new Shares<>(RATE, BURST);
  private final Map<Key, Pending> pending = new HashMap<>();

  Announcements(VirtualTopology topology, LocalPorts local, Speaker speaker) {
    this.topology = topology;
    this.local = local;
    this.speaker = speaker;
  }

  /** A network answers for the address with this MAC from now on. */
  void owned(UUID networkId, Ip4 address, Mac owner, long nanoTime) {
    add(networkId, address, owner, nanoTime);
  }

  /** Looks for router ports that have another address, MAC or place than before. */
  void topologyChanged(Topology before, Topology after, Set<UUID> changed, long nanoTime) {
    for (UUID id : changed) {
      Port old = before.port(id);
      Port now = after.port(id);
      if (now != null && !Objects.equals(claim(old), claim(now))) {
        announce(now, nanoTime);
      }
    }
  }

  /** What the neighbours of a router port know of it; null for other ports. */
  private static List<Object> claim(Port port) {
    return port == null || port.routerId() == null
        ? null
        : List.of(
            String.valueOf(port.portAddress()),
            String.valueOf(port.portMac()),
            String.valueOf(port.peerId()));
  }

  /** A port of this host has become active. */
  void activated(UUID portId, long nanoTime) {
    Port port = topology.port(portId);
    if (port != null) {
      announce(port, nanoTime);
    }
  }

  private void announce(Port port, long nanoTime) {
    if (port.routerId() == null || port.portAddress() == null || port.portMac() == null) {
      return;
    }
    UUID device = port.routerId();
    if (port.isInterior()) {
      Port peer = topology.port(port.peerId());
      device = peer == null ? null : peer.networkId();
    }
    if (device != null) {
      add(device, port.portAddress(), port.portMac(), nanoTime);
    }
  }

  /** The last word about an address replaces those before it. */
  private synchronized void add(UUID device, Ip4 address, Mac owner, long nanoTime) {
    if (places(device, address).isEmpty()) {
      return;
    }
    if (shares.take(device, nanoTime)) {
      pending.put(new Key(device, address), new Pending(owner, nanoTime));
    } else {
      pending.remove(new Key(device, address));
    }
  }

  /** The active exterior ports of the device on this host; of a router, the one that has it. */
  private List<UUID> places(UUID device, Ip4 address) {
    List<UUID> places = new ArrayList<>();
    for (Port port : topology.ports(device)) {
      LocalPorts.Entry entry = port.isInterior() ? null : local.find(port.id());
      boolean speaks = port.routerId() == null || address.equals(port.portAddress());
      if (entry != null && entry.active() && speaks) {
        places.add(port.id());
      }
    }
    return places;
  }

  /** Sends what is due; to be called several times a second. */
  void tick(long nanoTime) {
    for (Due due : due(nanoTime)) {
      for (UUID place : places(due.key.deviceId, due.key.address)) {
        speaker.announce(place, due.key.address, due.owner);
      }
    }
  }

  private synchronized List<Due> due(long nanoTime) {
    List<Due> due = new ArrayList<>();
    Iterator<Map.Entry<Key, Pending>> each = pending.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Key, Pending> entry = each.next();
      Pending next = entry.getValue();
      if (nanoTime - next.due >= 0) {
        due.add(new Due(entry.getKey(), next.owner));
        next.due = nanoTime + INTERVAL_NANOS;
        if (--next.left == 0) {
          each.remove();
        }
      }
    }
    shares.forget(nanoTime);
    return due;
  }

  /** Addresses that were not announced since their device had used up its share. */
  long refused() {
    return shares.refused();
  }
}
