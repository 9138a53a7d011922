package org.midolab.midonet.agent.metadata;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.midolab.midonet.agent.flow.LocalPorts;
import org.midolab.midonet.agent.flow.MetadataGuests;
import org.midolab.midonet.agent.metadata.Instances.Instance;

/**
 * Finds out which instances are at the ports of this host: when a port is bound, and again when
 * another sender than the known instance asks for metadata.
 */
final class GuestLookUps {

  /**
   * Time between two look-ups for one port. A sender that is not the port's instance may ask as
   * often as it likes; an instance whose address changed waits no longer than for a lost packet.
   */
  static final long INTERVAL_NANOS = 1_000_000_000L;

  private final LocalPorts local;
  private final Function<UUID, Optional<Instance>> instances;
  private final MetadataGuests guests;
  private final LongSupplier nanoTime;
  private final Map<UUID, Long> lookedUp = new HashMap<>();
  private final Set<UUID> sought = ConcurrentHashMap.newKeySet();

  /**
   * @param instances looks up the instance at a port, see {@link Instances#at}
   */
  GuestLookUps(
      LocalPorts local,
      Function<UUID, Optional<Instance>> instances,
      MetadataGuests guests,
      LongSupplier nanoTime) {
    this.local = local;
    this.instances = instances;
    this.guests = guests;
    this.nanoTime = nanoTime;
  }

  /** A packet came from another sender than the known instance. Any thread may call this. */
  void seek(UUID port) {
    sought.add(port);
  }

  /**
   * Looks up the ports that need it, and forgets those that left. For one thread.
   *
   * @throws org.midolab.midonet.nsdb.StorageUnavailableException if the NSDB does not answer; the
   *     ports are looked up by the next call
   */
  void run() {
    Set<UUID> present = new HashSet<>();
    local.all().forEach(port -> present.add(port.portId()));
    for (UUID gone : Set.copyOf(lookedUp.keySet())) {
      if (!present.contains(gone)) {
        lookedUp.remove(gone);
        guests.remove(gone);
      }
    }
    sought.retainAll(present);
    for (UUID port : present) {
      long now = nanoTime.getAsLong();
      Long last = lookedUp.get(port);
      if (last == null || sought.contains(port) && now - last >= INTERVAL_NANOS) {
        lookUp(port);
        sought.remove(port);
        lookedUp.put(port, now);
      }
    }
  }

  private void lookUp(UUID port) {
    Optional<Instance> instance = instances.apply(port);
    instance.ifPresentOrElse(
        found -> guests.put(port, found.mac(), found.address()), () -> guests.remove(port));
  }
}
