package org.midolab.midonet.nsdb.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.nsdb.BusyException;

/** Lists that are read at the same time hold a bounded number of ids. */
class AdmissionTest {

  private static final Duration SOON = Duration.ofMillis(20);

  private final Admission admission = new Admission();

  @Test
  void refusesALargeListWhileOthersUseAllRoom() {
    var most = admission.take(990_000, SOON);
    assertThatThrownBy(() -> admission.take(20_000, SOON))
        .isInstanceOf(BusyException.class)
        .hasMessageContaining("try again");
    assertThat(admission.take(1000, SOON).gather(List::of)).isEmpty();
    most.close();
    admission.take(1_000_000, SOON).close();
    most.close();
    assertThatThrownBy(
            () -> {
              admission.take(1_000_000, SOON);
              admission.take(1001, SOON);
            })
        .as("what is closed twice is given back once")
        .isInstanceOf(BusyException.class);
  }

  @Test
  void admitsAListLargerThanAllRoomWhenNoOtherIsRead() {
    try (var all = admission.take(3_000_000, SOON)) {
      assertThat(all.gather(List::of)).isEmpty();
    }
    admission.take(1_000_000, SOON).close();
  }
}
