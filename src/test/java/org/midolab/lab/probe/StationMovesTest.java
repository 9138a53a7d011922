package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StationMovesTest {

  @Test
  void aMoveIsSettledWhenFramesArriveThereAndNowhereElse() {
    var moves = StationMoves.parse(List.of("moved 10.0\ngot 10.2\ngot 10.3\n", ""));
    assertThat(moves.moves())
        .containsExactly(
            new StationMoves.Move(1, 0, java.util.Optional.of(Duration.ofMillis(200))));
  }

  @Test
  void aFrameAtTheOldPlaceRestartsTheSettlingTime() {
    var moves = StationMoves.parse(List.of("moved 10.0\ngot 10.1\ngot 12.5\n", "got 12.0\n"));
    assertThat(moves.longest()).isEqualTo(Duration.ofMillis(2500));
  }

  @Test
  void aMoveAfterWhichNoFrameArrivesIsNotSettled() {
    var moves = StationMoves.parse(List.of("moved 10.0\n", "got 10.5\nmoved 11.0\ngot 11.1\n"));
    assertThat(moves.moves())
        .first()
        .isEqualTo(new StationMoves.Move(1, 0, java.util.Optional.empty()));
    assertThat(moves).hasToString("1 of 2 moves settled, the slowest in 0.100 s");
  }

  @Test
  void emptyLogsGiveNoMoves() {
    assertThat(StationMoves.parse(List.of("", "Killed")).moves()).isEmpty();
  }
}
