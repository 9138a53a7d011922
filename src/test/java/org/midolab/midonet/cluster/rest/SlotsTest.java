package org.midolab.midonet.cluster.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void requestsBeyondTheLimitGet503UntilASlotIsFree() {
    var slots = new Slots(2);
    Slots.Slot first = slots.slot();
    first.take();
    slots.slot().take();
    try (Slots.Slot refused = slots.slot()) {
      assertThatThrownBy(refused::take)
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> {
                assertThat(e.status()).isEqualTo(503);
                assertThat(e.headers()).containsEntry("Retry-After", "1");
              })
          .hasMessageContaining("2 requests");
    }
    assertThatThrownBy(slots.slot()::take).isInstanceOf(ApiException.class);
    first.close();
    slots.slot().take();
  }
}
