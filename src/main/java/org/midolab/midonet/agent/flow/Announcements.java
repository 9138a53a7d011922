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
 * Sends ARP announcements to the stations behind this host's ports, so that they replace cached
 * entries at once (RFC 5227 §3). An address is announced when an entry of a network's {@code
 * ip4_mac_table} is added or changed, as when a floating IP moves to another router; when the
 * address or MAC of a router's port changes; and when a router's port becomes active on this host.
 *
 * <p>Each host sends announcements only out of its own exterior ports. Thread safe.
 */
final class Announcements {

  /** Number of times that each announcement is sent (ANNOUNCE_NUM, RFC 5227 §1.1). */
  static final int TIMES = 2;

  /** Nanoseconds between two announcements of an address (ANNOUNCE_INTERVAL, RFC 5227 §1.1). */
  static final long INTERVAL_NANOS = 2_000_000_000L;

  /**
   * Addresses of one device that are announced per second in the long run. Others are not
   * announced, and neighbours keep their entries until these expire. An announcement is one
   * broadcast frame out of each port of the device on this host.
   */
  static final int RATE = 20;

  /** Addresses of one device that may be announced at once: enough for a router's floating IPs. */
  static final int BURST = 250;

  /** Sends an announcement out of an exterior port of this host. */
  @FunctionalInterface
  interface Speaker {
    void announce(UUID portId, Ip4 address, Mac owner);
  }

  /**
   * @param deviceId the network or router that answers ARP requests for the address
   */
  private record Key(UUID deviceId, Ip4 address) {}

  private static final class Pending {
    private final Mac owner;
    private int remaining = TIMES;
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

  /** Schedules an announcement after a network's entry for the address has changed. */
  void owned(UUID networkId, Ip4 address, Mac owner, long nanoTime) {
    add(networkId, address, owner, nanoTime);
  }

  /** Schedules announcements for router ports whose address, MAC or peer port has changed. */
  void topologyChanged(Topology before, Topology after, Set<UUID> changed, long nanoTime) {
    for (UUID id : changed) {
      Port old = before.port(id);
      Port now = after.port(id);
      if (now != null && !Objects.equals(visibleState(old), visibleState(now))) {
        announce(now, nanoTime);
      }
    }
  }

  /** Returns what the neighbours of a router port see of it; null for other ports. */
  private static List<Object> visibleState(Port port) {
    return port == null || port.routerId() == null
        ? null
        : List.of(
            String.valueOf(port.portAddress()),
            String.valueOf(port.portMac()),
            String.valueOf(port.peerId()));
  }

  /** Schedules an announcement after a port of this host has become active. */
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

  /** A later announcement of an address replaces an earlier one. */
  private synchronized void add(UUID device, Ip4 address, Mac owner, long nanoTime) {
    if (egressPorts(device, address).isEmpty()) {
      return;
    }
    if (shares.take(device, nanoTime)) {
      pending.put(new Key(device, address), new Pending(owner, nanoTime));
    } else {
      pending.remove(new Key(device, address));
    }
  }

  /**
   * Returns the device's active exterior ports on this host; of a router only the address's port.
   */
  private List<UUID> egressPorts(UUID device, Ip4 address) {
    List<UUID> egressPorts = new ArrayList<>();
    for (Port port : topology.ports(device)) {
      LocalPorts.Entry entry = port.isInterior() ? null : local.find(port.id());
      boolean announces = port.routerId() == null || address.equals(port.portAddress());
      if (entry != null && entry.active() && announces) {
        egressPorts.add(port.id());
      }
    }
    return egressPorts;
  }

  /** Sends the announcements that are due. To be called several times a second. */
  void tick(long nanoTime) {
    for (Due due : due(nanoTime)) {
      for (UUID egressPort : egressPorts(due.key.deviceId, due.key.address)) {
        speaker.announce(egressPort, due.key.address, due.owner);
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
        if (--next.remaining == 0) {
          each.remove();
        }
      }
    }
    shares.forget(nanoTime);
    return due;
  }

  /** Returns how many announcements were refused because a device had used up its share. */
  long refused() {
    return shares.refused();
  }
}
