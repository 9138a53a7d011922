package org.midolab.midonet.agent.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.midolab.midonet.datapath.Datapath.Upcall;

/**
 * Packets that wait for a neighbour's MAC; bounded, since senders retry and memory does not. The
 * oldest packet gives way. Thread safe.
 */
final class WaitingRoom {

  private static final int PER_NEIGHBOUR = 128;
  private static final int NEIGHBOURS = 256;
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private record Guest(Upcall upcall, long since) {}

  private final Map<Neighbours.Key, Deque<Guest>> rooms = new HashMap<>();

  /**
   * @return the packet that gives way, if one has to
   */
  synchronized Optional<Upcall> add(Neighbours.Key key, Upcall upcall, long nanoTime) {
    Deque<Guest> room = rooms.get(key);
    if (room == null) {
      if (rooms.size() == NEIGHBOURS) {
        return Optional.of(upcall);
      }
      room = new ArrayDeque<>();
      rooms.put(key, room);
    }
    Upcall oldest = room.size() == PER_NEIGHBOUR ? room.removeFirst().upcall() : null;
    room.addLast(new Guest(upcall, nanoTime));
    return Optional.ofNullable(oldest);
  }

  /** Empties a room, in order of arrival. */
  synchronized List<Upcall> leave(Neighbours.Key key) {
    Deque<Guest> room = rooms.remove(key);
    return room == null ? List.of() : room.stream().map(Guest::upcall).toList();
  }

  /** Sends away those that have waited too long. */
  synchronized List<Upcall> dismiss(long nanoTime) {
    List<Upcall> dismissed = new ArrayList<>();
    for (Deque<Guest> room : new ArrayList<>(rooms.values())) {
      while (!room.isEmpty() && nanoTime - room.peekFirst().since() > PATIENCE_NANOS) {
        dismissed.add(room.removeFirst().upcall());
      }
    }
    rooms.values().removeIf(Deque::isEmpty);
    return dismissed;
  }

  synchronized int size() {
    return rooms.values().stream().mapToInt(Deque::size).sum();
  }
}
