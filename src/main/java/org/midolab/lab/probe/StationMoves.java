package org.midolab.lab.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Measures how soon frames reach a station after it moves between two places. Each place logs when
 * the station announced itself there, and when a frame to the station arrived there.
 *
 * @param moves in chronological order
 */
public record StationMoves(List<Move> moves) {

  public StationMoves {
    moves = List.copyOf(moves);
  }

  /**
   * One move, which starts with an announcement.
   *
   * @param number counts the moves from 1 on
   * @param place index of the place where the station announced itself
   * @param settled time from the announcement until frames arrive at this place only; empty if that
   *     was not so before the next announcement
   */
  public record Move(int number, int place, Optional<Duration> settled) {}

  /** Returns the longest settling time; zero if no move settled. */
  public Duration longest() {
    return moves.stream()
        .flatMap(move -> move.settled().stream())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * Parses the logs of the places: lines {@code moved TIME} and {@code got TIME}, with TIME in
   * seconds of a common clock.
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
