package org.midolab.lab.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How soon frames to a station follow it when it moves between two places. Each place notes when
 * the station announced itself there, and when a frame to the station arrived there.
 *
 * @param moves in the order of time
 */
public record StationMoves(List<Move> moves) {

  public StationMoves {
    moves = List.copyOf(moves);
  }

  /**
   * One announcement.
   *
   * @param number counts the moves from 1 on
   * @param place index of the place where the station announced itself
   * @param settled from the announcement to the moment after which, until the next announcement,
   *     frames arrived there and nowhere else; empty when they never did
   */
  public record Move(int number, int place, Optional<Duration> settled) {}

  /** The longest of those that settled; zero when none did. */
  public Duration longest() {
    return moves.stream()
        .flatMap(move -> move.settled().stream())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * Reads the notes of each place: lines {@code moved TIME} and {@code got TIME}, TIME in seconds
   * of a clock that the places share.
   */
  public static StationMoves parse(List<String> notes) {
    List<Event> events = new ArrayList<>();
    for (int place = 0; place < notes.size(); place++) {
      for (String line : notes.get(place).lines().toList()) {
        String[] words = line.split(" ");
        if (words.length == 2 && (words[0].equals("moved") || words[0].equals("got"))) {
          events.add(new Event(Double.parseDouble(words[1]), place, words[0].equals("moved")));
        }
      }
    }
    events.sort(Comparator.comparingDouble(Event::at));
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).moved()) {
        moves.add(move(events, i, moves.size() + 1));
      }
    }
    return new StationMoves(moves);
  }

  private record Event(double at, int place, boolean moved) {}

  private static Move move(List<Event> events, int start, int number) {
    Event move = events.get(start);
    Optional<Double> settled = Optional.empty();
    for (Event event : events.subList(start + 1, events.size())) {
      if (event.moved()) {
        break;
      }
      if (event.place() != move.place()) {
        settled = Optional.empty();
      } else if (settled.isEmpty()) {
        settled = Optional.of(event.at());
      }
    }
    return new Move(
        number,
        move.place(),
        settled.map(at -> Duration.ofNanos(Math.round((at - move.at()) * 1e9))));
  }

  @Override
  public String toString() {
    long settled = moves.stream().filter(move -> move.settled().isPresent()).count();
    return "%d of %d moves settled, the slowest in %.3f s"
        .formatted(settled, moves.size(), longest().toMillis() / 1000.0);
  }
}
