package org.midolab.midonet.nsdb.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairDueTest {

  private static final long SECOND = 1_000_000_000L;

  /** Adds keys such as {@code a17} of lane {@code a}. */
  private final FairDue<String> due = new FairDue<>(key -> key.substring(0, 1));

  private long now = System.nanoTime() + SECOND;

  private void add(String lane, int count) {
    for (int i = 0; i < count; i++) {
      due.add(lane + i);
    }
  }

  private List<String> takeFor(long nanos) {
    List<String> taken = new ArrayList<>();
    for (long end = now + nanos; now <= end; now += SECOND / 1000) {
      taken.addAll(due.take(now));
    }
    return taken;
  }

  @Test
  void aLaterKeyOfAnotherLaneIsInTheNextBatch() {
    add("a", 15_000);
    assertThat(due.take(now)).hasSize(FairDue.BATCH);
    due.add("b0");
    now += due.pause(now);
    assertThat(due.take(now)).contains("b0");
  }

  @Test
  void delaysAndCountsALaneAboveItsRate() {
    add("a", 15_000);
    assertThat(takeFor(SECOND))
        .hasSizeBetween(FairDue.LANE_BURST, FairDue.LANE_BURST + FairDue.LANE_RATE + 2);
    assertThat(due.delayed()).isPositive();
    assertThat(takeFor(10 * SECOND)).hasSizeBetween(980, 1020);
    due.add("b0");
    now += due.pause(now);
    assertThat(due.take(now)).contains("b0");
  }

  @Test
  void limitsTheTotalRateAndServesEachLane() {
    for (char lane = '0'; lane < '0' + 70; lane++) {
      add(String.valueOf(lane), 200);
    }
    List<String> taken = takeFor(2 * SECOND);
    assertThat(taken.size()).isBetween(1800, 2 * FairDue.RATE + FairDue.BATCH);
    for (char lane = '0'; lane < '0' + 70; lane++) {
      char name = lane;
      assertThat(taken.stream().filter(key -> key.charAt(0) == name).count()).isBetween(20L, 40L);
    }
  }

  @Test
  void returnsEachKeyOnce() {
    add("a", 100);
    add("a", 100);
    add("b", 3);
    List<String> taken = takeFor(SECOND);
    assertThat(taken).hasSize(103).doesNotHaveDuplicates();
    assertThat(due.isEmpty()).isTrue();
    assertThat(due.take(now)).isEmpty();
  }
}
