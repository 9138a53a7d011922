package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.nsdb.FlowState;
import org.midolab.midonet.nsdb.FlowStateStore;

class StoredStateTest {

  private static final UUID PORT = new UUID(0, 1);

  private final LocalPorts local = new LocalPorts();
  private final SlowStore store = new SlowStore();
  private long now;
  private final StoredState stored =
      new StoredState(
          store, local, null, (port, state) -> {}, Runnable::run, upcall -> {}, () -> now);

  /** A store whose answer comes when a test completes it. */
  private static final class SlowStore implements FlowStateStore {
    private CompletableFuture<OfPort> answer = new CompletableFuture<>();

    @Override
    public CompletableFuture<OfPort> load(UUID port) {
      return answer;
    }

    @Override
    public void save(FlowState state, UUID port, Set<UUID> egressPorts, Duration lifetime) {}

    @Override
    public void delete(FlowState state, UUID port, Set<UUID> egressPorts) {}
  }

  @Test
  void packetsOfAPortWaitUntilItsStateIsKnown() {
    local.bind(PORT, "tap", 1, true);
    assertThat(stored.isAwaited(PORT)).isTrue();
    assertThat(stored.isReading()).isTrue();
    store.answer.complete(new FlowStateStore.OfPort(Set.of(), Set.of()));
    assertThat(stored.isAwaited(PORT)).isFalse();
    assertThat(stored.isReading()).isFalse();
  }

  @Test
  void theyDoNotWaitLong() {
    local.bind(PORT, "tap", 1, true);
    now += StoredState.PATIENCE.toNanos();
    assertThat(stored.isAwaited(PORT)).isFalse();
    assertThat(stored.isReading()).as("the state may still come").isTrue();
  }

  @Test
  void aLatePacketOfAPortThatLeftStartsNoReading() {
    local.bind(PORT, "tap", 1, true);
    local.unbind(PORT);
    assertThat(stored.isAwaited(PORT)).isFalse();
    assertThat(stored.isReading()).isFalse();
    now += StoredState.PATIENCE.toNanos();
    local.bind(PORT, "tap", 2, true);
    assertThat(stored.isAwaited(PORT)).as("its state may have changed").isTrue();
  }
}
