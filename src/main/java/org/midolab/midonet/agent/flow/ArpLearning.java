package org.midolab.midonet.agent.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * How many neighbours a router may learn behind each of its ports: a station that asks in the name
 * of very many addresses of a large subnet fills neither the router's table nor ZooKeeper. Thread
 * safe.
 */
final class ArpLearning {

  /** Neighbours behind one router port: those of a subnet of 21 bits, which few have. */
  static final int PER_PORT = 2_048;

  /** Among how many of the oldest one is looked for that no flow needs. */
  private static final int OLDEST = 64;

  private final Predicate<Neighbours.Key> isUsed;

  /** By router port; those first that were learned, or told again, longest ago. */
  private final Map<UUID, Set<Neighbours.Key>> byPort = new HashMap<>();

  private final Map<Neighbours.Key, UUID> ports = new HashMap<>();
  private long evicted;

  /**
   * @param isUsed whether flows need what is known of a neighbour
   */
  ArpLearning(Predicate<Neighbours.Key> isUsed) {
    this.isUsed = isUsed;
  }

  /**
   * A neighbour told its MAC at a router port.
   *
   * @return those that are to be forgotten for it
   */
  synchronized List<Neighbours.Key> learned(Neighbours.Key neighbour, UUID portId) {
    forgotten(neighbour);
    Set<Neighbours.Key> port = byPort.computeIfAbsent(portId, id -> new LinkedHashSet<>());
    port.add(neighbour);
    ports.put(neighbour, portId);
    List<Neighbours.Key> out = new ArrayList<>();
    while (port.size() > PER_PORT) {
      Neighbours.Key oldest = leastNeeded(port);
      forgotten(oldest);
      out.add(oldest);
      evicted++;
    }
    return out;
  }

  private Neighbours.Key leastNeeded(Set<Neighbours.Key> port) {
    Iterator<Neighbours.Key> oldest = port.iterator();
    for (int i = 0; i < OLDEST; i++) {
      Neighbours.Key next = oldest.next();
      if (!isUsed.test(next)) {
        return next;
      }
    }
    return port.iterator().next();
  }

  /** An entry is gone. */
  synchronized void forgotten(Neighbours.Key neighbour) {
    UUID portId = ports.remove(neighbour);
    if (portId != null) {
      Set<Neighbours.Key> port = byPort.get(portId);
      port.remove(neighbour);
      if (port.isEmpty()) {
        byPort.remove(portId);
      }
    }
  }

  /** How many were forgotten because their port had too many. */
  synchronized long evicted() {
    return evicted;
  }
}
