package org.midolab.midonet.nsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists that are read at the same time hold a bounded number of ids. */
class TurnsTest {

  private static final Duration SOON = Duration.ofMillis(20);

  private final Turns turns = new Turns();

  @Test
  void aLargeListIsRefusedWhileOthersHoldAllThereIs() {
    var most = turns.take(990_000, SOON);
    assertThatThrownBy(() -> turns.take(20_000, SOON))
        .isInstanceOf(BusyException.class)
        .hasMessageContaining("try again");
    assertThat(turns.take(1000, SOON).gather(List::of)).isEmpty();
    most.close();
    turns.take(1_000_000, SOON).close();
    most.close();
    assertThatThrownBy(
            () -> {
              turns.take(1_000_000, SOON);
              turns.take(1001, SOON);
            })
        .as("what is closed twice is given back once")
        .isInstanceOf(BusyException.class);
  }

  @Test
  void aListLargerThanAllThereIsHasItsTurnToo() {
    try (var all = turns.take(3_000_000, SOON)) {
      assertThat(all.gather(List::of)).isEmpty();
    }
    turns.take(1_000_000, SOON).close();
  }
}
