package org.midolab.midonet.agent.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
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

  /** Bytes of packets of one in-port that wait at a time: hundreds of full frames. */
  static final int BYTES_PER_PORT = 1 << 20;

  /** Bytes of packets that wait in all: an eighth of an agent's heap, which is 256 MB at least. */
  static final int BYTES = 32 << 20;

  private static final long PATIENCE_NANOS = 5_000_000_000L;

  /** A packet that waits. Two packets with equal content are not equal. */
  private static final class Guest {
    private final Room room;
    private final Upcall upcall;
    private final long since;

    Guest(Room room, Upcall upcall, long since) {
      this.room = room;
      this.upcall = upcall;
      this.since = since;
    }

    int inPort() {
      return upcall.key().inPort();
    }

    int bytes() {
      return upcall.frame().length;
    }
  }

  /**
   * @param inPort of the packet that came first
   * @param guests in order of arrival
   */
  private record Room(int inPort, SequencedSet<Guest> guests) {}

  /** The waiting packets of one in-port. */
  private static final class Share {
    private final SequencedSet<Guest> guests = new LinkedHashSet<>();
    private int rooms;
    private long bytes;
  }

  private final int perRoom;
  private final Map<K, Room> rooms = new HashMap<>();
  private final Map<Integer, Share> shares = new HashMap<>();
  private long bytes;

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
    Share share = shares.getOrDefault(port, new Share());
    if (share.guests.size() >= PER_PORT
        || share.bytes + upcall.frame().length > BYTES_PER_PORT
        || !rooms.containsKey(key) && share.rooms >= NEIGHBOURS_PER_PORT) {
      return false;
    }
    shares.put(port, share);
    Room room = rooms.get(key);
    if (room == null) {
      room = new Room(port, new LinkedHashSet<>());
      rooms.put(key, room);
      share.rooms++;
    }
    Guest guest = new Guest(room, upcall, nanoTime);
    room.guests.add(guest);
    share.guests.add(guest);
    share.bytes += guest.bytes();
    bytes += guest.bytes();
    return true;
  }

  /**
   * Removes and returns packets beyond a bound: the oldest of a key with too many, and those of the
   * ports with most bytes if the total is too large.
   */
  synchronized List<Upcall> crowdedOut(K key) {
    List<Upcall> out = new ArrayList<>();
    Room room = rooms.get(key);
    while (room != null && room.guests.size() > perRoom) {
      out.add(leave(room.guests.getFirst()));
    }
    while (bytes > BYTES) {
      out.add(leave(largestShare().guests.getFirst()));
    }
    return out;
  }

  private Share largestShare() {
    return shares.values().stream()
        .max(Comparator.comparingLong(share -> share.bytes))
        .orElseThrow();
  }

  /** Empties a room, in order of arrival. */
  synchronized List<Upcall> leave(K key) {
    List<Upcall> out = new ArrayList<>();
    Room room = rooms.get(key);
    while (room != null && !room.guests.isEmpty()) {
      out.add(leave(room.guests.getFirst()));
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
                  && nanoTime - room.guests.getFirst().since > PATIENCE_NANOS) {
                dismissed.add(leave(room.guests.getFirst()));
              }
              if (room.guests.isEmpty()) {
                close(key, room);
              }
            });
    return dismissed;
  }

  private Upcall leave(Guest guest) {
    guest.room.guests.remove(guest);
    Share share = shares.get(guest.inPort());
    share.guests.remove(guest);
    share.bytes -= guest.bytes();
    bytes -= guest.bytes();
    forgetIfUnused(guest.inPort());
    return guest.upcall;
  }

  private void close(K key, Room room) {
    if (room != null) {
      rooms.remove(key);
      shares.get(room.inPort).rooms--;
      forgetIfUnused(room.inPort);
    }
  }

  private void forgetIfUnused(int port) {
    shares.computeIfPresent(
        port, (number, share) -> share.guests.isEmpty() && share.rooms == 0 ? null : share);
  }

  synchronized int size() {
    return rooms.values().stream().mapToInt(room -> room.guests.size()).sum();
  }
}
