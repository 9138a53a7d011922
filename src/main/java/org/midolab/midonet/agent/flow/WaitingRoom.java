package org.midolab.midonet.agent.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.midolab.midonet.datapath.Datapath.Upcall;

/**
 * Packets that wait for a neighbour's MAC or for ports of source NAT. Their number is bounded to
 * limit memory; senders retransmit dropped packets. Each in-port has its own bound, so that packets
 * from one port for many unreachable neighbours do not displace those from other ports. Thread safe
 * (docs: security.md#datapath-and-agent).
 *
 * @param <K> identifies what packets wait for
 */
final class WaitingRoom<K> {

  /** Packets for one neighbour; the oldest is dropped first. */
  static final int PER_NEIGHBOUR = 128;

  /**
   * Neighbours that packets of one in-port wait for at a time. A station needs a few; a network
   * scan has to retry.
   */
  static final int NEIGHBOURS_PER_PORT = 64;

  /** Packets of one in-port that wait at a time. */
  static final int PER_PORT = 512;

  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private record Guest(Upcall upcall, long since) {}

  /**
   * @param inPort the in-port of the first packet
   */
  private record Room(int inPort, Deque<Guest> guests) {}

  private final int perRoom;
  private final Map<K, Room> rooms = new HashMap<>();
  private final Map<Integer, Integer> roomsOf = new HashMap<>();
  private final Map<Integer, Integer> guestsOf = new HashMap<>();

  /**
   * @param perRoom maximum number of packets that wait for the same key; the oldest is dropped
   *     first
   */
  WaitingRoom(int perRoom) {
    this.perRoom = perRoom;
  }

  /**
   * Adds a packet.
   *
   * @return false when the packet's in-port has reached a bound
   */
  synchronized boolean enter(K key, Upcall upcall, long nanoTime) {
    int port = upcall.key().inPort();
    if (guestsOf.getOrDefault(port, 0) >= PER_PORT) {
      return false;
    }
    Room room = rooms.get(key);
    if (room == null) {
      if (roomsOf.getOrDefault(port, 0) >= NEIGHBOURS_PER_PORT) {
        return false;
      }
      room = new Room(port, new ArrayDeque<>());
      rooms.put(key, room);
      roomsOf.merge(port, 1, Integer::sum);
    }
    room.guests.addLast(new Guest(upcall, nanoTime));
    guestsOf.merge(port, 1, Integer::sum);
    return true;
  }

  /** Removes and returns the oldest packets for a key that has too many. */
  synchronized List<Upcall> crowdedOut(K key) {
    List<Upcall> out = new ArrayList<>();
    Room room = rooms.get(key);
    while (room != null && room.guests.size() > perRoom) {
      out.add(leave(room));
    }
    return out;
  }

  /** Removes and returns the packets for a key, in order of arrival. */
  synchronized List<Upcall> leave(K key) {
    List<Upcall> out = new ArrayList<>();
    Room room = rooms.get(key);
    while (room != null && !room.guests.isEmpty()) {
      out.add(leave(room));
    }
    close(key, room);
    return out;
  }

  /** Removes and returns the packets that have waited too long. */
  synchronized List<Upcall> dismiss(long nanoTime) {
    List<Upcall> dismissed = new ArrayList<>();
    Map.copyOf(rooms)
        .forEach(
            (key, room) -> {
              while (!room.guests.isEmpty()
                  && nanoTime - room.guests.peekFirst().since() > PATIENCE_NANOS) {
                dismissed.add(leave(room));
              }
              if (room.guests.isEmpty()) {
                close(key, room);
              }
            });
    return dismissed;
  }

  private Upcall leave(Room room) {
    Upcall upcall = room.guests.removeFirst().upcall();
    decrement(guestsOf, upcall.key().inPort());
    return upcall;
  }

  private void close(K key, Room room) {
    if (room != null) {
      rooms.remove(key);
      decrement(roomsOf, room.inPort);
    }
  }

  private static void decrement(Map<Integer, Integer> counts, int port) {
    counts.computeIfPresent(port, (number, count) -> count == 1 ? null : count - 1);
  }

  synchronized int size() {
    return rooms.values().stream().mapToInt(room -> room.guests.size()).sum();
  }
}
