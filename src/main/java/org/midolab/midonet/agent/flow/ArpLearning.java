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
 * Bounds the number of neighbours that a router learns behind each of its ports. A station that
 * sends ARP requests from very many addresses of a large subnet therefore cannot fill the router's
 * table in ZooKeeper. Thread safe.
 */
final class ArpLearning {

  /** Neighbours behind one router port: a full subnet with a prefix of 21 bits. */
  static final int PER_PORT = 2_048;

  /** Number of the oldest entries among which one that no flow uses is searched. */
  private static final int OLDEST = 64;

  private final Predicate<Neighbours.Key> isUsed;

  /**
   * Neighbours by router port, ordered by the last time that they were learned, the oldest first.
   */
  private final Map<UUID, Set<Neighbours.Key>> byPort = new HashMap<>();

  private final Map<Neighbours.Key, UUID> ports = new HashMap<>();
  private long evicted;

  /**
   * @param isUsed whether flows use the entry of a neighbour
   */
  ArpLearning(Predicate<Neighbours.Key> isUsed) {
    this.isUsed = isUsed;
  }

  /**
   * Records that a neighbour's MAC was learned at a router port.
   *
   * @return the neighbours whose entries have to be removed to make room
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

  /** Records that an entry was removed. */
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

  /** Returns how many entries were removed because their port had too many. */
  synchronized long evicted() {
    return evicted;
  }
}
