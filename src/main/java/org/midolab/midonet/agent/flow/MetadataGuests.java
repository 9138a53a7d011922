package org.midolab.midonet.agent.flow;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.MetadataGuest;
import org.midolab.midonet.agent.simulation.MetadataService;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * The instances of this host that the metadata proxy serves, and the datapath port of the proxy.
 * Thread safe.
 *
 * <p>The alias of a port is made from its number in the datapath. Numbers outlive the agent, and
 * flows with aliases do too: such a flow names the same interface after a restart.
 */
public final class MetadataGuests {

  private static final int NUMBERS = 0xFFFF;

  /** The number whose alias would be the service's own address. */
  private static final int TAKEN = MetadataService.ADDRESS.bits() & NUMBERS;

  private record Guest(Mac mac, Ip4 address) {}

  private final LocalPorts local;
  private final Consumer<Set<FlowTag>> invalidate;
  private final Map<UUID, Guest> guests = new ConcurrentHashMap<>();
  private volatile int proxyNumber;
  private volatile Consumer<UUID> seeker = port -> {};

  /**
   * @param invalidate receives the tags of flows that have to be simulated again
   */
  public MetadataGuests(LocalPorts local, Consumer<Set<FlowTag>> invalidate) {
    this.local = local;
    this.invalidate = invalidate;
  }

  /** Returns the datapath port that leads to the proxy; 0 if this host has none. */
  int proxyNumber() {
    return proxyNumber;
  }

  /**
   * Sets the datapath port that leads to the proxy.
   *
   * @param number 1 to 65534
   */
  public void proxyNumber(int number) {
    if (proxyNumber != number) {
      proxyNumber = number;
      Set<FlowTag> tags = new HashSet<>();
      local.all().forEach(port -> tags.add(new FlowTag.Device(port.portId())));
      invalidate.accept(tags);
    }
  }

  /** Sets the listener for ports whose instance is not the one that is known. */
  public void onSeek(Consumer<UUID> listener) {
    seeker = listener;
  }

  void seek(UUID port) {
    seeker.accept(port);
  }

  /** Records the instance at a port of this host. */
  public void put(UUID port, Mac mac, Ip4 address) {
    Guest guest = new Guest(mac, address);
    if (!guest.equals(guests.put(port, guest))) {
      invalidate.accept(Set.of(new FlowTag.Device(port)));
    }
  }

  /** Records that a port has no instance, or is at this host no longer. */
  public void remove(UUID port) {
    if (guests.remove(port) != null) {
      invalidate.accept(Set.of(new FlowTag.Device(port)));
    }
  }

  /** Reports whether no port of this host has an instance. */
  public boolean isEmpty() {
    return guests.isEmpty();
  }

  /** Returns the instance at a port; null if it is not known. */
  MetadataGuest find(UUID port) {
    LocalPorts.Entry entry = local.find(port);
    Guest guest = guests.get(port);
    return entry == null || guest == null
        ? null
        : new MetadataGuest(guest.mac, guest.address, alias(entry.number()));
  }

  /** Returns the alias of a datapath port. */
  public Ip4 alias(int number) {
    int host = number == TAKEN ? proxyNumber : number; // the proxy's port needs no alias
    return new Ip4(MetadataService.ALIASES.address().bits() | host);
  }

  /** Returns the port of this host with that alias; null if there is none. */
  public LocalPorts.Entry byAlias(Ip4 alias) {
    if (!MetadataService.ALIASES.contains(alias)) {
      return null;
    }
    int host = alias.bits() & NUMBERS;
    LocalPorts.Entry port = local.byNumber(host == proxyNumber ? TAKEN : host);
    return port == null || !alias(port.number()).equals(alias) ? null : port;
  }
}
